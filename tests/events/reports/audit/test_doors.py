"""Check-ins that could not be are found."""

import pytest

from events.choices import BookingState, CheckInState
from events.models.bookings import Attendee, Booking
from events.models.checkins import CheckIn
from tests.events.reports.audit.breaking import HOUR, found
from tests.factories.checkins import let_in, make_door
from tests.factories.events import NOW, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(booking):
    return booking.attendees.first()


def checks():
    return [check for check, _, _ in found()]


def test_what_doors_do_is_no_breach(person):
    first = let_in(person, at=NOW)
    let_in(person, at=NOW, state=CheckInState.AGAIN, earlier=first)
    let_in(person, at=NOW, undone_at=NOW)
    assert found() == []


@pytest.mark.parametrize("what", ["event", "session", "door"])
def test_check_in_of_another_event_is_found(person, other, what):
    let_in(person, at=NOW)
    strange = {"event": other, "session": make_session(other), "door": make_door(other)}
    CheckIn.objects.update(**{what: strange[what]})
    assert ("check_ins_belong_to_the_event", CheckIn.objects.get().event.slug, person.booking.reference) in found()


def test_second_check_in_that_names_none_is_found(person):
    let_in(person, at=NOW, state=CheckInState.AGAIN)
    assert checks() == ["people_are_let_in_once"]


def test_second_check_in_that_names_one_taken_back_is_found(person):
    first = let_in(person, at=NOW)
    let_in(person, at=NOW, state=CheckInState.AGAIN, earlier=first)
    CheckIn.objects.filter(pk=first.pk).update(undone_at=NOW)
    assert checks() == ["people_are_let_in_once"]


def test_somebody_who_was_let_in_after_cancelling_is_found(person):
    let_in(person, at=NOW)
    Attendee.objects.filter(booking=person.booking).update(cancelled_at=NOW - HOUR, claimed_until=None)
    Booking.objects.update(state=BookingState.CANCELLED, ended_at=NOW - HOUR)
    assert "only_confirmed_people_are_let_in" in checks()


def test_somebody_who_cancelled_after_coming_in_is_no_breach(person):
    let_in(person, at=NOW)
    Attendee.objects.filter(booking=person.booking).update(cancelled_at=NOW + HOUR, claimed_until=None)
    assert "only_confirmed_people_are_let_in" not in checks()
