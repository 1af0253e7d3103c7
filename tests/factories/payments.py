"""Money that has come in and gone back, as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from events.choices import DiscountKind, PaymentMethod, PaymentState, RefundCause, RefundState
from events.models.bookings import Booking
from events.models.events import Event
from events.models.payments import DiscountCode, Payment, Refund
from tests.factories.events import NOW


def make_payment(booking: Booking, amount: str = "75", **facts: Any) -> Payment:
    """Money that has come in by card, unless `state` and `method` say otherwise."""
    values: dict[str, Any] = {"method": PaymentMethod.CARD, "state": PaymentState.PAID, "created_at": NOW}
    values |= {"paid_at": NOW} if facts.get("state", PaymentState.PAID) == PaymentState.PAID else {}
    return Payment.objects.create(booking=booking, amount=Decimal(amount), **{**values, **facts})


def make_refund(payment: Payment, amount: str = "75", **facts: Any) -> Refund:
    """Money that has gone back, unless `state` says otherwise."""
    values: dict[str, Any] = {"state": RefundState.DONE, "cause": RefundCause.STAFF, "created_at": NOW, "due_at": NOW}
    values |= {"done_at": NOW} if facts.get("state", RefundState.DONE) == RefundState.DONE else {}
    return Refund.objects.create(
        payment=payment, booking=payment.booking, amount=Decimal(amount), **{**values, **facts}
    )


def make_code(event: Event, /, code: str = "FRIENDS", amount: str = "10", **facts: Any) -> DiscountCode:
    """A code of the event's host for this event: an amount off, unless `kind` says otherwise."""
    values: dict[str, Any] = {"name": "Friends", "kind": DiscountKind.AMOUNT, "event": event}
    values |= {"organisation": event.host} if event.host else {}
    return DiscountCode.objects.create(code=code, amount=Decimal(amount), **{**values, **facts})
