"""Corners of the box office where something once went wrong."""

import datetime as dt

import pytest

from events import errors
from events.booking import changes, deadlines, holds, staff, waitlist
from events.booking.bookings import cancel_places, place_booking
from events.booking.capacity import public_places, read_places
from events.booking.journal import By
from events.booking.party import PersonWish
from events.choices import Attendance, BookingState, DateState
from events.models.bookings import Attendee, Booking, email_key
from events.models.events import Event
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db

BOOKER = By.booker()
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def by(django_user_model):
    return By.staff(django_user_model.objects.create(username="organiser"), "a good reason")


def test_a_request_that_ran_out_is_the_result_of_its_form():
    event = make_event(needs_approval=True)
    asked = book(event, token="asked")
    deadlines.end_overdue(asked.deadline_at)
    again = place_booking(event_id=event.pk, party=make_party(event), form_token="asked", now=asked.deadline_at)
    assert (again.pk, again.state, again.name) == (asked.pk, BookingState.EXPIRED, asked.name)
    with pytest.raises(errors.TransitionRefused):
        holds.give_more_time(asked.pk, now=asked.deadline_at)


def test_on_the_last_evening_newcomers_do_not_overtake_the_queue():
    evening = STARTS_AT.replace(hour=22) - dt.timedelta(days=1)
    event = make_event(capacity=1, booking_closes_at=STARTS_AT.replace(hour=6))
    first = book(event)
    book(event, joins_waitlist=True)
    cancel_places(first.pk, now=evening, by=BOOKER)
    with pytest.raises(errors.SoldOut):
        book(event, now=evening)


def test_more_time_for_an_ended_hold_counts_against_the_visitor():
    event = make_event(capacity=20, max_per_booking=2)
    old = holds.begin_hold(event_id=event.pk, size=2, form_token="old", visitor="one", now=NOW)
    for number in range(2):
        holds.begin_hold(event_id=event.pk, size=2, form_token=f"new {number}", visitor="one", now=NOW + HOUR)
    with pytest.raises(errors.HoldLimit):
        holds.give_more_time(old.pk, now=NOW + HOUR)


def test_nobody_without_the_code_learns_who_has_booked():
    event = make_event(invitation_code="sesame")
    book(event, code="sesame", email="known@example.org")
    with pytest.raises(errors.WrongCode):
        book(event, code="guess", email="known@example.org")


def test_an_address_that_grows_when_folded_is_kept_short():
    assert len(email_key("a@" + ".".join(["ß" * 31] * 6) + ".com")) == 254


def test_places_of_a_withdrawn_ticket_are_still_taken_in_the_room():
    event = make_event(
        attendance=Attendance.HYBRID, room_capacity=2, tickets=[{"attendance": "venue"}, {"attendance": "venue"}]
    )
    old = event.ticket_types.all()[0]
    book(event, ticket=old)
    event.ticket_types.filter(pk=old.pk).update(withdrawn=True)
    assert public_places(read_places(event, now=NOW)).left == 1


def offered():
    event = make_event(capacity=1)
    first = book(event)
    waiting = book(event, joins_waitlist=True)
    cancel_places(first.pk, now=NOW, by=BOOKER)
    waiting.refresh_from_db()
    return event, waiting


def test_an_offer_ends_with_the_event():
    event, waiting = offered()
    Event.objects.filter(pk=event.pk).update(date_state=DateState.CANCELLED)
    with pytest.raises(errors.OfferEnded):
        waitlist.accept_offer(waiting.pk, now=NOW, by=BOOKER)


def test_rejoin_notes_the_end_of_an_offer_that_nobody_noted():
    _, waiting = offered()
    late = waiting.deadline_at
    assert waitlist.rejoin(waiting.pk, now=late, by=BOOKER).state == BookingState.WAITING
    assert Attendee.objects.claiming(late).count() == 0


def test_an_offer_uses_up_the_places_saved_for_the_party(by):
    event = make_event(capacity=1)
    first = book(event)
    waiting = book(event, joins_waitlist=True)
    staff.save_places_for(waiting.pk, saves=True, now=NOW, by=by)
    cancel_places(first.pk, now=NOW, by=BOOKER)
    waitlist.decline_offer(waiting.pk, now=NOW, by=BOOKER)
    assert Booking.objects.get(pk=waiting.pk).saves_places is False
    assert book(event).state == BookingState.CONFIRMED


def test_a_booking_never_grows_beyond_what_a_ticket_allows():
    event = make_event(tickets=[{"max_per_booking": 1}, {}])
    single, other = event.ticket_types.all()
    booking = book(event, ticket=single)
    with pytest.raises(errors.WrongPartySize):
        changes.add_people(booking.pk, people=[PersonWish("Sample", single.pk)], now=NOW, by=BOOKER)
    changes.add_people(booking.pk, people=[PersonWish("Sample", other.pk)], now=NOW, by=BOOKER)
    second = booking.attendees.get(ticket_type=other)
    with pytest.raises(errors.WrongPartySize):
        changes.change_ticket_type(booking.pk, attendee_id=second.pk, ticket_type=single.pk, now=NOW, by=BOOKER)


def test_a_waiting_party_never_grows_beyond_what_can_be_offered():
    event = make_event(capacity=2)
    book(event, 1)
    waiting = book(event, 2, joins_waitlist=True)
    person = PersonWish("Sample", event.ticket_types.get().pk)
    with pytest.raises(errors.SoldOut):
        changes.add_people(waiting.pk, people=[person], now=NOW, by=BOOKER)


def test_reinstate_brings_back_who_was_there_and_nobody_else(by):
    event = make_event(capacity=5)
    booking = book(event, 3)
    gone = booking.attendees.first()
    cancel_places(booking.pk, attendee_ids=[gone.pk], now=NOW, by=BOOKER)
    cancel_places(booking.pk, now=NOW + HOUR, by=BOOKER)
    staff.reinstate(booking.pk, now=NOW + 2 * HOUR, by=by)
    assert gone not in Attendee.objects.on_lists()
    assert Attendee.objects.on_lists().count() == 2


def test_reinstate_refuses_a_hold_that_nobody_filled_in(by):
    event = make_event(capacity=1)
    held = holds.begin_hold(event_id=event.pk, size=1, form_token="held", now=NOW)
    deadlines.end_overdue(held.deadline_at)
    with pytest.raises(errors.TransitionRefused):
        staff.reinstate(held.pk, now=held.deadline_at, by=by)
