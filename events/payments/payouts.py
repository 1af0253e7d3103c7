"""Keeps what Stripe has sent to the bank, and of which sums that consists: the books add up to the bank statement."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator

from django.db import transaction

from events import errors
from events.choices import BalanceKind
from events.models.payments import Payment, Refund
from events.models.payouts import BalanceLine, Payout
from events.payments.gateway import Entry, Gateway, Sent
from events.payments.sending import look_for_refunds

log = logging.getLogger(__name__)

LOOK_BACK = dt.timedelta(days=45)
"""A bank can send a payout back days after it arrived, and a site may have stood still for a month."""

CAME_BACK = "refund_failure"

KINDS = {
    "charge": BalanceKind.CHARGE,
    "refund": BalanceKind.REFUND,
    CAME_BACK: BalanceKind.REFUND,
    "dispute": BalanceKind.DISPUTE,
    "dispute_reversal": BalanceKind.DISPUTE,
    "fee": BalanceKind.FEE,
}
"""By Stripe's reporting category; all others are something else."""


def read_payouts(now: dt.datetime, *, gateway: Gateway) -> int:
    """Note the payouts of the last weeks, and the lines of those that Stripe has closed. Returns how many were news."""
    news = 0
    for sent in gateway.payouts_since(now - LOOK_BACK):
        payout, is_news = _note(sent)
        if sent.is_closed and payout.read_at is None:
            try:
                is_news |= _read(payout, now=now, gateway=gateway)
            except errors.PaymentRefused:
                log.exception("payout %s cannot be read", sent.stripe_id)
        news += is_news
    return news


def _read(payout: Payout, *, now: dt.datetime, gateway: Gateway) -> bool:
    """Refunds that were made in Stripe's dashboard or sent back by a bank, and that nobody told us of, are written down
    before their lines."""
    entries = list(gateway.entries_of(payout.stripe_id))
    known = _by_name(Refund.objects.filter(stripe_id__in=_names(entries, "refund_id")), "stripe_id")
    back = [entry for entry in entries if entry.refund_id]
    news = [entry for entry in back if entry.refund_id not in known or entry.category == CAME_BACK]
    payments = Payment.objects.received().filter(intent_id__in=_names(news, "intent_id"))
    for payment in payments.select_related("booking__event"):
        look_for_refunds(payment, now=now, gateway=gateway)
    return _keep(payout, entries, now=now)


def _note(sent: Sent) -> tuple[Payout, bool]:
    facts = {
        "amount": sent.amount,
        "currency": sent.currency,
        "state": sent.state,
        "is_automatic": sent.is_automatic,
        "made_at": sent.made_at,
        "arrives_on": sent.arrives_on,
    }
    payout, is_new = Payout.objects.get_or_create(stripe_id=sent.stripe_id, defaults=facts)
    changed = [name for name, value in facts.items() if getattr(payout, name) != value]
    if changed:
        for name in changed:
            setattr(payout, name, facts[name])
        payout.save(update_fields=changed)
    return payout, is_new or bool(changed)


def _keep(payout: Payout, entries: list[Entry], *, now: dt.datetime) -> bool:
    """Write the lines down, all of them or none: the first of two that come at once writes them."""
    with transaction.atomic():
        if not Payout.objects.filter(pk=payout.pk, read_at=None).update(read_at=now):
            return False
        BalanceLine.objects.bulk_create(_lines(payout, entries))
    return True


def _lines(payout: Payout, entries: list[Entry]) -> Iterator[BalanceLine]:
    payments = _by_name(Payment.objects.filter(intent_id__in=_names(entries, "intent_id")), "intent_id")
    refunds = _by_name(Refund.objects.filter(stripe_id__in=_names(entries, "refund_id")), "stripe_id")
    for entry in entries:
        refund = refunds.get(entry.refund_id)
        yield BalanceLine(
            stripe_id=entry.stripe_id,
            payout=payout,
            kind=KINDS.get(entry.category, BalanceKind.OTHER),
            gross=entry.gross,
            fee=entry.fee,
            at=entry.at,
            refund_id=refund,
            payment_id=None if refund else payments.get(entry.intent_id),
        )


def _names(entries: list[Entry], name: str) -> set[str]:
    return {getattr(entry, name) for entry in entries} - {""}


def _by_name(rows: Iterable[Payment] | Iterable[Refund], name: str) -> dict[str, int]:
    return {getattr(row, name): row.pk for row in rows}
