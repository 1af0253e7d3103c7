"""The booking form over HTTP, as somebody without JavaScript meets it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.choices import BookingState
from events.models.bookings import Attendee, Booking

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"


def soon(**facts):
    """Facts of an event a month from now: what is seen over HTTP goes by the clock."""
    starts_at = timezone.now() + dt.timedelta(days=30)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=5), **facts}


def test_two_typed_fields_book_a_free_place(open_event, visitor):
    event = open_event(**soon(capacity=20))

    page = visitor.send(visitor.open(FORM), {"name": "Sam Sample", "email": "sam@example.org"})

    booking = Booking.objects.get()
    assert (page.status, page.state, page.reference) == (200, "confirmed", booking.reference)
    assert page.path == f"/bookings/{booking.reference}/placed/"
    assert (booking.event, booking.state, booking.language) == (event, BookingState.CONFIRMED, "en")
    assert list(Attendee.objects.values_list("name", flat=True)) == ["Sam Sample"]


def test_booking_needs_few_statements(open_event, visitor, django_assert_num_queries):
    """The form, the post and the confirmation; the event's page before them is counted where it is drawn."""
    open_event(**soon(capacity=20))
    visitor.open("/bookings/lost/")  # the frame of all pages is read once and kept

    with django_assert_num_queries(3):
        page = visitor.open(FORM)
    with django_assert_num_queries(18):
        visitor.send(page, {"name": "Sam Sample", "email": "sam@example.org"})
