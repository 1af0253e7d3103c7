"""The log of who has seen personal data."""

import csv
import io

import pytest
from django.urls import reverse

from events.choices import StaffRole
from events.models.audit import AuditEntry
from tests.events.backoffice.conftest import client_of, member, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_lead(own):
    return client_of(member(own, StaffRole.DATA_LEAD))


@pytest.fixture
def looked_at(organiser, event):
    """The organiser has opened the event and taken its list away."""
    organiser.get(reverse("desk:event", args=[event.pk]))
    organiser.get(reverse("desk:attendees_csv", args=[event.pk]))


def listed(client, **query):
    entries = client.get(reverse("desk:log"), query).context["object_list"]
    return [(entry.action, entry.count) for entry in entries]


def rows_of(client, **query):
    response = client.get(reverse("desk:log_csv"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row[1:] for row in csv.reader(io.StringIO(text))]


def test_it_says_who_saw_how_many_people_the_newest_first(data_lead, looked_at):
    assert listed(data_lead) == [("attendees.exported", 2), ("desk.viewed", 3)]


def test_it_leaves_out_what_is_no_disclosure(data_lead, event, looked_at):
    assert AuditEntry.objects.filter(event=event, action="booking.confirmed").exists()
    assert [action for action, _ in listed(data_lead) if action.startswith("booking.confirmed")] == []


def test_it_leaves_out_other_organisations(data_lead, foreign, foreign_event):
    client_of(member(foreign, StaffRole.ORGANISER)).get(reverse("desk:event", args=[foreign_event.pk]))
    assert listed(data_lead) == []
    page = data_lead.get(reverse("desk:log"), {"organisation": foreign.pk, "event": foreign_event.pk})
    assert "Foreign" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"kind": "exported"}, ["attendees.exported"]),
        ({"kind": "viewed"}, ["desk.viewed"]),
        ({"kind": "printed"}, []),
        ({"at_from": "2020-01-01", "at_to": "2020-12-31"}, []),
    ],
)
def test_it_is_narrowed_by_what_and_when(data_lead, looked_at, query, actions):
    assert [action for action, _ in listed(data_lead, **query)] == actions


def test_it_is_narrowed_by_who_and_which_event(data_lead, own, event, looked_at):
    user = AuditEntry.objects.get(action="desk.viewed").user
    assert len(listed(data_lead, user=user.pk, event=event.pk)) == 2


def test_the_file_holds_what_the_screen_does_and_is_an_entry_itself(data_lead, own, event, looked_at):
    assert rows_of(data_lead, kind="exported") == [
        ["Who", "What", "Organisation", "Event", "Booking", "People"],
        ["Staff organiser", "Attendees exported", "Own Network", "Own event", "", "2"],
    ]
    entry = AuditEntry.objects.get(action="log.exported")
    assert (entry.organisation, entry.count, entry.user.username) == (own, 1, "data_lead-of-own")
    assert listed(data_lead)[0] == ("log.exported", 1)


@pytest.mark.parametrize("role", ["event_staff", "door_helper", "finance", "editor"])
def test_who_may_not_read_it_is_told_so(own, event, looked_at, role):
    client = client_of(member(own, role))
    found = {client.get(reverse(f"desk:{name}")).status_code for name in ("log", "log_results", "log_csv")}
    assert found == {403}
    assert reverse("desk:log") not in client.get("/admin/").content.decode()


def test_an_events_own_button_leads_to_its_entries(data_lead, event):
    response = data_lead.get(reverse("desk:event_log", args=[event.pk]))
    assert response.url == f"{reverse('desk:log')}?event={event.pk}"


def test_it_stands_in_the_menu_of_reports(data_lead, event):
    assert reverse("desk:log") in data_lead.get("/admin/").content.decode()


def test_it_asks_as_often_for_three_entries_as_for_one(data_lead, organiser, event):
    numbers = []
    for _ in range(3):
        organiser.get(reverse("desk:event", args=[event.pk]))
        numbers.append(queries_of(lambda: data_lead.get(reverse("desk:log"))))
    assert numbers[1] == numbers[2]
