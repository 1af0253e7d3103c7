"""A queue that was passed over is found; what the clock did is due."""

import pytest

from events.booking.holds import begin_hold
from events.models.events import Event
from tests.events.reports.audit.breaking import HOUR, due, found, queue_for
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT

pytestmark = pytest.mark.django_db


def test_a_free_place_that_nobody_was_offered_is_found(event):
    queue_for(event)
    Event.objects.update(capacity=4)
    assert found() == [("the_queue_is_served", "sample-event", "")]


def test_a_place_that_is_too_small_for_who_waits_is_no_breach(event):
    book(event, 3)
    book(event, 2, joins_waitlist=True)
    Event.objects.update(capacity=4)
    assert found() == []


def test_a_place_that_the_clock_has_freed_is_due(event):
    book(event, 2)
    hold = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    book(event, joins_waitlist=True)
    assert found(hold.deadline_at) == []
    assert due(hold.deadline_at) == ["deadlines_are_kept", "the_queue_is_served"]


def test_a_sale_that_the_clock_has_opened_is_due(event):
    queue_for(event)
    Event.objects.update(capacity=4, booking_opens_at=NOW - HOUR)
    assert (found(), due()) == ([], ["the_queue_is_served"])


def test_a_queue_after_the_close_of_booking_is_no_breach(event):
    queue_for(event)
    Event.objects.update(capacity=4)
    assert (found(STARTS_AT), due(STARTS_AT)) == ([], [])
