"""Oversold events, rooms, tickets and sessions are found; what was given or lowered on purpose is not."""

import pytest

from events.booking import staff
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.overage import note_limits_exceeded
from events.choices import FOREVER, Attendance, SessionChoice
from events.models.bookings import Attendee, Booking
from events.models.events import Event, Session, TicketType
from events.reports.audit.recount import recount
from tests.events.reports.audit.breaking import HOUR, by_staff, found
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db


def oversell(event, **changes):
    """A confirmed person more than the rules would allow, on a booking that looks right otherwise."""
    limits = Event.objects.filter(pk=event.pk).values("capacity", "room_capacity", "online_capacity").get()
    Event.objects.filter(pk=event.pk).update(capacity=None, room_capacity=None, online_capacity=None)
    extra = book(event, **changes)
    Event.objects.filter(pk=event.pk).update(**limits)
    return extra


def test_an_oversold_event_is_found(event, booking):
    oversell(event, size=2)
    (line,) = recount(NOW).breaches
    assert (line.check, line.finding.what) == ("places_claimed", "event: 4 places are claimed of 3")


def test_a_hold_counts_as_long_as_it_runs(event, booking):
    book(event)
    hold = Attendee.objects.latest("pk")
    extra = oversell(event)
    Attendee.objects.filter(booking=extra).update(claimed_until=NOW + HOUR)
    assert ("places_claimed", "sample-event", "") in found()
    assert ("places_claimed", "sample-event", "") not in found(NOW + HOUR)
    assert hold.claimed_until == FOREVER


@pytest.mark.parametrize(("attendance", "level"), [(Attendance.VENUE, "room"), (Attendance.ONLINE, "online")])
def test_an_oversold_room_or_online_place_is_found(attendance, level):
    limit = {f"{level}_capacity": 1}
    event = make_event(attendance=Attendance.HYBRID, tickets=[{"attendance": attendance}], **limit)
    book(event)
    oversell(event)
    (line,) = recount(NOW).breaches
    assert line.finding.what == f"{level}: 2 places are claimed of 1"


def test_an_oversold_ticket_type_is_found():
    event = make_event()
    book(event, 2)
    ticket = TicketType.objects.get()
    TicketType.objects.update(capacity=1)
    (line,) = recount(NOW).breaches
    assert line.finding.what == f"ticket type {ticket.pk}: 2 places are claimed of 1"


@pytest.mark.parametrize("choice", [SessionChoice.WHOLE, SessionChoice.ANY])
def test_an_oversold_session_is_found(choice):
    event = make_event(session_choice=choice)
    session = make_session(event)
    book(event, 2, sessions=() if choice == SessionChoice.WHOLE else (session.pk,))
    Session.objects.update(capacity=1)
    (line,) = recount(NOW).breaches
    assert line.finding.what == f"session {session.pk}: 2 places are claimed of 1"


def test_places_given_beyond_a_limit_with_a_reason_are_no_breach(event, booking):
    staff.book_for(event_id=event.pk, party=make_party(event, 3), now=NOW, by=by_staff(), beyond=True)
    assert found() == []


def test_one_more_than_was_given_beyond_is_a_breach(event, booking):
    staff.book_for(event_id=event.pk, party=make_party(event, 2), now=NOW, by=by_staff(), beyond=True)
    oversell(event, size=2)
    assert found() == [("places_claimed", "sample-event", "")]


def test_a_limit_lowered_on_purpose_is_no_breach(event, booking):
    lower(event, capacity=1)
    assert found() == []


def test_one_more_than_when_the_limit_was_lowered_is_a_breach(event, booking):
    lower(event, capacity=1)
    oversell(event)
    assert found() == [("places_claimed", "sample-event", "")]


def test_a_limit_lowered_again_behind_the_rules_is_a_breach(event, booking):
    lower(event, capacity=1)
    Event.objects.update(capacity=0)
    assert found() == [("places_claimed", "sample-event", "")]


def lower(event, **limits):
    Event.objects.filter(pk=event.pk).update(**limits)
    with gate(event.pk, now=NOW, durable=False) as passed:
        note_limits_exceeded(passed, by=By.system())


def test_a_limit_of_none_is_not_a_limit_of_zero():
    book(make_event("unlimited", capacity=None), 3)
    assert found() == []


def test_an_over_allocation_without_a_reason_is_found(booking, django_user_model):
    Booking.objects.update(over_allocated_by=django_user_model.objects.create(username="staff"))
    assert found() == [("over_allocations_have_a_reason", "sample-event", booking.reference)]
