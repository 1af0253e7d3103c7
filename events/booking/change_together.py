"""Everything that one page changes on a booking at once: who people are, their tickets and sessions. All or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from events import errors
from events.booking import journal, waitlist
from events.booking.admission import require_choosable_sessions, require_not_too_many
from events.booking.capacity import Gate, Seats
from events.booking.changes import Details, changing, write_details
from events.booking.discounts import full_price, keep_discount
from events.booking.journal import By
from events.booking.party import PersonWish
from events.booking.pricing import price_of
from events.booking.sales_window import is_on_sale
from events.choices import FOREVER, BookingState, MessageKind
from events.models.bookings import Answer, Attendee, AttendeeSession, Booking
from events.models.events import TicketType


@dataclass(frozen=True)
class Change:
    """What is asked for one person. None leaves ticket and sessions as they are; `amount` is the price they choose."""

    details: Details
    ticket_type: int | None = None
    amount: Decimal | None = None
    sessions: tuple[int, ...] | None = None


@dataclass(frozen=True)
class _Move:
    """One person on the way to other places."""

    attendee: Attendee
    ticket_type: TicketType
    amount: Decimal | None
    sessions: tuple[int, ...]
    kept: frozenset[int]

    @property
    def is_needed(self) -> bool:
        return self.gets_other_ticket or set(self.sessions) != self.kept

    @property
    def gets_other_ticket(self) -> bool:
        if self.ticket_type.pk != self.attendee.ticket_type_id:
            return True
        price = price_of(self.ticket_type, chosen=self.amount).amount
        return self.amount is not None and price != full_price(self.attendee)

    @property
    def seats(self) -> Seats:
        return Seats({self.ticket_type.pk: 1}, dict.fromkeys(self.sessions, 1))


def change_together(
    booking_id: int,
    *,
    changes: Mapping[int, Change],
    now: dt.datetime,
    by: By,
    answers: Mapping[int, Any] | None = None,
) -> Booking:
    """Apply `changes` (attendee pk to change) and the `answers` given once for the booking (None leaves them).

    Those who move exchange places with each other too: what all of them give back counts before any is taken anew.
    Supporters move with whom they support. Raises SoldOut, UnknownChoice, TransitionRefused or TooLateToChange with
    nothing changed.
    """
    with changing(booking_id, now=now, by=by) as (passed, booking):
        people = {person.pk: person for person in _people(booking)}
        if not set(changes) <= set(people):
            raise errors.UnknownChoice
        for pk, change in changes.items():
            write_details(people[pk], change.details, booking=booking, now=now)
        if answers is not None:
            Answer.objects.filter(booking=booking, attendee=None).delete()
            Answer.objects.bulk_create(Answer(booking=booking, question_id=pk, value=v) for pk, v in answers.items())
        moves = [move for move in _moves(passed, people.values(), changes) if move.is_needed]
        journal.record("booking.changed", booking=booking, by=by, now=now, count=len(changes))
        if moves:
            moved = {move.attendee.pk: move.ticket_type.pk for move in moves}
            require_not_too_many(passed, [moved.get(pk, person.ticket_type_id) for pk, person in people.items()])
            _carry_out(passed, booking, moves, by=by)
    return booking


def _people(booking: Booking) -> Iterable[Attendee]:
    rows = booking.attendees.filter(cancelled_at=None).select_related("ticket_type")
    return rows.prefetch_related("chosen_sessions")


def _moves(passed: Gate, people: Iterable[Attendee], changes: Mapping[int, Change]) -> Iterable[_Move]:
    for person in people:
        leader = changes.get(person.supports_id or 0)
        own = changes.get(person.pk)
        if leader and leader.sessions is not None:
            own = replace(own or Change(Details()), sessions=leader.sessions)
        if own:
            yield _move(passed, person, own)


def _move(passed: Gate, person: Attendee, change: Change) -> _Move:
    ticket_type = person.ticket_type
    if change.ticket_type not in (None, ticket_type.pk):
        found = passed.places.ticket_types.get(change.ticket_type or 0)
        if found is None or not is_on_sale(found, now=passed.now) or found.is_supporter != ticket_type.is_supporter:
            raise errors.UnknownChoice
        ticket_type = found
    kept = frozenset(row.session_id for row in person.chosen_sessions.all())
    sessions = tuple(kept) if change.sessions is None else change.sessions
    if change.sessions is not None:
        wish = PersonWish(name=person.name, ticket_type=ticket_type.pk, sessions=sessions)
        require_choosable_sessions(passed, wish, kept=kept)
    return _Move(person, ticket_type, change.amount, sessions, kept)


def _carry_out(passed: Gate, booking: Booking, moves: list[_Move], *, by: By) -> None:
    claims = booking.state != BookingState.WAITING
    if claims:
        waitlist.serve(passed)
        passed.places.give_back(passed.seats_claimed([move.attendee for move in moves]))
    for move in moves:
        if claims:
            passed.claim([move.attendee], seats=move.seats, until=move.attendee.claimed_until or FOREVER)
        _rewrite(move, now=passed.now)
    journal.record("attendee.moved", booking=booking, by=by, now=passed.now, count=len(moves))
    names = [move.attendee.name for move in moves]
    journal.announce(MessageKind.CHANGE, booking=booking, now=passed.now, context={"names": names})
    if claims:
        waitlist.serve(passed)


def _rewrite(move: _Move, *, now: dt.datetime) -> None:
    person = move.attendee
    AttendeeSession.objects.filter(attendee=person).exclude(session__in=move.sessions).delete()
    new = [AttendeeSession(attendee=person, session_id=pk) for pk in move.sessions if pk not in move.kept]
    AttendeeSession.objects.bulk_create(new)
    if move.gets_other_ticket:
        price = price_of(move.ticket_type, chosen=move.amount, now=now)
        person.ticket_type, person.price, person.credits = move.ticket_type, price.amount, price.credits
        person.vat_rate = price.vat_rate
        keep_discount(person)
        person.save(update_fields=["ticket_type", "price", "credits", "vat_rate", "discount_code", "discount"])
