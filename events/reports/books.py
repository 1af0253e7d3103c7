"""The books: every sum of money and every time credit of some events in a period, one line each, with its totals.

Money that came in counts on the day on which it did, money that goes back on the day on which it was promised, papers
on their date. Invoices are no money: they stand beside it, and the totals keep the two apart. What else Stripe took for
a booking or gave back, such as a disputed payment, counts on the day that Stripe says: so the lines of each payout,
less their fees, are what went to the bank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.choices import BalanceKind, PaymentMethod
from events.models.events import Event, EventQuerySet
from events.models.invoices import Invoice, InvoiceKind
from events.models.payments import Payment, Refund
from events.models.payouts import BalanceLine
from events.models.time_credits import AccountKind, CreditLine
from events.reports.spreadsheet import Cell

NOTHING = Decimal("0.00")


class BookKind(models.TextChoices):
    """What a line of the books is about."""

    PAYMENT = "payment", gettext_lazy("Payment")
    REFUND = "refund", gettext_lazy("Refund")
    INVOICE = "invoice", gettext_lazy("Invoice")
    CREDIT_NOTE = "credit_note", gettext_lazy("Credit note")
    CREDITS = "credits", gettext_lazy("Time credits")
    DISPUTE = "dispute", gettext_lazy("Disputed payment")
    OTHER = "other", gettext_lazy("Something else")


@dataclass(frozen=True)
class Period:
    """Days, both of them included, as days are counted in `zone`."""

    first: dt.date
    last: dt.date
    zone: dt.tzinfo = dt.UTC

    @property
    def instants(self) -> tuple[dt.datetime, dt.datetime]:
        start = dt.datetime.combine(self.first, dt.time.min, tzinfo=self.zone)
        return start, dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time.min, tzinfo=self.zone)


@dataclass(frozen=True)
class Entry:
    """One line. Money that goes back and credit notes are below nought, as credits that were spent or taken are.

    `stripe` is Stripe's own name of it, `payout` that of the payout in which it went to the bank, less `fee`.
    """

    at: dt.datetime
    kind: BookKind
    event: Event
    booking: str = ""
    number: str = ""
    way: str = ""
    amount: Decimal = NOTHING
    currency: str = ""
    credits: int = 0
    stripe: str = ""
    fee: Decimal | None = None
    payout: str = ""


OF_STRIPE: dict[str, BookKind] = {BalanceKind.REFUND: BookKind.REFUND, BalanceKind.DISPUTE: BookKind.DISPUTE}
"""All other lines of Stripe are something else."""

ABOUT = ("payment__booking__event", "refund__booking__event")

HEADINGS = (
    gettext_lazy("Date"),
    gettext_lazy("Kind"),
    gettext_lazy("Event"),
    gettext_lazy("Booking"),
    gettext_lazy("Number or reference"),
    gettext_lazy("Way"),
    gettext_lazy("Amount"),
    gettext_lazy("Currency"),
    gettext_lazy("Time credits"),
    gettext_lazy("Name in Stripe"),
    gettext_lazy("Fee of Stripe"),
    gettext_lazy("Payout"),
)


def entries(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    """Kind by kind, each by its date, read while they are asked for."""
    kinds = (_payments, _refunds, _rest_of_payouts, _papers, _credits)
    return chain.from_iterable(kind(events, period) for kind in kinds)


def book_rows(events: EventQuerySet, period: Period) -> Iterator[list[Cell]]:
    """The lines of a spreadsheet, and the totals below them."""
    totals = Totals()
    for entry in entries(events, period):
        totals.add(entry)
        yield [
            entry.at.astimezone(period.zone).date(),
            str(entry.kind.label),
            str(entry.event),
            entry.booking,
            entry.number,
            entry.way,
            entry.amount,
            entry.currency,
            entry.credits or None,
            entry.stripe,
            entry.fee,
            entry.payout,
        ]
    yield from totals.rows()


@dataclass
class Totals:
    """Sums by kind and currency, and of time credits by kind."""

    money: dict[tuple[BookKind, str], Decimal] = field(default_factory=dict)
    fees: dict[tuple[BookKind, str], Decimal] = field(default_factory=dict)
    credits: dict[BookKind, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        if entry.currency:
            key = (entry.kind, entry.currency)
            self.money[key] = self.money.get(key, NOTHING) + entry.amount
            self.fees[key] = self.fees.get(key, NOTHING) + (entry.fee or NOTHING)
        if entry.credits:
            self.credits[entry.kind] = self.credits.get(entry.kind, 0) + entry.credits

    def of(self, *kinds: BookKind) -> Decimal:
        return sum((amount for (found, _currency), amount in self.money.items() if found in kinds), NOTHING)

    def rows(self) -> Iterator[list[Cell]]:
        for (kind, currency), amount in self.money.items():
            yield [
                None,
                _("Total"),
                str(kind.label),
                None,
                None,
                None,
                amount,
                currency,
                None,
                None,
                self.fees[kind, currency] or None,
                None,
            ]
        for kind, number in self.credits.items():
            yield [None, _("Total"), str(kind.label), *[None] * 5, number, *[None] * 3]


def totals_by_event(events: EventQuerySet, period: Period) -> dict[Event | None, Totals]:
    """By event, as their titles are sorted; the totals of all under None, which comes last."""
    found: dict[Event | None, Totals] = {}
    every = Totals()
    for entry in entries(events, period):
        found.setdefault(entry.event, Totals()).add(entry)
        every.add(entry)
    return {**dict(sorted(found.items(), key=lambda item: str(item[0]))), None: every}


def _within(rows: QuerySet[Any], period: Period, name: str) -> QuerySet[Any]:
    start, end = period.instants
    return rows.filter(**{f"{name}__gte": start, f"{name}__lt": end}).order_by(name, "pk")


def _with_payout(rows: QuerySet[Any], name: str, kind: BalanceKind) -> QuerySet[Any]:
    """With what Stripe kept of each (`fee`), and the first `payout` that it is in; None where it is in none yet."""
    lines = BalanceLine.objects.filter(kind=kind, **{name: OuterRef("pk")})
    payout = Subquery(lines.order_by("at", "pk").values("payout__stripe_id")[:1])
    found: QuerySet[Any] = rows.annotate(fee=lines.sum_of("fee", by=name), payout=payout)
    return found


def _fee_of(row: Any) -> Decimal | None:
    return None if row.fee is None else Decimal(row.fee).quantize(NOTHING)


def _payments(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    rows = Payment.objects.received().filter(booking__event__in=events).select_related("booking__event")
    for row in _with_payout(_within(rows, period, "paid_at"), "payment", BalanceKind.CHARGE).iterator():
        yield Entry(
            at=row.paid_at,
            kind=BookKind.PAYMENT,
            event=row.booking.event,
            booking=row.booking.reference,
            number=row.reference,
            way=row.get_method_display(),
            amount=row.amount,
            currency=row.currency,
            stripe=row.intent_id,
            fee=_fee_of(row),
            payout=row.payout or "",
        )


def _refunds(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    rows = Refund.objects.promised().filter(booking__event__in=events).select_related("booking__event", "payment")
    for row in _with_payout(_within(rows, period, "created_at"), "refund", BalanceKind.REFUND).iterator():
        yield Entry(
            at=row.created_at,
            kind=BookKind.REFUND,
            event=row.booking.event,
            booking=row.booking.reference,
            number=row.get_state_display(),
            way=row.payment.get_method_display(),
            amount=-row.amount,
            currency=row.currency,
            stripe=row.stripe_id or "",
            fee=_fee_of(row),
            payout=row.payout or "",
        )


def _rest_of_payouts(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    """What payouts hold about these events beyond the payments and refunds above. A refund that a bank sent back is
    here twice, once as it went and once as it came."""
    about = Q(payment__booking__event__in=events) | Q(refund__booking__event__in=events)
    above = Q(kind=BalanceKind.CHARGE) | Q(refund__in=Refund.objects.promised())
    lines = BalanceLine.objects.filter(about).exclude(above)
    for line in _within(lines, period, "at").select_related(*ABOUT, "payout").iterator():
        if booking := line.booking:
            yield Entry(
                at=line.at,
                kind=OF_STRIPE.get(line.kind, BookKind.OTHER),
                event=booking.event,
                booking=booking.reference,
                way=str(PaymentMethod.CARD.label),
                amount=line.gross,
                currency=line.payout.currency,
                stripe=line.stripe_id,
                fee=line.fee,
                payout=line.payout.stripe_id,
            )


def _papers(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    rows = Invoice.objects.filter(booking__event__in=events).select_related("booking__event")
    for row in _within(rows, period, "issued_at").iterator():
        is_invoice = row.kind == InvoiceKind.INVOICE
        yield Entry(
            at=row.issued_at,
            kind=BookKind.INVOICE if is_invoice else BookKind.CREDIT_NOTE,
            event=row.booking.event,
            booking=row.booking.reference,
            number=row.name,
            way=row.payer_organisation,
            amount=row.total if is_invoice else -row.total,
            currency=row.currency,
        )


def _credits(events: EventQuerySet, period: Period) -> Iterator[Entry]:
    """What people and organisations got and gave; the issuer's side of it is left out."""
    rows = CreditLine.objects.filter(transfer__event__in=events).exclude(account__kind=AccountKind.ISSUER)
    for row in _within(rows.select_related("transfer__event", "transfer__booking"), period, "transfer__at").iterator():
        yield Entry(
            at=row.transfer.at,
            kind=BookKind.CREDITS,
            event=row.transfer.event,
            booking=row.transfer.booking.reference if row.transfer.booking else "",
            way=row.transfer.get_kind_display(),
            credits=row.amount,
        )
