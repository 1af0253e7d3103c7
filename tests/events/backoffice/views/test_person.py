"""What is held about a person: found, taken away and erased by who may, within their organisation."""

import json

import pytest
from django.urls import reverse

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from tests.events.backoffice.conftest import client_of, member

pytestmark = pytest.mark.django_db

SEARCHERS = [StaffRole.ORGANISER, StaffRole.DATA_LEAD]


def ask(client, email, do="find", **more):
    return client.post(reverse("desk:person"), {"email": email, "do": do, **more})


@pytest.mark.parametrize("role", SEARCHERS)
def test_a_person_is_found_and_the_look_is_written_down(event, own, role, booking):
    shown = ask(client_of(member(own, role)), "ann@example.org").content.decode()
    assert booking.reference in shown
    entry = AuditEntry.objects.get(action="person.viewed")
    assert (entry.event, entry.count) == (event, 1)


@pytest.mark.parametrize("role", [role for role in StaffRole if role not in SEARCHERS])
def test_nobody_else_may_look(event, own, role):
    client = client_of(member(own, role))
    assert client.get(reverse("desk:person")).status_code == 403
    assert "Ann Booker" not in ask(client, "ann@example.org").content.decode()


def test_people_of_other_organisations_are_not_found(organiser, event, foreign_event):
    shown = ask(organiser, "secret@example.org").content.decode()
    assert "Nothing is held under this address" in shown
    assert "Hidden Trust" not in shown


def test_a_file_holds_the_same(organiser, event, booking):
    response = ask(organiser, "ann@example.org", "download")
    assert json.loads(response.content)["bookings"][0]["reference"] == booking.reference
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_a_wrong_address_is_refused_in_words(organiser, event):
    assert "Add the part after the @" in ask(organiser, "ann@").content.decode()


def test_erasing_asks_twice_and_refuses_what_is_to_come(organiser, event, booking):
    assert "Tick this once you have made sure" in ask(organiser, "ann@example.org", "erase").content.decode()
    shown = ask(organiser, "ann@example.org", "erase", sure="on").content.decode()
    assert "Cancel it first" in shown
    booking.refresh_from_db()
    assert booking.name == "Ann Booker"


def test_erasing(organiser, event, booking, django_capture_on_commit_callbacks):
    cancel_places(booking.pk, now=booking.created_at, by=By.booker())
    response = ask(organiser, "ann@example.org", "erase", sure="on")
    assert response.url == reverse("desk:person")
    assert Booking.objects.get(pk=booking.pk).email == ""


def test_the_address_is_in_no_address_line(organiser, event):
    assert b'method="post"' in organiser.get(reverse("desk:person")).content
