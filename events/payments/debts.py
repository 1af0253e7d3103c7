"""What is still owed on invoices, for how long, and when the finance team is reminded of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.choices import MessageKind
from events.models.bookings import Booking
from events.models.invoices import Invoice, InvoiceKind
from events.models.payments import Payment, Refund
from events.payments.balance import NOTHING, balances
from events.payments.invoices import TOO_SMALL, announce_invoice

REMINDERS = (("before", -3), ("due", 0), ("late", 7), ("very-late", 21))
"""Name of each reminder, and from how many days after the due date it is said. Only the last one whose day has come is
sent, so that a site that slept says one thing and not four."""

STOPS_AFTER = 60
"""Days after the due date from which on a person, and no machine, should write."""


class AgeOfDebt(models.TextChoices):
    """How long an open invoice has been late."""

    CURRENT = "current", _("Not due yet")
    LATE = "late", _("Up to 30 days late")
    OVER_30 = "over_30", _("31 to 60 days late")
    OVER_60 = "over_60", _("61 to 90 days late")
    OVER_90 = "over_90", _("More than 90 days late")


@dataclass(frozen=True)
class Debt:
    """One invoice: what it was for, what credit notes took off, what has been paid of it, since when it is late."""

    invoice: Invoice
    credited: Decimal
    paid: Decimal
    days_late: int

    @property
    def open(self) -> Decimal:
        return self.invoice.total - self.credited - self.paid

    @property
    def age(self) -> AgeOfDebt:
        if self.days_late <= 0:
            return AgeOfDebt.CURRENT
        steps = ((30, AgeOfDebt.LATE), (60, AgeOfDebt.OVER_30), (90, AgeOfDebt.OVER_60))
        return next((age for days, age in steps if self.days_late <= days), AgeOfDebt.OVER_90)


def debts_of(invoices: Iterable[Invoice], *, today: dt.date) -> list[Debt]:
    """All of these invoices, paid or not, in the order given. A fixed number of queries.

    Credit notes are taken off the invoices of their booking, and then what was paid for it, the oldest first.
    """
    wanted = list(invoices)
    bookings = {invoice.booking_id for invoice in wanted}
    papers = Invoice.objects.filter(booking__in=bookings).order_by("issued_at", "pk")
    by_booking: dict[int, list[Invoice]] = {}
    for paper in papers:
        by_booking.setdefault(paper.booking_id, []).append(paper)
    received = {pk: row.received for pk, row in balances(Booking.objects.filter(pk__in=bookings)).items()}
    found = {}
    for pk, rows in by_booking.items():
        credit = sum((row.total for row in rows if row.is_credit_note), NOTHING)
        paid = received[pk]
        for invoice in (row for row in rows if not row.is_credit_note):
            off = min(credit, invoice.total)
            got = max(min(paid, invoice.total - off), NOTHING)
            credit, paid = credit - off, paid - got
            late = (today - invoice.due_on).days if invoice.due_on else 0
            found[invoice.pk] = (off, got, late)
    return [Debt(invoice, *found[invoice.pk]) for invoice in wanted if invoice.pk in found]


def still_open(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Without those of bookings for which all has been paid or taken off: most of them, after some years."""
    papers = Invoice.objects.filter(booking=OuterRef("booking")).order_by().values("booking")
    signed = Case(When(kind=InvoiceKind.INVOICE, then=F("total")), default=-F("total"))
    paid = Payment.objects.received().filter(booking=OuterRef("booking")).order_by().values("booking")
    back = Refund.objects.promised().filter(booking=OuterRef("booking")).order_by().values("booking")
    asked = _sum(papers.annotate(sum=Sum(signed)))
    received = _sum(paid.annotate(sum=Sum("amount"))) - _sum(back.annotate(sum=Sum("amount")))
    rows = invoices.filter(kind=InvoiceKind.INVOICE).annotate(asked=asked, received=received)
    return rows.filter(asked__gt=F("received") + Value(TOO_SMALL, output_field=MONEY))


MONEY: DecimalField[Any, Any] = DecimalField(max_digits=12, decimal_places=3)


def _sum(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("sum"), output_field=MONEY), Value(NOTHING, output_field=MONEY))


def open_debts(invoices: Iterable[Invoice], *, today: dt.date) -> list[Debt]:
    return [debt for debt in debts_of(invoices, today=today) if debt.open > NOTHING]


def remind(now: dt.datetime) -> int:
    """Write the reminders whose day has come, each once. Returns how many."""
    today = now.date()
    soon, long_ago = today - dt.timedelta(days=REMINDERS[0][1]), today - dt.timedelta(days=STOPS_AFTER)
    rows = still_open(Invoice.objects.filter(due_on__lte=soon, due_on__gte=long_ago))
    written = 0
    for debt in open_debts(rows.select_related("booking__event").order_by("pk"), today=today):
        stage = [name for name, days in REMINDERS if debt.days_late >= days][-1]
        key = f"invoice-{debt.invoice.pk}-{stage}"
        before = debt.invoice.booking.messages.filter(dedupe_key=key).exists()
        if not before and debt.invoice.issued_at.date() < today:
            announce_invoice(MessageKind.INVOICE_REMINDER, debt.invoice, now=now, dedupe=key)
            written += 1
    return written
