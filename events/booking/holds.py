"""Places kept while somebody fills in the form: begun by a press, ended by the clock; answers are never lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F

from events import errors
from events.booking import journal, waitlist
from events.booking.admission import require_code
from events.booking.capacity import Gate, PublicPlaces, Seats, gate, seats_of
from events.booking.discounts import is_left
from events.booking.journal import By
from events.booking.lifecycle import is_unfinished
from events.booking.paying import require_no_open_page
from events.booking.pricing import price_of
from events.booking.sales_window import is_on_sale, on_sale, require_open
from events.choices import BookingState
from events.models.bookings import Attendee, Booking, HeldForm
from events.models.codes import digest
from events.models.events import Event, TicketType

PLENTY = 20
"""Free places above which a free event needs no hold."""

MORE_TIMES = 20
"""How often more time is given; accessibility asks for ten (WCAG 2.2.1)."""

PARTIES_PER_VISITOR = 2
"""A visitor holds at most this many parties of the largest size at one event, so that nobody can empty it."""

KEEP_ANSWERS = dt.timedelta(hours=24)


def needs_hold(places: PublicPlaces, ticket_types: list[TicketType], *, now: dt.datetime) -> bool:
    """Whether opening the form should keep a place: where places are scarce, or where something is to pay."""
    if places.left == 0:
        return False
    priced = any(price_of(row).amount for row in on_sale(ticket_types, now=now))
    return priced or (places.left is not None and places.left <= PLENTY)


def begin_hold(
    *, event_id: int, size: int, form_token: str, now: dt.datetime, visitor: str = "", code: str = ""
) -> Booking:
    """Keep `size` places for the form with this token. Repeats return the same hold.

    `visitor` stands for one visitor (a hash, never an address) and is capped; "" is not. Raises SoldOut, HoldLimit,
    WrongCode, WrongPartySize, or what the sales window says.
    """
    with gate(event_id, now=now) as passed:
        if earlier := Booking.objects.filter(form_token_hash=digest(form_token)).first():
            return earlier
        require_open(passed.event, now=now)
        require_code(passed.event, code)
        _require_size(passed.event, size)
        waitlist.serve(passed)
        _require_modest(passed, visitor, size)
        refusal, ticket_type = _ticket_with_room(passed, size)
        if refusal is None and ticket_type is not None:
            return _hold(passed, ticket_type, size=size, token_hash=digest(form_token), visitor=visitor)
    raise refusal or errors.UnknownChoice


def _require_size(event: Event, size: int) -> None:
    if not 1 <= size <= event.max_per_booking:
        raise errors.WrongPartySize(least=event.min_per_booking, most=event.max_per_booking)


def _require_modest(passed: Gate, visitor: str, size: int) -> None:
    if not visitor:
        return
    held = Attendee.objects.claiming(passed.now).filter(
        event=passed.event, booking__state=BookingState.HELD, booking__visitor_hash=visitor
    )
    if held.count() + size > PARTIES_PER_VISITOR * passed.event.max_per_booking:
        raise errors.HoldLimit


def _ticket_with_room(passed: Gate, size: int) -> tuple[errors.SoldOut | None, TicketType | None]:
    """The first ticket type with room: which one people want they say on the form."""
    refusal, found = None, None
    for row in passed.places.ticket_types.values():
        if row.is_supporter or not is_on_sale(row, now=passed.now):
            continue
        found = row
        refusal = passed.places.shortfall(Seats({row.pk: size}))
        if refusal is None:
            break
    return refusal, found


def _hold(passed: Gate, ticket_type: TicketType, *, size: int, token_hash: str, visitor: str) -> Booking:
    ends_at = passed.now + dt.timedelta(minutes=passed.event.hold_minutes)
    booking = Booking(
        event=passed.event,
        state=BookingState.HELD,
        form_token_hash=token_hash,
        visitor_hash=visitor,
        created_at=passed.now,
        deadline_at=ends_at,
    )
    people = _nameless(booking, ticket_type, size)
    passed.claim(people, seats=Seats({ticket_type.pk: size}), until=ends_at)
    booking.save(force_insert=True)
    for person in people:
        person.booking = booking
    Attendee.objects.bulk_create(people)
    journal.record("booking.held", booking=booking, by=By.booker(), now=passed.now, count=size)
    return booking


def _nameless(booking: Booking, ticket_type: TicketType, size: int) -> list[Attendee]:
    event = booking.event
    return [Attendee(booking=booking, event=event, ticket_type=ticket_type, position=n) for n in range(size)]


def resize_hold(booking_id: int, *, size: int, now: dt.datetime) -> Booking:
    """Hold more or fewer places for a form on which people were added or removed. Raises SoldOut, HoldExpired."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = _running(booking_id, now=now)
        _require_size(passed.event, size)
        people = waitlist.coming(booking)
        if size < len(people):
            _let_go(passed, people[size:])
        elif size > len(people):
            _hold_more(passed, booking, people, size=size)
    return booking


