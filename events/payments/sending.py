"""Carries out promised refunds: each at least once, and at Stripe exactly once, because its key never changes."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from events import errors
from events.booking import journal
from events.booking.capacity import gate
from events.booking.journal import By
from events.choices import PaymentState, RefundCause, RefundState
from events.models.payments import Payment, Refund
from events.payments.balance import balance
from events.payments.gateway import Dispute, Gateway, Returned
from events.payments.returns import left_of

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 200
"""Some weeks. Money that is owed is not given up lightly."""

STATES = {"done": RefundState.DONE, "pending": RefundState.PENDING, "failed": RefundState.FAILED}

Clock = Callable[[], dt.datetime]


def send_due(*, now: dt.datetime, gateway: Gateway, worker: str, clock: Clock = timezone.now) -> int:
    """Send what is due, one batch. Returns how many were dealt with."""
    done = 0
    for pk in Refund.objects.due(now, clock=clock()).order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]:
        due = Refund.objects.due(now, clock=clock()).filter(pk=pk)
        if Refund.objects.filter(pk__in=due.values("pk")).update(leased_until=clock() + LEASE, leased_by=worker):
            done += _send(Refund.objects.select_related("payment__booking__event").get(pk=pk), now, gateway, clock)
    return done


def free_leases(*, is_gone: Callable[[str], bool], clock: Clock = timezone.now) -> int:
    """End the leases of processes that are no longer there."""
    held = Refund.objects.filter(state=RefundState.DUE, leased_until__gt=clock()).exclude(leased_by="").order_by()
    gone = [name for name in held.values_list("leased_by", flat=True).distinct() if is_gone(name)]
    return held.filter(leased_by__in=gone).update(leased_by="", leased_until=clock()) if gone else 0


def _send(refund: Refund, now: dt.datetime, gateway: Gateway, clock: Clock) -> int:
    payment = refund.payment
    try:
        answer = gateway.refund(
            intent_id=payment.intent_id, amount=refund.amount, currency=refund.currency, key=str(refund.key)
        )
    except errors.PaymentsDown as error:
        if refund.attempts + 1 < MOST_TRIES:
            pause = min(FIRST_PAUSE * 2 ** min(refund.attempts, 10), LONGEST_PAUSE)
            held = Refund.objects.filter(pk=refund.pk, state=RefundState.DUE)
            held.update(attempts=refund.attempts + 1, leased_by="", leased_until=clock() + pause, problem="no answer")
            return 0
        return _fail(refund, str(error), now=now)
    except errors.PaymentRefused as error:
        _fail(refund, str(error.args[0] if error.args else ""), now=now)
        look_for_refunds(payment, now=now, gateway=gateway)  # perhaps somebody gave it back in Stripe already
        return 1
    take_note(payment, answer, now=now)
    return 1


def _fail(refund: Refund, problem: str, *, now: dt.datetime) -> int:
    with gate(refund.booking.event_id, now=now):
        held = Refund.objects.filter(pk=refund.pk, state=RefundState.DUE)
        if held.update(state=RefundState.FAILED, problem=problem[:120], leased_by="", leased_until=None):
            log.error("refund %s failed; its row says why", refund.pk)
            detail = {"amount": str(refund.amount), "refund": refund.pk}
            journal.record("refund.failed", booking=refund.booking, by=By.system(), now=now, detail=detail)
    return 1


def look_for_refunds(payment: Payment, *, now: dt.datetime, gateway: Gateway) -> int:
    """Ask Stripe what has gone back of a payment, and write down what we do not know of. Returns how many there are."""
    found = list(gateway.refunds_of(payment.intent_id)) if payment.intent_id else []
    for returned in found:
        take_note(payment, returned, now=now)
    return len(found)


def take_note(payment: Payment, returned: Returned, *, now: dt.datetime) -> Refund | None:
    """What Stripe says of one refund, ours or one that was made in its dashboard: it is there once, however often
    and in whatever order it is told."""
    with gate(payment.booking.event_id, now=now):
        rows = Refund.objects.select_related("booking").filter(payment=payment)
        row = rows.filter(stripe_id=returned.stripe_id).first()
        if row is None and returned.key:
            row = rows.filter(key=returned.key).first()
        if row is None:
            return _from_dashboard(payment, returned, now=now)
        _update(row, returned, now=now)
        return row


def _update(row: Refund, returned: Returned, *, now: dt.datetime) -> None:
    """A refund that failed stays failed, and one that was done can still fail when a bank sends it back."""
    state = STATES[returned.state]
    is_known = row.state == state and row.stripe_id is not None
    is_old_news = row.state == RefundState.FAILED or (row.state == RefundState.DONE and state == RefundState.PENDING)
    if is_known or is_old_news:
        return
    row.stripe_id, row.state = returned.stripe_id, state
    row.done_at = now if state == RefundState.DONE else row.done_at
    row.leased_by, row.leased_until = "", None
    row.save()
    detail = {"amount": str(row.amount), "refund": row.pk}
    journal.record(f"refund.{state}", booking=row.booking, by=By.system(), now=now, detail=detail)


def _from_dashboard(payment: Payment, returned: Returned, *, now: dt.datetime) -> Refund | None:
    if payment.state != PaymentState.PAID or returned.state == "failed" or returned.amount > left_of(payment):
        return None
    over = balance(payment.booking).over
    refund = Refund.objects.create(
        payment=payment,
        booking=payment.booking,
        amount=returned.amount,
        currency=payment.currency,
        state=STATES[returned.state],
        cause=RefundCause.STRIPE,
        forgiven=max(returned.amount - over, returned.amount * 0),
        stripe_id=returned.stripe_id,
        created_at=now,
        due_at=now,
        done_at=now if returned.state == "done" else None,
    )
    detail = {"amount": str(refund.amount), "refund": refund.pk}
    journal.record("refund.found", booking=payment.booking, by=By.system(), now=now, detail=detail)
    return refund


def note_dispute(dispute: Dispute, *, now: dt.datetime) -> bool:
    """Remember that a bank was asked for the money, and how that stands. Staff see it on the booking."""
    payment = Payment.objects.filter(intent_id=dispute.intent_id).exclude(intent_id="").first()
    if payment is None or payment.dispute_state == dispute.state:
        return False
    with gate(payment.booking.event_id, now=now):
        payment = Payment.objects.get(pk=payment.pk)
        payment.disputed_at, payment.dispute_state = payment.disputed_at or now, dispute.state[:40]
        payment.save(update_fields=["disputed_at", "dispute_state"])
        detail = {"payment": payment.pk, "state": dispute.state[:40]}
        journal.record("payment.disputed", booking=payment.booking, by=By.system(), now=now, detail=detail)
    return True
