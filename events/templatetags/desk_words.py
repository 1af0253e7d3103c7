"""Short words about bookings for the back office's templates."""

from __future__ import annotations

from django import template

from events.choices import BookingState
from events.models.bookings import Booking
from events.payments.received import reference_text

register = template.Library()
register.filter(reference_text)

TONES = {
    BookingState.CONFIRMED: "good",
    BookingState.HELD: "wait",
    BookingState.OFFERED: "wait",
    BookingState.REQUESTED: "wait",
    BookingState.WAITING: "wait",
}


@register.filter
def tone(state: str) -> str:
    """Name the class of a state's tag; all that has ended looks alike."""
    return TONES.get(BookingState(state), "ended")


@register.filter
def tickets(booking: Booking) -> str:
    """Write each ticket type once, of people who are on the booking, or were when it ended.

    Prefetch `attendees__ticket_type`.
    """
    people = list(booking.attendees.all())
    there = [person for person in people if person.cancelled_at is None] or people
    return ", ".join(dict.fromkeys(str(person.ticket_type) for person in there))