def _running(booking_id: int, *, now: dt.datetime) -> Booking:
    booking = Booking.objects.select_related("event").get(pk=booking_id)
    if booking.state != BookingState.HELD or booking.deadline_at is None or booking.deadline_at <= now:
        raise errors.HoldExpired
    require_no_open_page(booking)
    return booking


def _let_go(passed: Gate, people: list[Attendee]) -> None:
    passed.release(people)
    Attendee.objects.filter(pk__in=[person.pk for person in people]).delete()
    waitlist.serve(passed)


def _hold_more(passed: Gate, booking: Booking, people: list[Attendee], *, size: int) -> None:
    waitlist.serve(passed)
    _require_modest(passed, booking.visitor_hash, size - len(people))
    ticket_type = people[0].ticket_type
    more = _nameless(booking, ticket_type, size - len(people))
    passed.claim(more, seats=Seats({ticket_type.pk: len(more)}), until=people[0].claimed_until or passed.now)
    Attendee.objects.bulk_create(more)


def give_more_time(booking_id: int, *, now: dt.datetime, size: int | None = None) -> Booking:
    """Keep the places for another `hold_minutes`. A hold that has ended is begun anew if its places are still free;
    then for `size` people, where the form has more or fewer of them by now.

    Raises SoldOut when some have gone in the meantime, DiscountUsedUp when others used their code, WrongPartySize, and
    HoldLimit after twenty times.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        if not is_unfinished(booking):
            raise errors.TransitionRefused
        require_no_open_page(booking)
        if booking.extensions >= MORE_TIMES:
            raise errors.HoldLimit
        require_open(passed.event, now=now)
        waitlist.serve(passed)
        people = waitlist.coming(booking)
        if booking.deadline_at is None or booking.deadline_at <= now:
            _require_modest(passed, booking.visitor_hash, len(people))  # it is begun anew, and counts anew
            if not is_left(booking, now=now):
                raise errors.DiscountUsedUp
        passed.places.give_back(passed.seats_claimed(people))
        if size is not None and not passed.seats_claimed(people).total:
            people = _of_size(passed, booking, people, size)
        seats = seats_of(people)
        passed.claim(people, seats=seats, until=_later(booking, now=now))
        Booking.objects.filter(pk=booking.pk).update(
            state=BookingState.HELD, deadline_at=people[0].claimed_until, ended_at=None, extensions=F("extensions") + 1
        )
        booking.refresh_from_db()
    return booking


def _of_size(passed: Gate, booking: Booking, people: list[Attendee], size: int) -> list[Attendee]:
    """The people of a hold that has ended, who claim nothing, as many as its form has now."""
    _require_size(passed.event, size)
    Attendee.objects.filter(pk__in=[person.pk for person in people[size:]]).delete()
    more = _nameless(booking, people[0].ticket_type, size)[len(people) :]
    return [*people[:size], *Attendee.objects.bulk_create(more)]


def _later(booking: Booking, *, now: dt.datetime) -> dt.datetime:
    begin = max(now, booking.deadline_at or now)
    return begin + dt.timedelta(minutes=booking.event.hold_minutes)


def drop_hold(booking_id: int, *, now: dt.datetime) -> Booking:
    """Let go of held places at once. Letting go twice changes nothing."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        if booking.state == BookingState.HELD:
            require_no_open_page(booking)
            passed.release(waitlist.coming(booking), cancelled=False)
            booking.state, booking.ended_at, booking.deadline_at = BookingState.EXPIRED, now, None
            booking.save(update_fields=["state", "ended_at", "deadline_at"])
            waitlist.serve(passed)
    return booking


def keep_answers(booking: Booking, *, fields: dict[str, Any], now: dt.datetime) -> None:
    """Remember what was typed so far for 24 hours, so that a time limit never empties a form."""
    HeldForm.objects.update_or_create(booking=booking, defaults={"fields": fields, "kept_until": now + KEEP_ANSWERS})


def kept_answers(booking: Booking, *, now: dt.datetime) -> dict[str, Any]:
    kept = HeldForm.objects.filter(booking=booking, kept_until__gt=now).first()
    return dict(kept.fields) if kept else {}


def forget_answers(now: dt.datetime) -> int:
    """Delete what was typed into forms that were not sent within 24 hours, and the traces of visitors with it."""
    Booking.objects.filter(created_at__lte=now - KEEP_ANSWERS).exclude(visitor_hash="").update(visitor_hash="")
    return HeldForm.objects.filter(kept_until__lte=now).delete()[0]
