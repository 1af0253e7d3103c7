"""How a booking passes from one state to the next; anything that the table in `choices` does not list is refused."""

from __future__ import annotations

import datetime as dt

from events import errors
from events.choices import ENDED, TRANSITIONS, BookingState, PayBy
from events.models.bookings import Booking

PAID_AT_ONCE = frozenset({PayBy.CARD, PayBy.CREDITS})
"""Ways in which a party pays before the places are theirs."""


def is_unfinished(booking: Booking) -> bool:
    """Whether its form may still be sent: a hold, or one that the clock has ended, also while or before it was paid. A
    request or an offer that came to an end was sent by somebody, and is the form's result."""
    state = BookingState(booking.state)
    if state != BookingState.EXPIRED:
        return state == BookingState.HELD
    return not (booking.email or booking.name) or was_not_paid(booking)


def was_not_paid(booking: Booking) -> bool:
    """Whether an ended booking was a party that should have paid first: it never waited and asked for no approval."""
    is_direct = booking.joined_at is None and booking.offered_at is None and not booking.event.needs_approval
    return booking.pay_by in PAID_AT_ONCE and booking.confirmed_at is None and is_direct


def require_transition(booking: Booking, to: BookingState) -> None:
    """Raises TransitionRefused unless the booking may pass to `to` from where it stands."""
    if to not in TRANSITIONS[BookingState(booking.state)]:
        raise errors.TransitionRefused


def move(booking: Booking, to: BookingState, *, now: dt.datetime, deadline_at: dt.datetime | None = None) -> None:
    """Pass a saved booking to a state and save it. Places are the gate's business, not this function's."""
    require_transition(booking, to)
    booking.state = to
    booking.deadline_at = deadline_at
    booking.ended_at = now if to in ENDED else None
    if to == BookingState.CONFIRMED:
        booking.confirmed_at = now
    booking.save(
        update_fields=[
            "state",
            "deadline_at",
            "ended_at",
            "confirmed_at",
            "joined_at",
            "priority",
            "offered_at",
            "extensions",
            "saves_places",
        ]
    )
