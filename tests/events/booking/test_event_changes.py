"""An event changes: people are told once, and no place is touched."""

import datetime as dt

import pytest

from events.booking import event_changes
from events.choices import BookingState, DateState
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db


def change(event, **facts):
    before = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(sequence=before.sequence + 1, **facts)
    event_changes.after_projection(Event.objects.get(pk=event.pk), before=before, now=NOW)


def told(event, kind):
    return set(Message.objects.filter(event=event, kind=kind).values_list("booking", flat=True))


def test_cancelling_tells_everybody_once_and_touches_no_place():
    event = make_event(capacity=1)
    booked, waiting = book(event), book(event, joins_waitlist=True)
    change(event, date_state=DateState.CANCELLED)
    change(event, date_state=DateState.CANCELLED)
    assert told(event, "event_cancelled") == {booked.pk, waiting.pk}
    assert Message.objects.filter(kind="event_cancelled").count() == 2
    assert set(Booking.objects.values_list("state", flat=True)) == {BookingState.CONFIRMED, BookingState.WAITING}
    assert Attendee.objects.claiming(NOW).count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_at": STARTS_AT + dt.timedelta(hours=1)},
        {"date_state": DateState.POSTPONED},
        {"attendance": "online"},
    ],
)
def test_another_date_or_place_is_told(facts):
    event = make_event()
    booked = book(event)
    change(event, **facts)
    assert told(event, "event_changed") == {booked.pk}


def test_other_changes_are_not_news():
    event = make_event(capacity=10)
    book(event)
    change(event, capacity=20, waitlist=False)
    assert told(event, "event_changed") == set()


def test_no_offers_are_made_for_a_cancelled_event():
    event = make_event(capacity=1)
    book(event)
    waiting = book(event, joins_waitlist=True)
    change(event, date_state=DateState.CANCELLED, capacity=5)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.WAITING
