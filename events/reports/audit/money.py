"""Every penny that came in bought a place or goes back, and no more goes back than came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from events.choices import BookingState, PaymentState, RefundState
from events.models.bookings import Attendee, Booking
from events.models.payments import DiscountCode, Payment, Refund
from events.payments.balance import NOTHING, balances
from events.reports.audit.findings import Finding

SENT_WITHIN = dt.timedelta(minutes=15)


def refunds_are_at_most_what_was_paid(_now: dt.datetime) -> Iterator[Finding]:
    """Of each payment no more goes back than came in, and nothing of one that never came."""
    back = Refund.objects.promised().filter(payment=OuterRef("pk")).order_by().values("payment")
    figure = DecimalField(max_digits=12, decimal_places=2)
    total = Coalesce(Subquery(back.annotate(sum=Sum("amount")).values("sum")), Value(NOTHING), output_field=figure)
    too_much = Q(back__gt=F("amount")) | (Q(back__gt=0) & ~Q(state=PaymentState.PAID))
    for slug, reference in (
        Payment.objects.annotate(back=total).filter(too_much).values_list("booking__event__slug", "booking__reference")
    ):
        yield Finding("more of a payment goes back than came in", event=slug, booking=reference)


def money_has_a_place_or_goes_back(_now: dt.datetime) -> Iterator[Finding]:
    """What stays of the payments of a booking is what its places and kept parts of places cost."""
    paid = Payment.objects.received().values("booking")
    bookings = list(Booking.objects.filter(pk__in=paid).select_related("event"))
    stands = balances(bookings)
    for booking in bookings:
        found = stands[booking.pk]
        limit = found.price if booking.state == BookingState.CONFIRMED else _kept(booking)
        if found.received > limit and not _failed(booking):
            yield Finding(
                "was paid for, and neither a place nor a refund stands against it",
                event=booking.event.slug,
                booking=booking.reference,
            )


def _kept(booking: Booking) -> Decimal:
    return Decimal(Attendee.objects.filter(booking=booking).aggregate(sum=Sum("kept"))["sum"] or NOTHING)


def _failed(booking: Booking) -> bool:
    """A refund that failed waits for staff, who see it on the booking."""
    return Refund.objects.filter(booking=booking, state=RefundState.FAILED).exists()


def currencies_agree(_now: dt.datetime) -> Iterator[Finding]:
    """A booking, its payments and its refunds are in one currency."""
    other = Payment.objects.exclude(currency=F("booking__currency"))
    for slug, reference in other.values_list("booking__event__slug", "booking__reference"):
        yield Finding("has a payment in another currency", event=slug, booking=reference)
    for slug, reference in Refund.objects.exclude(
        currency=F("payment__currency"), booking=F("payment__booking")
    ).values_list("booking__event__slug", "booking__reference"):
        yield Finding("has a refund that is not of its payment", event=slug, booking=reference)


def promised_refunds_are_sent(now: dt.datetime) -> Iterator[Finding]:
    """A refund waits no longer than a worker takes; it is the next run's work."""
    late = Refund.objects.due(now, clock=now).filter(due_at__lte=now - SENT_WITHIN)
    for slug, reference in late.values_list("booking__event__slug", "booking__reference"):
        yield Finding("has a refund that is to be sent", event=slug, booking=reference, is_due=True)


def open_pages_are_checked(now: dt.datetime) -> Iterator[Finding]:
    """Stripe is asked about a payment page soon after it should have closed; it is the next run's work."""
    late = Payment.objects.filter(state=PaymentState.OPEN, expires_at__lte=now - SENT_WITHIN)
    for slug, reference in late.values_list("booking__event__slug", "booking__reference"):
        yield Finding("has a payment page that should have closed", event=slug, booking=reference, is_due=True)


def codes_are_used_as_often_as_they_may(now: dt.datetime) -> Iterator[Finding]:
    """A discount code stands on no more live places than its limit."""
    for code in DiscountCode.objects.filter(limit__isnull=False).select_related("event"):
        if code.uses(now) > (code.limit or 0):
            yield Finding(f"discount code {code.pk} is used more often than it may be")
