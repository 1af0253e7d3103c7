"""Money that has come in and gone back, as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from events.choices import BalanceKind, DiscountKind, PaymentMethod, PaymentState, RefundCause, RefundState
from events.models.bookings import Booking
from events.models.events import Event
from events.models.payments import DiscountCode, Payment, Refund
from events.models.payouts import BalanceLine, Payout
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


def make_payout(amount: str = "73.68", **facts: Any) -> Payout:
    """Money on its way to the bank, whose lines have been read."""
    values: dict[str, Any] = {"made_at": NOW, "read_at": NOW, "arrives_on": NOW.date(), "is_automatic": True}
    values |= {"stripe_id": f"po_{Payout.objects.count()}", "currency": "GBP", "state": "paid"}
    return Payout.objects.create(amount=Decimal(amount), **{**values, **facts})


def make_line(payout: Payout, gross: str = "75", fee: str = "1.32", **facts: Any) -> BalanceLine:
    """A line of a payout, of the `payment` or `refund` that is given; else from elsewhere."""
    kind = BalanceKind.REFUND if facts.get("refund") else BalanceKind.CHARGE
    values: dict[str, Any] = {"stripe_id": f"txn_{BalanceLine.objects.count()}", "kind": kind, "at": NOW}
    return BalanceLine.objects.create(payout=payout, gross=Decimal(gross), fee=Decimal(fee), **{**values, **facts})


def make_code(event: Event, /, code: str = "FRIENDS", amount: str = "10", **facts: Any) -> DiscountCode:
    """A code of the event's host for this event: an amount off, unless `kind` says otherwise."""
    values: dict[str, Any] = {"name": "Friends", "kind": DiscountKind.AMOUNT, "event": event}
    values |= {"organisation": event.host} if event.host else {}
    return DiscountCode.objects.create(code=code, amount=Decimal(amount), **{**values, **facts})
