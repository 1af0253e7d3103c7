"""Money that people write down: taken at the door, or come in by bank transfer. Each sum once, however often sent.

No more than is due can be written down: what is given beyond that is change, or a mistake that nobody would find.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking import journal
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.paying import confirm, require_payable
from events.choices import BookingState, PayBy, PaymentMethod, PaymentState
from events.models.bookings import Booking
from events.models.payments import Payment
from events.payments.balance import NOTHING, balance
from events.payments.credit_places import require_credits_spent
from home.money import money_text

PENNY = Decimal("0.01")


class DoorMethod(models.TextChoices):
    CASH = "cash", _("Cash")
    MACHINE = "machine", _("Card machine")
    OTHER = "other", _("Another way")


def take_at_door(
    booking_id: int,
    *,
    amount: Decimal,
    method: DoorMethod,
    client_id: uuid.UUID,
    now: dt.datetime,
    by: By,
    device: str = "",
) -> Payment:
    """Write down money taken at the door in cash, by card machine or another way.

    `client_id` is chosen by the device or the form: sending it again returns the same payment. Raises WrongAmount for
    nothing or less, and for more than is due; TransitionRefused for a booking that is not confirmed.
    """
    with override("en"):  # whoever reads it later may read another language; see `reference_text`
        reference = f"{method.label} · {device}" if device else str(method.label)
    return _receive(
        booking_id,
        amount=amount,
        method=PaymentMethod.DOOR,
        reference=reference[:120],
        key=client_id,
        paid_at=now,
        now=now,
        by=by,
    )


def reference_text(payment: Payment) -> str:
    """The reference of a payment, for people: the way in which money was taken at the door in the active language."""
    way, dot, device = payment.reference.partition(" · ")
    is_way = payment.method == PaymentMethod.DOOR and way
    return f"{gettext(way)}{dot}{device}" if is_way else payment.reference


def receive_transfer(
    booking_id: int,
    *,
    amount: Decimal,
    reference: str,
    key: uuid.UUID,
    paid_at: dt.datetime,
    now: dt.datetime,
    by: By,
    method: PaymentMethod = PaymentMethod.TRANSFER,
) -> Payment:
    """Write down a bank transfer, or part of one, with the reference that the bank gave. Raises as `take_at_door`."""
    return _receive(
        booking_id, amount=amount, method=method, reference=reference[:120], key=key, paid_at=paid_at, now=now, by=by
    )


def _receive(
    booking_id: int,
    *,
    amount: Decimal,
    method: PaymentMethod,
    reference: str,
    key: uuid.UUID,
    paid_at: dt.datetime,
    now: dt.datetime,
    by: By,
) -> Payment:
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now):
        if earlier := Payment.objects.filter(key=key).first():
            return earlier
        booking = Booking.objects.get(pk=booking_id)
        if booking.state != BookingState.CONFIRMED:
            raise errors.TransitionRefused
        due = balance(booking).due
        if not amount.is_finite() or amount != amount.quantize(PENNY) or not NOTHING < amount <= due:
            raise errors.WrongAmount(due=money_text(due, booking.currency))
        payment = Payment.objects.create(
            booking=booking,
            method=method,
            state=PaymentState.PAID,
            amount=amount,
            currency=booking.currency,
            created_at=now,
            paid_at=paid_at,
            key=key,
            reference=reference,
            recorded_by=by.user,
        )
        journal.record(
            "payment.received", booking=booking, by=by, now=now, detail={"amount": str(amount), "method": str(method)}
        )
    return payment


def strike_out(payment_id: int, *, now: dt.datetime, by: By) -> Payment:
    """Take back what was written down by mistake: the row stays, and counts no more. Needs a reason.

    Raises TransitionRefused for money that Stripe has, and for what is promised back already.
    """
    if not by.reason.strip():
        raise errors.ReasonNeeded
    event_id = Payment.objects.values_list("booking__event", flat=True).get(pk=payment_id)
    with gate(event_id, now=now):
        payment = Payment.objects.select_related("booking").get(pk=payment_id)
        if payment.state == PaymentState.VOID:
            return payment
        by_hand = payment.state == PaymentState.PAID and payment.method != PaymentMethod.CARD
        if not by_hand or payment.refunds.promised().exists():
            raise errors.TransitionRefused
        payment.state, payment.ended_at = PaymentState.VOID, now
        payment.save(update_fields=["state", "ended_at"])
        detail = {"amount": str(payment.amount), "payment": payment.pk}
        journal.record("payment.struck_out", booking=payment.booking, by=by, now=now, detail=detail)
    return payment


def pay_at_door(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Confirm a held booking whose people pay when they come. Raises PayAtDoorRefused where the event does not allow
    it, HoldExpired when the places have gone to others."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        if booking.state == BookingState.CONFIRMED and booking.pay_by == PayBy.DOOR:
            return booking
        if not booking.event.takes_at_door:
            raise errors.PayAtDoorRefused
        require_payable(booking)
        require_credits_spent(booking)
        booking.pay_by = PayBy.DOOR
        booking.save(update_fields=["pay_by"])
        if not confirm(passed, booking, by=by):
            raise errors.HoldExpired
    return booking
