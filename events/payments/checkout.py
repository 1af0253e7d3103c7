"""Opening a payment page: the payment is a row first, then Stripe is asked, outside any transaction.

However often and from however many tabs it is pressed, a booking has one open page: the row's key names it to Stripe.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.conf import settings

from events import errors
from events.booking import journal
from events.booking.capacity import Gate, gate
from events.booking.journal import By
from events.booking.paying import keep_until, keep_while_paying
from events.choices import BookingState, PayBy, PaymentMethod, PaymentState
from events.models.bookings import Booking
from events.models.invoices import Invoice, InvoiceKind
from events.models.payments import Payment
from events.payments.balance import balance
from events.payments.credit_places import require_credits_spent
from events.payments.gateway import Gateway, Line, Order, Page
from events.payments.invoices import bring_up_to_date
from events.payments.settle import settle_page

PAGE_OPEN = dt.timedelta(minutes=40)
"""Stripe keeps a page open for 30 minutes at least, counted from when it takes the order."""

TOO_OLD = dt.timedelta(minutes=5)
"""A page that closes sooner is not worth going to."""


def open_page(booking_id: int, *, now: dt.datetime, gateway: Gateway) -> str:
    """The address of the one payment page for what is owed on this booking.

    Raises NothingToPay, PaymentOnItsWay, HoldExpired, PaymentsDown (try again: nothing is lost) or PaymentRefused.
    """
    if (earlier := undecided(booking_id)) and (url := _earlier_page(earlier, now=now, gateway=gateway)):
        return url
    payment = _claim(booking_id, now=now, account=gateway.account())
    try:
        page = gateway.open_page(order_of(payment))
    except errors.PaymentRefused:
        give_up(payment, now=now)
        raise
    note_page(payment, page)
    return page.url


def undecided(booking_id: int) -> Payment | None:
    return Payment.objects.undecided().filter(booking=booking_id).select_related("booking__event").first()


def _earlier_page(payment: Payment, *, now: dt.datetime, gateway: Gateway) -> str:
    """The address of a page that is open already; "" when a new one is needed, or this one must be asked for again."""
    if payment.session_id is None:
        return ""
    page = gateway.page(payment.session_id)
    if page.state == "open" and payment.expires_at and payment.expires_at - now < TOO_OLD:
        page = gateway.close_page(payment.session_id)
    fits = page.amount == balance(payment.booking).due and _is_for_payer(payment)
    if page.state == "open" and fits:
        return page.url
    if page.state == "open":
        page = gateway.close_page(payment.session_id)
    settle_page(payment, page, now=now)
    return ""


def _is_for_payer(payment: Payment) -> bool:
    """Whether the page speaks to whoever pays now: one that was opened before there was an invoice names the booker."""
    return bool(payment.order.get("invoice", "")) == (_invoice_of(payment.booking) is not None)


def _invoice_of(booking: Booking) -> Invoice | None:
    return booking.invoices.filter(kind=InvoiceKind.INVOICE).order_by("pk").last()


def _claim(booking_id: int, *, now: dt.datetime, account: str) -> Payment:
    """The row of a payment, committed with its places before Stripe hears of it."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event__host").get(pk=booking_id)
        if earlier := undecided(booking_id):
            if earlier.state == PaymentState.PENDING:
                raise errors.PaymentOnItsWay
            return earlier
        _require_held(booking, now=now)
        require_credits_spent(booking)
        due = balance(booking).due
        if due <= 0:
            raise errors.NothingToPay
        invoice = _invoice_of(booking)
        if invoice is not None:
            bring_up_to_date(booking, now=now, by=By.system())
        payment = Payment.objects.create(
            booking=booking,
            method=PaymentMethod.CARD,
            state=PaymentState.OPEN,
            amount=due,
            currency=booking.currency,
            account=account,
            order=_order(booking, due, invoice),
            reference=invoice.name if invoice else "",
            created_at=now,
            expires_at=now.replace(microsecond=0) + PAGE_OPEN,
        )
        _take_note(passed, booking, payment)
    return payment


