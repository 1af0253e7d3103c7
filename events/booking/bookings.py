"""Placing and cancelling bookings: what a pressed button turns into, once, however often it is pressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q

from events import errors
from events.booking import journal, waitlist
from events.booking.admission import require_admissible, require_code
from events.booking.attendees import build_attendees, save_attendees
from events.booking.capacity import Gate, gate
from events.booking.discounts import apply_discount
from events.booking.journal import By
from events.booking.lifecycle import is_unfinished, move, require_transition
from events.booking.links import derived_token, has_link, keep_link
from events.booking.party import Party
from events.booking.paying import pays_first, require_no_open_page
from events.booking.refund_policy import RefundPolicy
from events.choices import (
    CLAIMING,
    FOREVER,
    LIVE,
    BookingState,
    MessageKind,
)
from events.models.bookings import Attendee, Booking, HeldForm, email_key
from events.models.codes import digest
from events.models.events import Event

RESULT_MESSAGES = {
    BookingState.CONFIRMED: MessageKind.CONFIRMATION,
    BookingState.REQUESTED: MessageKind.REQUESTED,
    BookingState.WAITING: MessageKind.WAITLIST_JOINED,
}


def place_booking(*, event_id: int, party: Party, form_token: str, now: dt.datetime, by: By | None = None) -> Booking:
    """Book a party, or put it on the waitlist when it wants that and there is no room.

    `form_token` is the secret of the form that was filled in: the same token always returns the same booking, and
    finishes the hold that was begun with it. Raises a BookingError, with no place lost, when the party cannot be
    booked: SoldOut names the limit that was hit.
    """
    by = by or By.booker()
    with gate(event_id, now=now) as passed:
        held, has_other = _earlier_bookings(passed.event, party, digest(form_token))
        if held and not is_unfinished(held):
            return held
        require_code(passed.event, party.code)  # first, so that nobody without the code learns who has booked
        if has_other and party.email and not party.knows_other:
            raise errors.AlreadyBooked
        require_admissible(passed, party)
        waitlist.serve(passed)
        if held:
            passed.places.give_back(passed.seats_claimed(waitlist.coming(held)))  # they count for it, not against it
        refusal = passed.places.shortfall(party.seats)
        if refusal is None:
            state = BookingState.REQUESTED if passed.event.needs_approval else BookingState.CONFIRMED
            return _write(passed, party, state=state, form_token=form_token, by=by, held=held)
        if party.joins_waitlist and passed.event.waitlist and passed.places.could_ever_fit(party.seats):
            booking = _write(passed, party, state=BookingState.WAITING, form_token=form_token, by=by, held=held)
            if held:
                passed.has_queue = True
                waitlist.serve(passed)
            return booking
    # Raised after the commit, so that offers just made to the queue stand.
    raise refusal


def _earlier_bookings(event: Event, party: Party, token_hash: str) -> tuple[Booking | None, bool]:
    """The booking that this form made before, and whether the same person has another live one. One query."""
    same_person = Q(event=event, email_key=email_key(party.email), state__in=LIVE)
    rows = Booking.objects.filter(Q(form_token_hash=token_hash) | same_person).select_related("event")
    found = {row.form_token_hash == token_hash: row for row in rows}
    return found.get(True), False in found


def _write(
    passed: Gate, party: Party, *, state: BookingState, form_token: str, by: By, held: Booking | None
) -> Booking:
    """Claim, booking, people, messages and audit entry: they commit together or not at all."""
    now = passed.now
    booking = held or Booking(event=passed.event, form_token_hash=digest(form_token), created_at=now)
    if held:
        require_no_open_page(held)
        if state != held.state:
            require_transition(held, state)
        held.attendees.all().delete()  # nameless; the people of the form take their places
    _fill_in(booking, party)
    attendees = build_attendees(passed.places, booking=booking, party=party, now=now)
    apply_discount(attendees, event=passed.event, typed=party.discount, email=party.email, now=now)
    if state == BookingState.CONFIRMED and pays_first(passed.event, party.pay_by, attendees):
        state = BookingState.HELD
    elif held:
        HeldForm.objects.filter(booking=held).delete()
    booking.state = state
    booking.confirmed_at = now if state == BookingState.CONFIRMED else None
    booking.joined_at = now if state == BookingState.WAITING else None
    booking.deadline_at = _decided_by(passed.event, state, now=now)
    booking.ended_at, booking.extensions = None, 0
    if state in CLAIMING:
        passed.claim(attendees, seats=party.seats, until=booking.deadline_at or FOREVER)
    booking.save()
    save_attendees(attendees, booking=booking, party=party, now=now)
    if not (held and has_link(derived_token(form_token))):
        keep_link(derived_token(form_token), booking=booking, now=now)
    journal.record(f"booking.{state}", booking=booking, by=by, now=now, count=len(attendees))
    if state in RESULT_MESSAGES:  # who must pay first hears of it once they have
        journal.announce(RESULT_MESSAGES[state], booking=booking, now=now)
    return booking


def _decided_by(event: Event, state: BookingState, *, now: dt.datetime) -> dt.datetime | None:
    if state == BookingState.REQUESTED:
        return now + dt.timedelta(hours=event.approval_hours)
    return now + dt.timedelta(minutes=event.hold_minutes) if state == BookingState.HELD else None


def _fill_in(booking: Booking, party: Party) -> None:
    booking.name, booking.email, booking.phone = party.name, party.email, party.phone
    booking.organisation, booking.language = party.organisation, party.language
    booking.wants_news = party.wants_news
    booking.pay_by = party.pay_by or ""
    booking.refund_policy = RefundPolicy.of(booking.event).kept()


Money = Callable[[Gate, Booking, list[Attendee]], dict[str, Any]]
"""What becomes of the money of people who go, written in the same transaction; returns what their mail says of it."""


def cancel_places(
    booking_id: int,
    *,
    attendee_ids: Sequence[int] | None = None,
    now: dt.datetime,
    by: By,
    money: Money | None = None,
) -> Booking:
    """Cancel some people of a booking, or all of them (None). Supporters go with the person they support.

    Cancelling what is cancelled already changes nothing. The freed places are offered to the queue at once. Raises
    UnknownChoice for people of another booking, PaymentOpen while Stripe may still take money for it and, for the
    booker, TooLateToChange after the event's deadline. Where money may be there, `payments.refunds` calls this.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        people = waitlist.coming(booking)
        going = who_goes(booking, people, attendee_ids)
        if not going or booking.state not in LIVE:
            return booking
        if by.actor == by.booker().actor:
            require_changeable(passed.event, now=now)
        require_no_open_page(booking)
        passed.release(going)
        if len(going) == len(people):
            move(booking, BookingState.CANCELLED, now=now)
        journal.record("booking.cancelled", booking=booking, by=by, now=now, count=len(going))
        said = money(passed, booking, going) if money else {}
        names = [person.name for person in going]
        journal.announce(MessageKind.CANCELLATION, booking=booking, now=now, context={"names": names, **said})
        waitlist.serve(passed)
    return booking


def who_goes(booking: Booking, people: list[Attendee], attendee_ids: Sequence[int] | None) -> list[Attendee]:
    """Of those who come, the ones asked for and their supporters. Raises UnknownChoice for people of others."""
    if attendee_ids is None:
        return people
    chosen = set(attendee_ids)
    if not chosen <= set(booking.attendees.values_list("pk", flat=True)):
        raise errors.UnknownChoice
    return [person for person in people if person.pk in chosen or person.supports_id in chosen]


def require_changeable(event: Event, *, now: dt.datetime) -> None:
    """Raises TooLateToChange once booker's own changes are no longer possible."""
    if event.starts_at and now >= event.starts_at - dt.timedelta(hours=event.change_until_hours):
        raise errors.TooLateToChange
