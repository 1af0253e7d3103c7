"""Every path that frees a place serves the queue in the same transaction, and gives it to nobody else."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events.booking import approvals, changes, deadlines, event_changes, holds, staff, waitlist
from events.booking.bookings import cancel_places, place_booking
from events.booking.journal import By
from events.booking.party import Party, PersonWish
from events.choices import BookingState, SessionChoice
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)
BOOKER = By.booker()


def by_staff():
    return By.staff(User.objects.get_or_create(username="organiser")[0], "a good reason")


def one_place(**facts):
    return make_event(capacity=1, **facts)


def cancel_by_booker():
    event = one_place()
    booking = book(event)
    return event, lambda: cancel_places(booking.pk, now=LATER, by=BOOKER)


def cancel_by_staff():
    event = one_place()
    booking = book(event)
    return event, lambda: cancel_places(booking.pk, now=LATER, by=by_staff())


def cancel_one_of_two():
    event = make_event(capacity=2)
    booking = book(event, 2)
    one = booking.attendees.first()
    return event, lambda: cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=BOOKER)


def cancel_a_supported_person():
    event = make_event(capacity=2, tickets=[{}, {"is_supporter": True}])
    place, supporter = event.ticket_types.all()
    people = (
        PersonWish(name="Sample One", ticket_type=place.pk),
        PersonWish(name="Sample Two", ticket_type=supporter.pk, supports=0),
    )
    party = Party(name="Sample One", email="one@example.org", people=people)
    booking = place_booking(event_id=event.pk, party=party, form_token="supported", now=NOW)
    one = booking.attendees.first()
    return event, lambda: cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=BOOKER)


def hold_dropped():
    event = one_place()
    held = holds.begin_hold(event_id=event.pk, size=1, form_token="held", now=NOW)
    return event, lambda: holds.drop_hold(held.pk, now=NOW)


def hold_made_smaller():
    event = make_event(capacity=2)
    held = holds.begin_hold(event_id=event.pk, size=2, form_token="held", now=NOW)
    return event, lambda: holds.resize_hold(held.pk, size=1, now=NOW)


def hold_ended():
    event = one_place()
    held = holds.begin_hold(event_id=event.pk, size=1, form_token="held", now=NOW)
    return event, lambda: deadlines.end_overdue(held.deadline_at)


def hold_ended_seen_by_a_stranger():
    event = one_place()
    held = holds.begin_hold(event_id=event.pk, size=1, form_token="held", now=NOW)

    def stranger_joins():
        book(event, joins_waitlist=True, now=held.deadline_at)

    return event, stranger_joins


def hold_turned_into_waiting():
    event = make_event(capacity=2)
    book(event)
    holds.begin_hold(event_id=event.pk, size=1, form_token="held", now=NOW)
    party = make_party(event, 2, joins_waitlist=True)
    return event, lambda: place_booking(event_id=event.pk, party=party, form_token="held", now=NOW)


def _offered(event):
    booking = book(event)
    offered = book(event, joins_waitlist=True)
    cancel_places(booking.pk, now=NOW, by=BOOKER)
    offered.refresh_from_db()
    assert offered.state == BookingState.OFFERED
    return offered


def offer_declined():
    event = one_place()
    offered = _offered(event)
    return event, lambda: waitlist.decline_offer(offered.pk, now=LATER, by=BOOKER)


def offer_lapsed():
    event = one_place()
    offered = _offered(event)
    return event, lambda: deadlines.end_overdue(offered.deadline_at)


def offer_revoked():
    event = one_place()
    offered = _offered(event)
    return event, lambda: staff.revoke_offer(offered.pk, now=LATER, by=by_staff())


def offer_cancelled_by_the_party():
    event = one_place()
    offered = _offered(event)
    return event, lambda: cancel_places(offered.pk, now=LATER, by=BOOKER)


def approval_refused():
    event = one_place(needs_approval=True)
    asked = book(event)
    return event, lambda: approvals.reject(asked.pk, now=LATER, by=by_staff())


def approval_ran_out():
    event = one_place(needs_approval=True)
    asked = book(event)
    return event, lambda: deadlines.end_overdue(asked.deadline_at)


def capacity_raised():
    event = one_place()
    book(event)

    def raise_it():
        before = Event.objects.get(pk=event.pk)
        Event.objects.filter(pk=event.pk).update(capacity=2)
        event_changes.after_projection(Event.objects.get(pk=event.pk), before=before, now=LATER)

    return event, raise_it


def ticket_changed():
    event = make_event(capacity=10, tickets=[{"capacity": 1}, {"capacity": 5}])
    _, other = event.ticket_types.all()
    person = book(event).attendees.get()
    return event, lambda: changes.change_ticket_type(
        person.booking_id, attendee_id=person.pk, ticket_type=other.pk, now=LATER, by=BOOKER
    )


def party_stops_saving_places():
    event = make_event(capacity=2)
    booking = book(event, 2)
    large = book(event, 2, joins_waitlist=True)
    staff.save_places_for(large.pk, saves=True, now=NOW, by=by_staff())
    one = booking.attendees.first()

    def free_and_stop():
        cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=BOOKER)
        assert Booking.objects.filter(state=BookingState.OFFERED).count() == 0
        staff.save_places_for(large.pk, saves=False, now=LATER, by=by_staff())

    return event, free_and_stop


PATHS = [
    cancel_by_booker,
    cancel_by_staff,
    cancel_one_of_two,
    cancel_a_supported_person,
    hold_dropped,
    hold_made_smaller,
    hold_ended,
    hold_ended_seen_by_a_stranger,
    hold_turned_into_waiting,
    offer_declined,
    offer_lapsed,
    offer_revoked,
    offer_cancelled_by_the_party,
    approval_refused,
    approval_ran_out,
    capacity_raised,
    ticket_changed,
    party_stops_saving_places,
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_freeing_a_place_serves_the_queue(path):
    event, free = path()
    waiting = book(event, joins_waitlist=True, now=NOW)
    assert waiting.state == BookingState.WAITING
    free()
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert waiting.attendees.get().claimed_until == waiting.deadline_at
    assert waiting.messages.filter(kind="offer").count() == 1


def test_leaving_a_session_offers_it_on():
    event = make_event(capacity=10, session_choice=SessionChoice.ONE)
    full, other = make_session(event, capacity=1), make_session(event, hours=2, capacity=5)
    person = book(event, sessions=(full.pk,)).attendees.get()
    waiting = book(event, sessions=(full.pk,), joins_waitlist=True)
    changes.change_sessions(person.booking_id, attendee_id=person.pk, sessions=[other.pk], now=LATER, by=BOOKER)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert list(person.sessions.all()) == [other]
    assert Attendee.objects.claiming(LATER).count() == 2
