"""Passing a whole booking to another person."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import MessageKind
from events.models.messages import Message
from tests.factories.bookings import book

pytestmark = pytest.mark.django_db

NEW = {"name": "New Sample", "email": "new@example.org"}


@pytest.fixture
def booking(open_event, soon):
    """Two people, of whom the first has booked."""
    made = book(open_event(capacity=5, **soon), 2, now=timezone.now())
    made.name = made.attendees.first().name
    made.save()
    return made


@pytest.fixture
def form(booking, visitor):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    return visitor.open(f"/bookings/{booking.reference}/pass-on/")


def names(booking):
    return list(booking.attendees.order_by("position").values_list("name", flat=True))


def written(booking):
    return list(booking.messages.order_by("pk").values_list("kind", "to_email"))


def test_booking_passes_to_another_person_and_place(booking, form, visitor):
    before, (own, other) = booking.email, names(booking)

    page = visitor.send(form, NEW)

    booking.refresh_from_db()
    assert (booking.name, booking.email, names(booking)) == ("New Sample", "new@example.org", ["New Sample", other])
    assert own not in names(booking)
    assert written(booking)[1:] == [(MessageKind.PASSED_ON, before), (MessageKind.CONFIRMATION, "new@example.org")]
    assert (page.heading, page.state, page.reference) == ("The booking is passed on", "confirmed", booking.reference)
    assert "new@example.org" not in page.text


def test_booking_passes_on_while_everybody_still_comes(booking, form, visitor):
    everybody = names(booking)

    visitor.send(form, {**NEW, "instead": None})

    assert names(booking) == everybody


def test_booking_that_was_passed_on_opens_no_longer(booking, form, visitor):
    visitor.send(form, NEW)

    assert visitor.open(f"/bookings/{booking.reference}/").status == 410


def test_passing_on_twice_is_passing_on_once(booking, form, visitor):
    visitor.send(form, NEW)

    page = visitor.send(form, NEW)

    assert page.heading == "The booking is passed on"
    assert Message.objects.filter(kind=MessageKind.PASSED_ON).count() == 1


def test_old_link_passes_nothing_to_a_third_person(booking, form, visitor):
    visitor.send(form, NEW)

    page = visitor.send(form, {**NEW, "email": "third@example.org"})

    booking.refresh_from_db()
    assert (page.status, booking.email) == (410, "new@example.org")


def test_passed_on_is_said_in_that_browser_only(booking, form, visitor):
    visitor.send(form, NEW)
    visitor.client.cookies["passed-on"] = booking.reference

    assert visitor.open(f"/bookings/{booking.reference}/passed-on/").status == 410


def test_passing_on_needs_a_name_and_another_address(booking, form, visitor):
    page = visitor.send(form, {"name": "", "email": ""})
    same = visitor.send(form, {**NEW, "email": booking.email.upper()})

    assert page.title.startswith("Error: ")
    assert page.problems == ["Type the name of this person", "Type the e-mail address of this person"]
    assert same.problems == ["This booking is at that address already. Type the other person’s"]
    assert written(booking)[1:] == []


def test_passing_on_in_the_other_language_keeps_what_was_typed(booking, form, visitor):
    page = visitor.send(form, {**NEW, "instead": None, "switch": "cy"})

    fields = page.fields()
    assert page.heading == "Trosglwyddo’r archeb"
    assert (fields["name"], fields["email"], "instead" in fields) == (["New Sample"], ["new@example.org"], False)
    assert visitor.send(page, {}).soup.html["lang"] == "cy"


def test_whoever_does_not_come_themselves_is_not_asked(booking, form, visitor):
    booking.name = "Somebody Else"
    booking.save()

    assert "instead" in form.fields()
    assert "instead" not in visitor.open(form.path).fields()


def test_my_booking_leads_there_while_it_can_be_changed(booking, form, visitor):
    page = visitor.open(f"/bookings/{booking.reference}/")
    assert page.link("Pass the booking on") == form.path

    booking.event.change_until_hours = 24 * 60
    booking.event.save()
    assert "Pass the booking on" not in visitor.open(f"/bookings/{booking.reference}/").text
    assert visitor.open(form.path).heading == "It is too late to change this here"
