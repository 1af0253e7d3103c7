"""What becomes of a payment: the one place that turns Stripe's word into a booking, a failure or a refund.

The webhook, the page that people come back to and the reconciliation all call `settle`, in any order and any number
of times. Stripe itself is asked how the page stands; what somebody sends only says which page to ask about.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from events.booking import journal
from events.booking.capacity import Gate, gate
from events.booking.journal import By
from events.booking.paying import REVIVABLE, confirm, keep_until
from events.choices import BookingState, MessageKind, PaymentState, RefundCause
from events.models.audit import AuditEntry
from events.models.bookings import Booking, email_key
from events.models.invoices import Invoice, InvoiceKind
from events.models.payments import Payment
from events.payments.balance import balance
from events.payments.credit_places import spend_again
from events.payments.gateway import Gateway, Page
from events.payments.invoices import announce_invoice
from events.payments.returns import owe_back

log = logging.getLogger(__name__)

KEPT_AFTER_FAILURE = dt.timedelta(hours=24)
"""How long places wait for somebody whose bank said no days later, and who hears of it by mail."""


def settle(session_id: str, *, now: dt.datetime, gateway: Gateway, bank_said_no: bool = False) -> Payment | None:
    """Ask Stripe about one page and do what follows. None for a page that is not ours."""
    payment = Payment.objects.filter(session_id=session_id).first()
    page = gateway.page(session_id)
    if payment is None and page.key:  # we were stopped between opening the page and writing down its name
        payment = Payment.objects.filter(key=page.key, session_id=None).first()
    if payment is None:
        return None
    return settle_page(payment, page, now=now, bank_said_no=bank_said_no)


def settle_page(payment: Payment, page: Page, *, now: dt.datetime, bank_said_no: bool = False) -> Payment:
    """As `settle`, for a page that Stripe has just described."""
    with gate(payment.booking.event_id, now=now) as passed:
        payment = Payment.objects.get(pk=payment.pk)
        booking = Booking.objects.select_related("event").get(pk=payment.booking_id)
        payment.checked_at = now
        if payment.session_id is None:
            payment.session_id = page.session_id
        if (page.is_paid or page.state == "complete") and (wrong := mismatch(payment, booking, page)):
            _refuse(payment, booking, wrong, now=now)
        elif page.is_paid:
            _paid(passed, payment, booking, page)
        elif page.state == "expired":
            _ended(passed, payment, booking, PaymentState.EXPIRED, until=payment.expires_at or now)
        elif page.state == "complete":
            _unpaid(passed, payment, booking, failed=page.is_failed or bank_said_no, page=page)
        if payment.state != PaymentState.OPEN:
            payment.order = {}
        payment.save()
    return payment


def mismatch(payment: Payment, booking: Booking, page: Page) -> str:
    """The first thing in which a page differs from the payment it should be for; "" when it is the same."""
    pairs = {
        "session": (payment.session_id, page.session_id),
        "booking": (booking.reference, page.reference),
        "account": (payment.account or page.account, page.account or payment.account),
        "mode": (("payment", True), (page.mode, page.is_of_key)),
        "currency": (payment.currency, page.currency),
        "amount": (payment.amount, page.amount),
    }
    return next((name for name, (ours, theirs) in pairs.items() if ours != theirs), "")


def _refuse(payment: Payment, booking: Booking, wrong: str, *, now: dt.datetime) -> None:
    log.error("payment %s is not what its page says: another %s", payment.pk, wrong)
    if not AuditEntry.objects.filter(booking=booking, action="payment.mismatch").exists():
        detail = {"payment": payment.pk, "differs": wrong}
        journal.record("payment.mismatch", booking=booking, by=By.system(), now=now, detail=detail)


def _paid(passed: Gate, payment: Payment, booking: Booking, page: Page) -> None:
    if payment.state == PaymentState.PAID:
        return
    payment.state, payment.paid_at, payment.ended_at = PaymentState.PAID, passed.now, None
    payment.intent_id = page.intent_id
    payment.save()
    detail = {"amount": str(payment.amount), "payment": payment.pk}
    journal.record("payment.received", booking=booking, by=By.system(), now=passed.now, detail=detail)
    has_credits = booking.state not in REVIVABLE or spend_again(booking, now=passed.now, by=By.system())
    if not (has_credits and confirm(passed, booking, by=By.system())):  # the next run returns what was spent in vain
        _too_late(passed, payment, booking, has_credits=has_credits)
    elif over := min(balance(booking).over, payment.amount):
        owe_back(payment, over, cause=RefundCause.TWICE, by=By.system(), now=passed.now)


def _too_late(passed: Gate, payment: Payment, booking: Booking, *, has_credits: bool) -> None:
    """No place is left, the time credits for it are spent, or the booking was cancelled: all of the money goes back,
    and people are told why."""
    owe_back(payment, payment.amount, cause=RefundCause.LATE, by=By.system(), now=passed.now)
    if booking.state == BookingState.HELD:
        keep_until(passed, booking, until=passed.now)
    context: dict[str, Any] = {"amount": str(payment.amount)} | ({} if has_credits else {"without_credits": True})
    if invoice := invoice_of(payment):
        _write_to_finance(MessageKind.PAID_TOO_LATE, payment, invoice, context=context, now=passed.now)
        if email_key(invoice.payer_email) == booking.email_key:
            return
        context["invoice"] = invoice.pk
    dedupe = f"paid-too-late-{payment.pk}"
    journal.announce(MessageKind.PAID_TOO_LATE, booking=booking, now=passed.now, context=context, dedupe=dedupe)


def invoice_of(payment: Payment) -> Invoice | None:
    """The invoice that was paid by card: its payment names it."""
    papers = Invoice.objects.filter(booking=payment.booking_id, kind=InvoiceKind.INVOICE, name=payment.reference)
    return papers.first() if payment.reference else None


def _write_to_finance(
    kind: MessageKind, payment: Payment, invoice: Invoice, *, context: dict[str, Any], now: dt.datetime
) -> None:
    announce_invoice(kind, invoice, now=now, context=context, dedupe=f"{kind}-{payment.pk}-finance")


def _unpaid(passed: Gate, payment: Payment, booking: Booking, *, failed: bool, page: Page) -> None:
    """A bank debit takes days: its places are kept until the bank has said yes or no. A no is never taken back."""
    if failed:
        if payment.state in (PaymentState.OPEN, PaymentState.PENDING):
            until = passed.now + KEPT_AFTER_FAILURE
            _ended(passed, payment, booking, PaymentState.FAILED, until=until)
            _tell_of_failure(payment, booking, until=until, now=passed.now)
    elif payment.state == PaymentState.OPEN:
        payment.state, payment.intent_id = PaymentState.PENDING, page.intent_id
        journal.record("payment.pending", booking=booking, by=By.system(), now=passed.now)


def _tell_of_failure(payment: Payment, booking: Booking, *, until: dt.datetime, now: dt.datetime) -> None:
    """Whoever paid pays again. Nothing changes for the booker of an invoice, who reads of it on the booking's page."""
    kind = MessageKind.PAYMENT_FAILED
    if invoice := invoice_of(payment):
        _write_to_finance(kind, payment, invoice, context={}, now=now)
        return
    context, dedupe = {"deadline_at": until.isoformat()}, f"payment-failed-{payment.pk}"
    journal.announce(kind, booking=booking, now=now, context=context, dedupe=dedupe)


def _ended(passed: Gate, payment: Payment, booking: Booking, state: PaymentState, *, until: dt.datetime) -> None:
    if payment.state not in (PaymentState.OPEN, PaymentState.PENDING):
        return
    payment.state, payment.ended_at = state, passed.now
    payment.save()
    keep_until(passed, booking, until=until)
