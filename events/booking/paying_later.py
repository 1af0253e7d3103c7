"""Places of a party that pays later (by invoice, at the door) or has paid in time credits: confirmed without money."""

from __future__ import annotations

from events.booking import journal, waitlist
from events.booking.capacity import Gate, seats_of
from events.booking.journal import By
from events.booking.lifecycle import move
from events.choices import BookingState, DateState, MessageKind
from events.models.bookings import Booking

CONFIRMABLE = frozenset({BookingState.HELD, BookingState.EXPIRED})
"""States in which somebody may still say how they pay: their hold, or what is left of it if there is room."""


def confirm_unpaid(passed: Gate, booking: Booking, *, by: By) -> bool:
    """Confirm a booking that is held, under the gate of its event; one that is confirmed stays so.

    False when its places have gone to others, or the event is cancelled, meanwhile.
    """
    if booking.state == BookingState.CONFIRMED:
        return True
    if booking.state not in CONFIRMABLE or passed.event.date_state == DateState.CANCELLED:
        return False
    people = waitlist.coming(booking)
    seats = seats_of(people)
    if passed.seats_claimed(people).total < len(people):
        waitlist.serve(passed)
        if passed.places.shortfall(seats):
            return False
        passed.claim(people, seats=seats, until=passed.now)
    if not people:
        return False
    move(booking, BookingState.CONFIRMED, now=passed.now)
    passed.confirm(people)
    journal.record("booking.confirmed", booking=booking, by=by, now=passed.now, count=len(people))
    journal.announce(MessageKind.CONFIRMATION, booking=booking, now=passed.now)
    return True
