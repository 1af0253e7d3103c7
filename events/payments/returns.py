"""Writing down that money goes back. The rows are carried out by `refunds`, whatever happens in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from events import errors
from events.booking import journal
from events.booking.journal import By
from events.choices import RefundCause
from events.models.bookings import Booking
from events.models.payments import Payment, Refund
from events.payments.balance import NOTHING


def left_of(payment: Payment) -> Decimal:
    """What has come in with a payment and is not promised back yet."""
    back = Refund.objects.promised().filter(payment=payment).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return max(payment.amount - Decimal(back), NOTHING)


def owe_back(
    payment: Payment, amount: Decimal, *, cause: RefundCause, by: By, now: dt.datetime, forgiven: Decimal = NOTHING
) -> Refund:
    """A refund of part or all of one payment. `forgiven` is how much less the booking then costs.

    Called under the gate of the event. Raises RefundTooLarge beyond what is left of the payment.
    """
    if not NOTHING < amount <= left_of(payment):
        raise errors.RefundTooLarge
    refund = Refund.objects.create(
        payment=payment,
        booking=payment.booking,
        amount=amount,
        currency=payment.currency,
        cause=cause,
        reason=by.reason[:250],
        asked_by=by.user,
        forgiven=forgiven,
        created_at=now,
        due_at=now,
    )
    detail = {"amount": str(amount), "refund": refund.pk, "cause": str(cause)}
    journal.record("refund.promised", booking=payment.booking, by=by, now=now, detail=detail)
    return refund


def owe_back_of(
    booking: Booking,
    amount: Decimal,
    *,
    cause: RefundCause,
    by: By,
    now: dt.datetime,
    forgiven: Decimal = NOTHING,
) -> list[Refund]:
    """The same out of all that was paid for a booking: the newest payment first, as that is refunded most surely."""
    parts = list(_parts(booking, amount))
    if sum((part for _, part in parts), NOTHING) < amount:
        raise errors.RefundTooLarge
    made = []
    for payment, part in parts:
        lowers = min(forgiven, part)
        forgiven -= lowers
        made.append(owe_back(payment, part, cause=cause, by=by, now=now, forgiven=lowers))
    return made


def _parts(booking: Booking, amount: Decimal) -> Iterator[tuple[Payment, Decimal]]:
    for payment in Payment.objects.received().filter(booking=booking).order_by("-paid_at", "-pk"):
        part = min(left_of(payment), amount)
        if part > 0:
            yield payment, part
            amount -= part
