import datetime as dt

import pytest

from events import errors
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking, Interest
from events.models.events import Event
from events.models.needs import Need
from events.retention.erase import erase
from events.retention.subject_access import holding_of
from tests.events.retention.people import MARK, book_with_needs, needs
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.messages import make_interest

pytestmark = pytest.mark.django_db

AFTER = NOW + dt.timedelta(days=60)


@pytest.fixture
def event(db):
    return make_event()


def forget(email, *, now=AFTER, events=None):
    return erase(email, events=Event.objects.all() if events is None else events, now=now, by=By.system())


def test_everything_of_a_past_booking_goes(event):
    book_with_needs(event, *needs(MARK), email="ann@example.org", name="Ann")
    make_interest(event, email="ann@example.org")
    assert forget("Ann@example.org") == 2
    every = Event.objects.all()
    assert holding_of("ann@example.org", events=every, events_with_needs=every).is_empty
    assert (Need.objects.count(), Interest.objects.count(), Attendee.objects.get().name) == (0, 0, "")
    assert list(Booking.objects.values_list("name", "sort_name")) == [("", "")]


def test_a_booking_that_is_still_to_come_is_cancelled_first(event):
    booking = book(event, email="ann@example.org", name="Ann")
    with pytest.raises(errors.StillToCome) as refused:
        forget("ann@example.org", now=NOW)
    assert booking.reference in str(refused.value)
    assert Booking.objects.get().name == "Ann"
    cancel_places(booking.pk, now=NOW, by=By.booker())
    assert forget("ann@example.org", now=NOW) == 1
    assert Booking.objects.get().name == ""


def test_of_somebody_elses_booking_only_ones_own_place_goes(event):
    booking = book(event, 2, email="booker@example.org", name="Bea")
    first, second = booking.attendees.all()
    Attendee.objects.filter(pk=second.pk).update(email="guest@example.org", name="Gus")
    forget("guest@example.org")
    assert [person.name for person in booking.attendees.all()] == [first.name, ""]
    assert Booking.objects.get().name == "Bea"


def test_events_of_others_are_left_alone(event):
    foreign = make_event("foreign")
    book(foreign, email="ann@example.org", name="Ann")
    assert forget("ann@example.org", events=Event.objects.filter(pk=event.pk)) == 0
    assert Booking.objects.get().name == "Ann"


def test_the_log_says_that_and_not_whom(event):
    book(event, email="ann@example.org", name="Ann")
    forget("ann@example.org")
    entry = AuditEntry.objects.get(action="person.erased")
    assert "ann" not in f"{entry.reason} {entry.detail}".lower()
