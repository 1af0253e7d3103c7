"""Speakers of another organisation cannot be opened for correction."""

import pytest
from django.urls import reverse

from events.choices import StaffRole
from events.models.people_places import Person
from tests.events.backoffice.conftest import client_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(own, foreign):
    return [
        Person.objects.create(name="Own Speaker", organisation=own),
        Person.objects.create(name="Nobody’s Speaker"),
        Person.objects.create(name="Foreign Speaker", organisation=foreign),
    ]


def address(name, *args):
    return reverse(f"wagtailsnippets_events_person:{name}", args=args)


def test_the_list_holds_ones_own_people_and_nobodys(organiser, people):
    listed = organiser.get(address("list")).context["object_list"]
    assert sorted(person.name for person in listed) == ["Nobody’s Speaker", "Own Speaker"]


def test_the_exported_list_holds_no_others(organiser, people):
    response = organiser.get(address("list"), {"export": "csv"})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert b"Foreign Speaker" not in body


@pytest.mark.parametrize("role", [StaffRole.ORGANISER, StaffRole.EDITOR])
@pytest.mark.parametrize("name", ["edit", "delete", "copy", "usage", "history"])
def test_another_organisations_person_is_refused(own, people, name, role):
    client, foreign = client_of(member(own, role)), people[2]
    for method in (client.get, client.post):
        response = method(address(name, foreign.pk), {"name": "Changed"})
        # Copying may ask Wagtail’s policy before it comes to the view: that leads back to the first page.
        refused = {302, 403} if name == "copy" else {403}
        assert response.status_code in refused
        assert b"Foreign Speaker" not in response.content
    foreign.refresh_from_db()
    assert foreign.name == "Foreign Speaker"


def test_ones_own_person_can_be_corrected(organiser, people):
    assert organiser.get(address("edit", people[0].pk)).status_code == 200
    assert organiser.get(address("edit", people[1].pk)).status_code == 200


def test_administrators_correct_everybody(administrator, people):
    assert {administrator.get(address("edit", person.pk)).status_code for person in people} == {200}


def test_a_bulk_deletion_leaves_others_alone(administrator, organiser, people):
    url = reverse("wagtail_bulk_action", args=["events", "person", "delete"])
    organiser.post(f"{url}?id={people[2].pk}")
    assert Person.objects.filter(pk=people[2].pk).exists()
