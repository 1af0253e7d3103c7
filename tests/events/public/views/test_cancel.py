"""Giving up places behind the secret link."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import BookingState, MessageKind
from events.models.bookings import Booking
from events.models.messages import Message
from tests.factories.bookings import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(open_event, soon):
    return book(open_event(capacity=3, **soon), 3, now=timezone.now())


def open_cancel(visitor, booking, query=""):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    return visitor.open(f"/bookings/{booking.reference}/cancel/{query}")


def names(booking, **facts):
    return list(booking.attendees.filter(**facts).values_list("name", flat=True))


def test_page_asks_and_lists_everybody(booking, visitor):
    page = open_cancel(visitor, booking)

    assert page.heading == "Which places shall we cancel?"
    assert page.texts("form#cancel .choice label") == names(booking)
    assert (page.state, page.reference) == ("confirmed", booking.reference)
    assert Booking.objects.get().state == BookingState.CONFIRMED


def test_all_places_are_cancelled_and_free_again(booking, visitor):
    page = visitor.send(open_cancel(visitor, booking))

    assert (page.state, page.reference) == ("cancelled", booking.reference)
    assert page.heading == "3 places are cancelled"
    assert Booking.objects.get().state == BookingState.CANCELLED
    assert booking.attendees.filter(claimed_until=None).count() == 3
    assert Message.objects.filter(kind=MessageKind.CANCELLATION).count() == 1


def test_some_places_are_cancelled_and_the_others_stay(booking, visitor):
    first = booking.attendees.all()[0]

    page = visitor.send(open_cancel(visitor, booking), {"places": [str(first.pk)]})

    assert (page.state, page.heading) == ("confirmed", "1 place is cancelled")
    assert "2 places are still booked." in page.text
    assert names(booking, cancelled_at=None) == names(booking)[1:]


def test_link_beside_a_person_ticks_that_one(booking, visitor):
    last = booking.attendees.all()[2]

    page = open_cancel(visitor, booking, f"?place={last.pk}")

    assert page.fields()["places"] == [str(last.pk)]


def test_cancelling_twice_frees_one_place_once(booking, visitor):
    form = open_cancel(visitor, booking)

    pages = [visitor.send(form) for _ in range(2)]

    assert [page.state for page in pages] == ["cancelled", "cancelled"]
    assert Message.objects.filter(kind=MessageKind.CANCELLATION).count() == 1


def test_nobody_ticked_is_a_problem(booking, visitor):
    page = visitor.send(open_cancel(visitor, booking), {"places": None})

    assert page.problems == ["Tick the places that you want to cancel"]
    assert (page.state, page.title.startswith("Error: ")) == ("error", True)


@pytest.mark.parametrize("pk", ["999999", "-1", "x\x00"])
def test_people_of_other_bookings_cannot_be_cancelled(booking, visitor, pk):
    page = visitor.send(open_cancel(visitor, booking), {"places": [pk]})

    assert page.problems == ["One of these people is not on this booking. Choose again"]
    assert names(booking, cancelled_at=None) == names(booking)


def test_too_late_is_said_with_the_ticks_kept(booking, visitor):
    form = open_cancel(visitor, booking)
    booking.event.change_until_hours = 24 * 60
    booking.event.save()
    last = str(booking.attendees.all()[2].pk)

    page = visitor.send(form, {"places": [last]})

    assert page.state == "error"
    assert page.texts(".notice--bad")[0].startswith("It is too late to change this booking here.")
    assert page.fields()["places"] == [last]


def test_switching_the_language_keeps_the_ticks(booking, visitor):
    form = open_cancel(visitor, booking)
    last = str(booking.attendees.all()[2].pk)
    button = form.soup.select_one("button[name=switch]")

    page = visitor.send(form, {"places": [last], "switch": "cy"}, to=button["formaction"])

    assert (page.soup.html["lang"], page.fields()["places"]) == ("cy", [last])
    assert page.problems == []
    assert names(booking, cancelled_at=None) == names(booking)


def test_forged_post_cancels_nothing(booking, visitor):
    page = visitor.send(open_cancel(visitor, booking), {"csrfmiddlewaretoken": "x" * 64})

    assert page.state == "error"
    assert Booking.objects.get().state == BookingState.CONFIRMED


def test_freed_place_is_offered_to_the_queue(booking, visitor):
    waiting = book(booking.event, joins_waitlist=True, now=timezone.now())

    visitor.send(open_cancel(visitor, booking))

    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_waiting_party_can_leave_the_waitlist(booking, visitor):
    waiting = book(booking.event, joins_waitlist=True, now=timezone.now())
    form = open_cancel(visitor, waiting)
    assert form.heading == "Leave the waitlist?"

    assert visitor.send(form).state == "cancelled"


def test_page_after_cancelling_shows_the_booking_when_nothing_was(booking, visitor):
    open_cancel(visitor, booking)

    assert visitor.open(f"/bookings/{booking.reference}/cancelled/").path == f"/bookings/{booking.reference}/"
