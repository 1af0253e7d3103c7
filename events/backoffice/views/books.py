"""The books of a period: totals by event on the page, every line in the file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from events.backoffice.downloads import sheet
from events.backoffice.money_access import note_money, on_money
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import money_crumbs
from events.inputs import DateField
from events.models.events import Event, EventQuerySet
from events.models.money import site_currency
from events.models.people_places import Organisation
from events.reports.books import HEADINGS, BookKind, Period, Totals, book_rows, totals_by_event

Organisations = QuerySet[Organisation]


class BooksForm(forms.Form):
    """A period, and whose events; by default this month and all of them."""

    first = DateField(label=gettext_lazy("From"))
    last = DateField(label=gettext_lazy("Until"))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, data: Any, *, organisations: Organisations, today: dt.date) -> None:
        usual = {"first": today.replace(day=1).isoformat(), "last": today.isoformat(), "organisation": ""}
        super().__init__({**usual, **data})
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The last day lies before the first"))
        return said

    @property
    def period(self) -> Period:
        """Only of a valid form."""
        said = self.cleaned_data
        return Period(said["first"], said["last"], timezone.get_current_timezone())

    def events(self, organisations: Organisations) -> EventQuerySet:
        chosen = self.cleaned_data["organisation"]
        hosts = organisations.filter(pk=chosen.pk) if chosen else organisations
        return Event.objects.filter(host__in=hosts)


@require_GET
@on_money(Permission.SEE_MONEY)
def books(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    form = BooksForm(request.GET.dict(), organisations=organisations, today=timezone.localdate())
    found = totals_by_event(form.events(organisations), form.period) if form.is_valid() else {}
    title = _("Books")
    context = {
        "form": form,
        "lines": [_line(event, totals) for event, totals in found.items()],
        "currency": site_currency(),
        "query": request.GET.urlencode(),
        "header_title": title,
        "breadcrumbs_items": money_crumbs((request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/books.html", context)


def _line(event: Event | None, totals: Totals) -> dict[str, Any]:
    payments = totals.of(BookKind.PAYMENT)
    refunds = totals.of(BookKind.REFUND, BookKind.DISPUTE, BookKind.OTHER)
    return {
        "event": event,
        "payments": payments,
        "refunds": refunds,
        "fees": sum(totals.fees.values()),
        "net": payments + refunds,
        "invoiced": totals.of(BookKind.INVOICE, BookKind.CREDIT_NOTE),
        "credits": totals.credits.get(BookKind.CREDITS, 0),
    }


@require_GET
@on_money(Permission.SEE_MONEY)
def books_file(request: HttpRequest, *, organisations: Organisations, kind: str) -> HttpResponseBase:
    form = BooksForm(request.GET.dict(), organisations=organisations, today=timezone.localdate())
    if not form.is_valid():
        return books(request)
    period, chosen = form.period, form.cleaned_data["organisation"]
    note_money(
        request, "books.exported", count=1, organisation=chosen, format=kind, period=f"{period.first} {period.last}"
    )
    rows = book_rows(form.events(organisations), period)
    name = f"books-{period.first}-{period.last}"
    return sheet(kind, name=name, title=_("Books"), headings=[str(heading) for heading in HEADINGS], rows=rows)
