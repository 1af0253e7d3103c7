"""Many events at once must say the same as each on its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.booking.capacity import public_places, read_places, waiting_parties
from events.booking.overview import read_many
from events.choices import SessionChoice
from events.models.bookings import Booking
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db


def fetched(*events: Event) -> list[Event]:
    return list(Event.objects.filter(pk__in=[e.pk for e in events]).prefetch_related("ticket_types", "sessions"))


def alone(event: Event):
    return public_places(read_places(event, now=NOW), queue=waiting_parties(event.pk))


def make_queue(capacity: int = 3) -> Event:
    """A full event with two parties waiting, the second of which has its places saved by staff."""
    event = make_event(f"queue-{Event.objects.count()}", capacity=capacity)
    book(event, capacity)
    book(event, 2, joins_waitlist=True)
    saved = book(event, 1, joins_waitlist=True)
    Booking.objects.filter(pk=saved.pk).update(saves_places=True)
    return event


def test_read_many_says_of_each_event_what_it_says_alone():
    full, free = make_queue(), make_event("free", capacity=7)
    book(free, 2)
    found = read_many(fetched(full, free), now=NOW)
    assert found == {full.pk: alone(full), free.pk: alone(free)}
    assert (found[full.pk].waiting, found[free.pk].left) == (3, 5)


def test_read_many_counts_chosen_sessions():
    event = make_event(capacity=9, session_choice=SessionChoice.ANY)
    session = make_session(event, capacity=2)
    book(event, 2, sessions=(session.pk,))
    assert read_many(fetched(event), now=NOW) == {event.pk: alone(event)}
    assert alone(event).left == 0


def test_read_many_asks_as_little_of_three_events_as_of_one(django_assert_num_queries):
    one, three = fetched(make_queue()), fetched(*[make_queue() for _ in range(3)])
    with CaptureQueriesContext(connection) as asked:
        read_many(one, now=NOW)
    with django_assert_num_queries(len(asked)):
        read_many(three, now=NOW)
