"""Invoices and credit notes: numbered without a gap, adding up, and saying what their bookings cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import Abs

from events.models.bookings import Booking
from events.models.invoices import Invoice, InvoiceSeries
from events.payments.invoices import TOO_SMALL, changed_bookings
from events.reports.audit.findings import Finding


def invoice_numbers_have_no_gap(_now: dt.datetime) -> Iterator[Finding]:
    """Each series runs from 1 to the last number given, every number once."""
    given = {(row.organisation_id, row.kind): row.last for row in InvoiceSeries.objects.exclude(last=0)}
    rows = Invoice.objects.order_by().values("organisation", "organisation__slug", "kind")
    for row in rows.annotate(papers=Count("pk"), first=Min("number"), last=Max("number")):
        last = given.pop((row["organisation"], row["kind"]), 0)
        if not row["first"] == 1 <= row["papers"] == row["last"] == last:
            yield Finding(f"{row['organisation__slug']}: the numbers of its papers ({row['kind']}) have a gap")
    for (organisation, kind), last in sorted(given.items()):
        yield Finding(f"organisation {organisation}: {last} papers ({kind}) were numbered, and none is there")


def invoices_are_the_sum_of_their_lines(_now: dt.datetime) -> Iterator[Finding]:
    """The total on a paper is what its lines come to, to the penny."""
    rows = Invoice.objects.annotate(sum=Sum("lines__amount", default=0)).annotate(wrong=Abs(F("sum") - F("total")))
    for name, slug, reference in rows.filter(wrong__gt=TOO_SMALL).values_list(
        "name", "booking__event__slug", "booking__reference"
    ):
        yield Finding(f"{name} is not the sum of its lines", event=slug, booking=reference)


def papers_say_what_bookings_cost(_now: dt.datetime) -> Iterator[Finding]:
    """Invoices less credit notes are the price; a change since is answered by the next run."""
    found = Booking.objects.filter(pk__in=changed_bookings())
    for slug, reference in found.order_by("pk").values_list("event__slug", "reference"):
        yield Finding("its papers do not say what it costs now", event=slug, booking=reference, is_due=True)
