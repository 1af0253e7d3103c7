"""What a booking's own page says about money: its price, what was paid, and the ways to pay what is still due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.choices import BookingState
from events.models.bookings import Attendee, Booking
from events.models.payments import Payment
from events.payments.balance import Balance, balance
from events.payments.credit_places import credits_due
from events.payments.invoices import can_be_invoiced
from events.public.links import booking_path

PAYABLE = frozenset({BookingState.HELD, BookingState.CONFIRMED})


@dataclass(frozen=True)
class Money:
    """Addresses are "" where there is nothing to do; `credits` are still to be spent."""

    balance: Balance
    payments: Sequence[Payment]
    credits: int = 0
    invoice_url: str = ""
    ask_for_invoice_url: str = ""
    credits_url: str = ""


def money_of(booking: Booking, people: Sequence[Attendee]) -> Money | None:
    """None for a booking that never cost anything: most of them, and they take no query."""
    if not any(person.price or person.credits for person in people):
        return None
    stands = balance(booking)
    number = sum(credits_due(people).values()) if booking.event.host_id and booking.state in PAYABLE else 0
    has_invoice = booking.invoices.exists()
    may_ask = bool(stands.due) and not has_invoice and can_be_invoiced(booking.event)
    return Money(
        balance=stands,
        payments=list(booking.payments.received().order_by("paid_at", "pk")),
        credits=number,
        invoice_url=booking_path(booking.reference, "booking_invoice") if has_invoice else "",
        ask_for_invoice_url=booking_path(booking.reference, "booking_ask_for_invoice") if may_ask else "",
        credits_url=booking_path(booking.reference, "booking_credits") if number else "",
    )
