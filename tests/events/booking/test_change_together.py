"""Several changes pressed at once: all of them, or none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from events import errors
from events.booking.bookings import place_booking
from events.booking.change_together import Change, change_together
from events.booking.changes import Details, add_people
from events.booking.journal import By
from events.booking.party import Party, PersonWish
from events.choices import BookingState, MessageKind, PriceKind, SessionChoice
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db

BOOKER = By.booker()


def together(booking, changes, **options):
    return change_together(booking.pk, changes=changes, now=NOW, by=BOOKER, **options)


def sessions_of(booking):
    rows = booking.attendees.order_by("position").prefetch_related("chosen_sessions")
    return [sorted(row.session_id for row in person.chosen_sessions.all()) for person in rows]


@pytest.fixture
def two_sessions():
    event = make_event(session_choice=SessionChoice.ONE)
    return event, make_session(event, title="One", capacity=1), make_session(event, title="Two", capacity=1)


def test_names_and_answers_of_several_are_written_at_once():
    event = make_event()
    once = make_question(event, asked_of="booking")
    booking = book(event, 2)
    first, second = booking.attendees.all()
    together(
        booking,
        {first.pk: Change(Details(name="Ann Sample")), second.pk: Change(Details(name="Ben Sample"))},
        answers={once.pk: "by train"},
    )
    assert list(booking.attendees.values_list("name", flat=True)) == ["Ann Sample", "Ben Sample"]
    assert list(booking.answers.values_list("attendee", "value")) == [(None, "by train")]
    assert Message.objects.filter(kind=MessageKind.CHANGE).count() == 0
    assert list(AuditEntry.objects.filter(action="booking.changed").values_list("count", flat=True)) == [2]


def test_answers_of_the_booking_stay_unless_they_are_given():
    event = make_event()
    once = make_question(event, asked_of="booking")
    booking = book(event, answers={once.pk: "by bus"})
    together(booking, {booking.attendees.get().pk: Change(Details(name="Ann Sample"))})
    assert booking.answers.get().value == "by bus"


def test_two_people_exchange_full_sessions(two_sessions):
    event, one, two = two_sessions
    ticket = event.ticket_types.get().pk
    people = tuple(PersonWish(name=f"Sample {row}", ticket_type=ticket, sessions=(row.pk,)) for row in (one, two))
    party = Party(name="Sample", email="sample@example.org", people=people)
    booking = place_booking(event_id=event.pk, party=party, form_token="exchange", now=NOW)
    first, second = booking.attendees.order_by("position")
    together(
        booking,
        {
            first.pk: Change(Details(), sessions=(two.pk,)),
            second.pk: Change(Details(), sessions=(one.pk,)),
        },
    )
    assert sessions_of(booking) == [[two.pk], [one.pk]]
    assert Message.objects.filter(kind=MessageKind.CHANGE).count() == 1


def test_full_session_leaves_names_as_they_were_too(two_sessions):
    event, one, two = two_sessions
    mine, _ = book(event, sessions=(one.pk,)), book(event, sessions=(two.pk,))
    person = mine.attendees.get()
    with pytest.raises(errors.SoldOut) as refused:
        together(mine, {person.pk: Change(Details(name="New Name"), sessions=(two.pk,))})
    assert (refused.value.limit, sessions_of(mine)) == ("session", [[one.pk]])
    assert mine.attendees.get().name == person.name


def test_session_that_was_left_goes_to_the_queue_at_once(two_sessions):
    event, one, two = two_sessions
    mine = book(event, sessions=(one.pk,))
    waiting = book(event, sessions=(one.pk,), joins_waitlist=True)
    together(mine, {mine.attendees.get().pk: Change(Details(), sessions=(two.pk,))})
    assert Booking.objects.get(pk=waiting.pk).state == BookingState.OFFERED


def test_supporter_moves_with_whom_they_support(two_sessions):
    event, one, two = two_sessions
    type(one).objects.update(capacity=2)
    supporter = make_ticket_type(event, name="Supporter", is_supporter=True)
    people = (
        PersonWish(name="Ann", ticket_type=event.ticket_types.all()[0].pk, sessions=(one.pk,)),
        PersonWish(name="Ben", ticket_type=supporter.pk, sessions=(one.pk,), supports=0),
    )
    party = Party(name="Ann", email="ann@example.org", people=people)
    booking = place_booking(event_id=event.pk, party=party, form_token="pair", now=NOW)
    leader = booking.attendees.get(supports=None)
    together(booking, {leader.pk: Change(Details(), sessions=(two.pk,))})
    assert sessions_of(booking) == [[two.pk], [two.pk]]


def test_other_ticket_costs_what_it_costs_today():
    event = make_event()
    paid = make_ticket_type(event, name="Paid", price_kind=PriceKind.PAY_WHAT_YOU_CAN, minimum_price=Decimal(5))
    booking = book(event)
    person = booking.attendees.get()
    together(booking, {person.pk: Change(Details(), ticket_type=paid.pk, amount=Decimal(20))})
    person.refresh_from_db()
    assert (person.ticket_type, person.price) == (paid, Decimal(20))


def test_party_that_waits_changes_without_claiming(two_sessions):
    event, one, two = two_sessions
    book(event, sessions=(one.pk,)), book(event, sessions=(two.pk,))
    waiting = book(event, sessions=(one.pk,), joins_waitlist=True)
    together(waiting, {waiting.attendees.get().pk: Change(Details(), sessions=(two.pk,))})
    assert sessions_of(waiting) == [[two.pk]]
    assert Attendee.objects.claiming(NOW).count() == 2


def test_person_of_another_booking_changes_nothing():
    event = make_event()
    mine, other = book(event), book(event)
    stranger = other.attendees.get()
    with pytest.raises(errors.UnknownChoice):
        together(mine, {stranger.pk: Change(Details(name="Mine now"))})
    assert other.attendees.get().name == stranger.name


@pytest.mark.parametrize(
    "asked", [{"ticket_type": 999_999}, {"sessions": (999_999,)}, {"sessions": ()}, {"sessions": (1, 1)}]
)
def test_tickets_and_sessions_that_are_not_offered_are_refused(two_sessions, asked):
    event, one, _ = two_sessions
    booking = book(event, sessions=(one.pk,))
    with pytest.raises(errors.UnknownChoice):
        together(booking, {booking.attendees.get().pk: Change(Details(), **asked)})
    assert sessions_of(booking) == [[one.pk]]


def test_changes_end_at_the_deadline():
    booking = book(make_event(change_until_hours=48))
    change = {booking.attendees.get().pk: Change(Details(name="Too Late"))}
    with pytest.raises(errors.TooLateToChange):
        change_together(booking.pk, changes=change, now=STARTS_AT - dt.timedelta(hours=48), by=BOOKER)


def test_adding_twice_from_the_same_page_adds_once():
    event = make_event()
    booking = book(event)
    new = [PersonWish(name="Sample New", ticket_type=event.ticket_types.get().pk)]
    add_people(booking.pk, people=new, beside=1, now=NOW, by=BOOKER)
    with pytest.raises(errors.TransitionRefused):
        add_people(booking.pk, people=new, beside=1, now=NOW, by=BOOKER)
    assert booking.attendees.count() == 2
