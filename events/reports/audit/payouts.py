"""What Stripe sent to the bank is the sum of what came in and went back here, less its fees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Max, Min, Q, QuerySet
from django.db.models.functions import Abs

from events.choices import BalanceKind, PaymentMethod, RefundState
from events.models.payments import Payment, Refund
from events.models.payouts import BalanceLine, Payout
from events.reports.audit.findings import Finding

PAID_OUT_WITHIN = dt.timedelta(days=35)
"""Stripe can be asked to pay out once a month, and holds money for some days before that."""


def payouts_are_the_sum_of_their_lines(_now: dt.datetime) -> Iterator[Finding]:
    """A payout whose lines were read is their sum, less the fees."""
    read: QuerySet[Any] = Payout.objects.exclude(read_at=None).with_sum()
    for payout in read.exclude(lines_sum=F("amount")):
        yield Finding(f"payout {payout.stripe_id} is not the sum of its lines")


def lines_are_what_was_paid(_now: dt.datetime) -> Iterator[Finding]:
    """What Stripe took for a payment is what the payment says, and the same of refunds."""
    same_currency = Q(payout__currency=F("payment__currency")) | Q(payout__currency=F("refund__currency"))
    charges = Q(kind=BalanceKind.CHARGE, payment__isnull=False) & ~Q(gross=F("payment__amount"))
    refunds = Q(kind=BalanceKind.REFUND, refund__isnull=False) & ~Q(size=F("refund__amount"))
    wrong = BalanceLine.objects.annotate(size=Abs("gross")).filter(same_currency).filter(charges | refunds)
    for line in wrong.select_related("payment__booking__event", "refund__booking__event"):
        if booking := line.booking:
            yield Finding("has another sum in Stripe's books", event=booking.event.slug, booking=booking.reference)


def refunds_of_stripe_are_here(_now: dt.datetime) -> Iterator[Finding]:
    """What a payout pays back of a payment of ours is one of our refunds, also where somebody made it in Stripe."""
    strange = BalanceLine.objects.filter(kind=BalanceKind.REFUND, payment__isnull=False).order_by("pk")
    for slug, reference in strange.values_list("payment__booking__event__slug", "payment__booking__reference"):
        yield Finding("has a refund in Stripe's books that is not here", event=slug, booking=reference)


def card_payments_are_paid_out(_now: dt.datetime) -> Iterator[Finding]:
    """While Stripe's payouts are read, each payment by card is in one of them sooner or later, and each refund too."""
    read = Payout.objects.exclude(read_at=None).aggregate(first=Min("made_at"), last=Max("made_at"))
    if read["first"] is None:
        return
    first, last = read["first"], read["last"] - PAID_OUT_WITHIN
    seen = BalanceLine.objects.order_by()
    paid = Payment.objects.received().filter(method=PaymentMethod.CARD, paid_at__gt=first, paid_at__lt=last)
    charged = seen.filter(kind=BalanceKind.CHARGE, payment__isnull=False)
    yield from _missed(paid.exclude(pk__in=charged.values("payment")), "was paid by card, and is in no payout")
    back = Refund.objects.filter(payment__method=PaymentMethod.CARD, state=RefundState.DONE)
    back = back.filter(done_at__gt=first, done_at__lt=last)
    sent = seen.filter(refund__isnull=False)
    yield from _missed(back.exclude(pk__in=sent.values("refund")), "was paid back by card, and is in no payout")


def _missed(rows: QuerySet[Any], what: str) -> Iterator[Finding]:
    for slug, reference in rows.values_list("booking__event__slug", "booking__reference"):
        yield Finding(what, event=slug, booking=reference)