def _require_held(booking: Booking, *, now: dt.datetime) -> None:
    if booking.state == BookingState.HELD and (booking.deadline_at is None or booking.deadline_at <= now):
        raise errors.HoldExpired
    if booking.state == BookingState.EXPIRED:
        raise errors.HoldExpired


def _take_note(passed: Gate, booking: Booking, payment: Payment) -> None:
    if payment.expires_at:
        keep_while_paying(passed, booking, page_ends_at=payment.expires_at)
    if booking.pay_by not in (PayBy.CARD, PayBy.INVOICE):  # an invoice stays one, however it is paid
        booking.pay_by = PayBy.CARD
        booking.save(update_fields=["pay_by"])
    journal.record(
        "payment.begun", booking=booking, by=By.booker(), now=passed.now, detail={"amount": str(payment.amount)}
    )


def order_of(payment: Payment) -> Order:
    """The same words for every attempt, as Stripe insists on for one key: they were written down with the payment."""
    reference = payment.booking.reference
    base = f"{settings.SITE_URL}/bookings/{reference}"
    paid, not_paid = ("invoice/paid", "invoice") if payment.order.get("invoice") else ("paid", "pay")
    return Order(
        key=str(payment.key),
        reference=reference,
        lines=tuple(Line(name, Decimal(amount), number) for name, amount, number in payment.order["lines"]),
        currency=payment.currency,
        expires_at=payment.expires_at or payment.created_at + PAGE_OPEN,
        success_url=f"{base}/{paid}/",
        cancel_url=f"{base}/{not_paid}/?not-paid",
        email=payment.order["email"],
    )


def _order(booking: Booking, due: Decimal, invoice: Invoice | None) -> dict[str, Any]:
    """Each kind of place with its price, where they are all that is paid; one line for any other sum.

    Whoever pays an invoice is told its number, and is led back to it: they may open nothing else of the booking.
    """
    language = booking.language or None
    title = str(booking.event.say("title", language))
    if invoice is not None:
        lines = [[f"{title}: {invoice.name}", str(due), 1]]
        return {"lines": lines, "email": invoice.payer_email, "invoice": invoice.name}
    people = booking.attendees.filter(cancelled_at=None, price__gt=0).select_related("ticket_type")
    found = Counter((str(a.ticket_type.say("name", language)), a.price or Decimal(0)) for a in people)
    lines = [[f"{title}: {name}", str(price), number] for (name, price), number in sorted(found.items())]
    if sum((price * number for (_, price), number in found.items()), Decimal(0)) != due:
        lines = [[title, str(due), 1]]
    return {"lines": lines, "email": booking.email}


def note_page(payment: Payment, page: Page) -> None:
    """Remember which page belongs to a payment; whoever finds the same page twice writes the same."""
    Payment.objects.filter(pk=payment.pk, session_id=None).update(session_id=page.session_id)
    payment.session_id = page.session_id


def give_up(payment: Payment, *, now: dt.datetime) -> None:
    """Stripe will never take this order, so no page can be open: the places are held by the clock again."""
    with gate(payment.booking.event_id, now=now) as passed:
        if not Payment.objects.filter(pk=payment.pk, state=PaymentState.OPEN, session_id=None).update(
            state=PaymentState.FAILED, ended_at=now, order={}
        ):
            return
        booking = Booking.objects.select_related("event").get(pk=payment.booking_id)
        keep_until(passed, booking, until=now + dt.timedelta(minutes=booking.event.hold_minutes))


def close_open_page(booking_id: int, *, now: dt.datetime, gateway: Gateway | None) -> None:
    """Make sure that nobody pays for this booking as it stands, before it is changed or cancelled.

    What Stripe says has become of the page is settled: it may have been paid at the last moment. Raises PaymentsDown
    when Stripe cannot be asked: then the places stay as they are.
    """
    payment = Payment.objects.filter(booking=booking_id, state=PaymentState.OPEN).select_related("booking__event")
    found = payment.first()
    if found is None:
        return
    if gateway is None:
        raise errors.PaymentsDown
    if found.session_id is None:
        try:
            note_page(found, gateway.open_page(order_of(found)))
        except errors.PaymentRefused:
            give_up(found, now=now)
            return
    settle_page(found, gateway.close_page(str(found.session_id)), now=now)
