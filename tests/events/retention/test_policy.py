import datetime as dt

import pytest

from events.models.events import Event
from events.retention.policy import ended_before, needs_end_at, people_end_before, with_needs_to_delete
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_needs_end_as_many_days_after_the_event_as_it_says():
    event = make_event(needs_kept_days=7)
    assert needs_end_at(event) == event.ends_at + 7 * DAY


def test_needs_of_an_event_without_an_end_are_counted_from_its_start():
    assert needs_end_at(make_event(ends_at=None)) == STARTS_AT + 30 * DAY


def test_needs_of_an_event_without_a_date_stay():
    event = make_event(starts_at=None, ends_at=None)
    assert needs_end_at(event) is None
    assert with_needs_to_delete(NOW + 9999 * DAY, Event.objects.all()) == []


def test_people_are_kept_for_months_of_the_calendar():
    end_of_march = dt.datetime(2027, 3, 31, tzinfo=dt.UTC)
    assert people_end_before(end_of_march, months=1) == dt.datetime(2027, 2, 28, tzinfo=dt.UTC)


def test_ended_before_counts_the_last_instant():
    first, second = make_event("first"), make_event("second", ends_at=None)
    make_event("third", starts_at=None, ends_at=None)
    assert list(ended_before(first.ends_at)) == [first, second]
    assert list(ended_before(first.ends_at - DAY / 24)) == [second]
