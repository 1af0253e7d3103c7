"""How long a list stays true."""

import datetime as dt

import pytest

from events.pages.list_freshness import list_changes_at, list_revision, next_midnight
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_list_revision_moves_with_bookings_new_events_and_gone_ones():
    event = make_event()
    seen = [list_revision()]
    book(event)
    seen.append(list_revision())
    other = make_event("other")
    seen.append(list_revision())
    other.delete()
    seen.append(list_revision())
    assert len(set(seen)) == 3
    assert seen[3] == seen[1]


def test_list_revision_stays_while_nothing_is_written():
    make_event()
    assert list_revision() == list_revision()


@pytest.mark.parametrize("field", ["booking_opens_at", "booking_closes_at", "starts_at"])
def test_list_changes_when_something_of_an_event_begins_or_ends(field):
    make_event(**{field: NOW + HOUR, "ends_at": None})
    assert list_changes_at(NOW) == NOW + HOUR


def test_list_changes_with_tickets_sessions_and_holds():
    event = make_event(tickets=[{"closes_at": NOW + 3 * HOUR}])
    assert list_changes_at(NOW) == NOW + 3 * HOUR
    make_session(event, starts_at=NOW + 2 * HOUR)
    assert list_changes_at(NOW) == NOW + 2 * HOUR
    book(event)
    event.refresh_from_db()
    assert list_changes_at(NOW) == NOW + 2 * HOUR


def test_list_changes_at_midnight_at_the_latest():
    summer = dt.datetime(2027, 7, 1, 12, tzinfo=dt.UTC)
    assert list_changes_at(summer) == next_midnight(summer) == dt.datetime(2027, 7, 1, 23, tzinfo=dt.UTC)
