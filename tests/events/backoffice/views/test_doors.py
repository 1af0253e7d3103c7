import re

import pytest
from django.utils import timezone

from events.choices import StaffRole
from events.models.audit import AuditEntry
from events.models.checkins import DoorLink
from events.models.codes import digest
from events.models.needs import ConsentWording, Need
from tests.events.backoffice.conftest import client_of, member, queries_of
from tests.factories.checkins import let_in, make_door
from tests.public_site import Page


def path(event):
    return f"/admin/desk/{event.pk}/doors/"


def open_door(client, event, name="Front door", token="form"):
    return Page(client.post(path(event), {"name": name, "form_token": token}))


def test_door_helper_opens_a_door_that_works(event, own):
    client = client_of(member(own, StaffRole.DOOR_HELPER))
    page = open_door(client, event)
    address = page.link("Open it on this device")
    link = DoorLink.objects.get()
    token = re.search(r"/check-in/l/([A-Za-z0-9_-]{43})/$", address)[1]
    assert (link.name, link.token_hash, link.event) == ("Front door", digest(token), event)
    assert page.soup.select_one(".desk-door__code path")
    assert client.get(f"/check-in/l/{token}/")["Location"] == f"/check-in/{link.pk}/"


def test_second_press_of_the_form_opens_no_second_door(organiser, event):
    addresses = {open_door(organiser, event).link("Open it on this device") for _ in range(2)}
    assert (len(addresses), DoorLink.objects.count()) == (1, 1)


def test_code_is_shown_only_once(organiser, event):
    open_door(organiser, event)
    page = Page(organiser.get(path(event)))
    assert page.soup.select_one(".desk-door__code") is None
    assert "Front door" in page.texts("ul.desk-queue b")


def test_door_is_closed(organiser, event):
    link = make_door(event, created_at=timezone.now())
    response = organiser.post(f"{path(event)}{link.pk}/close/", follow=True)
    assert "“Main door” is closed." in response.content.decode()
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert organiser.get(f"{path(event)}{link.pk}/close/").status_code == 405


def test_door_of_an_event_that_is_over_cannot_be_opened(organiser, event):
    event.starts_at = event.ends_at = timezone.now() - timezone.timedelta(days=3)
    event.save()
    page = open_door(organiser, event)
    assert "no more doors can be opened" in page.text
    assert not DoorLink.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.EDITOR, StaffRole.FINANCE, StaffRole.DATA_LEAD])
def test_other_roles_open_no_door(event, own, role):
    client = client_of(member(own, role))
    assert client.get(path(event)).status_code == 403
    assert client.post(path(event), {"name": "x", "form_token": "y"}).status_code == 403
    assert not DoorLink.objects.exists()


def test_other_organisations_doors_are_out_of_reach(organiser, event, foreign_event):
    link = make_door(foreign_event)
    assert organiser.get(path(foreign_event)).status_code == 403
    assert organiser.post(f"{path(foreign_event)}{link.pk}/close/").status_code == 403
    assert organiser.post(f"{path(event)}{link.pk}/close/").status_code in (302, 404)
    link.refresh_from_db()
    assert link.revoked_at is None


def test_list_of_doors_asks_the_same_for_one_and_for_three(organiser, event):
    make_door(event)
    one = queries_of(lambda: organiser.get(path(event)))
    for number in range(2):
        make_door(event, token=f"token {number}")
    assert queries_of(lambda: organiser.get(path(event))) == one


def test_conflicts_are_shown_and_logged(organiser, event, booking):
    person = booking.attendees.first()
    first = let_in(person, at=timezone.now(), device="Main door")
    let_in(person, at=timezone.now(), device="Side door", state="again", earlier=first)
    page = Page(organiser.get(path(event)))
    assert f"{person.name} was let in twice" in page.text
    assert AuditEntry.objects.get(action="door.conflicts_viewed").count == 1


@pytest.fixture
def noted(booking):
    person = booking.attendees.first()
    wording = ConsentWording.objects.latest("version")
    for words in ({"text": "Sits near the door"}, {"option": "hearing_loop"}):
        Need.objects.create(attendee=person, kind="access", wording=wording, given_at=timezone.now(), **words)
    return person


def test_notes_are_read_by_those_who_may_and_logged(organiser, event, noted):
    page = Page(organiser.get(f"/admin/desk/{event.pk}/people/{noted.pk}/notes/"))
    assert page.texts("ul.desk-queue li") == ["Access: Sits near the door", "Access: Hearing loop"]
    entry = AuditEntry.objects.get(action="needs.viewed")
    assert (entry.booking, entry.count) == (noted.booking, 1)


def test_notes_are_not_for_door_helpers_and_others(event, own, foreign, noted):
    for organisation, role in ((own, StaffRole.DOOR_HELPER), (foreign, StaffRole.ORGANISER)):
        response = client_of(member(organisation, role)).get(f"/admin/desk/{event.pk}/people/{noted.pk}/notes/")
        assert response.status_code == 403
        assert b"Sits near" not in response.content
