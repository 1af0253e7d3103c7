"""Invoices that are still open, by age; one invoice with its papers and payments; and what staff write on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from events.backoffice.access import refused
from events.backoffice.downloads import sheet
from events.backoffice.forms.money import PoForm, ReceivedForm
from events.backoffice.log import staff_of
from events.backoffice.money_access import note_money, on_money
from events.backoffice.permissions import Permission, organisations_for
from events.backoffice.views.crumbs import money_crumbs
from events.choices import MessageKind
from events.errors import BookingError, PrintingUnavailable
from events.models.invoices import Invoice
from events.models.people_places import Organisation
from events.payments.balance import NOTHING
from events.payments.debts import AgeOfDebt, Debt, debts_of, open_debts, still_open
from events.payments.invoices import add_po_number, announce_invoice
from events.payments.received import receive_transfer
from events.reports.invoices import invoice_file

Organisations = QuerySet[Organisation]


def _open(organisations: Organisations) -> list[Debt]:
    rows = still_open(Invoice.objects.filter(organisation__in=organisations))
    rows = rows.select_related("organisation", "booking__event").order_by("due_on", "pk")
    return open_debts(rows, today=timezone.localdate())


@require_GET
@on_money(Permission.SEE_MONEY)
def debts(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    found = _open(organisations)
    note_money(request, "debts.viewed", count=len(found))
    context = {
        "debts": found,
        "ages": [(age.label, _sum(debt for debt in found if debt.age == age)) for age in AgeOfDebt],
        "currency": found[0].invoice.currency if found else "",
        "total": _sum(found),
        "header_title": _("Open invoices"),
        "breadcrumbs_items": money_crumbs((request.path, _("Open invoices"))),
    }
    return TemplateResponse(request, "events/backoffice/debts.html", context)


def _sum(debts: Any) -> Decimal:
    return sum((debt.open for debt in debts), NOTHING)


@require_GET
@on_money(Permission.SEE_MONEY)
def debts_file(request: HttpRequest, *, organisations: Organisations, kind: str) -> HttpResponseBase:
    found = _open(organisations)
    note_money(request, "debts.exported", count=len(found), format=kind)
    return sheet(kind, name="open-invoices", title=_("Open invoices"), headings=_headings(), rows=_rows(found))


def _headings() -> list[str]:
    return [
        _("Number"),
        _("Organisation that pays"),
        _("E-mail"),
        _("Purchase order"),
        _("Event"),
        _("Booking"),
        _("Date"),
        _("To be paid by"),
        _("Days late"),
        _("Age"),
        _("Invoiced"),
        _("Taken off"),
        _("Paid"),
        _("Still open"),
        _("Currency"),
    ]


def _rows(debts: list[Debt]) -> Iterator[list[Any]]:
    for debt in debts:
        invoice = debt.invoice
        yield [
            invoice.name,
            invoice.payer_organisation,
            invoice.payer_email,
            invoice.po_number,
            str(invoice.booking.event),
            invoice.booking.reference,
            invoice.issued_at.date(),
            invoice.due_on,
            max(debt.days_late, 0),
            str(debt.age.label),
            invoice.total,
            debt.credited,
            debt.paid,
            debt.open,
            invoice.currency,
        ]


def _find(organisations: Organisations, pk: int) -> Invoice | None:
    rows = Invoice.objects.filter(organisation__in=organisations)
    rows = rows.select_related("booking__event__kind", "organisation", "corrects").prefetch_related("lines")
    return rows.filter(pk=pk).first()


@require_GET
@on_money(Permission.SEE_MONEY)
def invoice(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _find(organisations, pk)
    return refused(request) if found is None else _page(request, found)


@require_GET
@on_money(Permission.SEE_MONEY)
def invoice_paper(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _find(organisations, pk)
    if found is None:
        return refused(request)
    try:
        body = invoice_file(found)
    except PrintingUnavailable as missing:
        messages.error(request, str(missing))
        return redirect(_url(found))
    note_money(request, "invoice.printed", count=1, organisation=found.organisation, number=found.name)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@on_money(Permission.CHANGE_MONEY)
def mark_paid(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    """All of it or a part, with the reference that the bank gave."""
    found = _find(organisations, pk)
    if found is None:
        return refused(request)
    form = ReceivedForm(request.POST)
    if form.is_valid() and _said(form, lambda: _receive(request, found, form)):
        messages.success(request, _("The payment is written down."))
        return redirect(_url(found))
    return _page(request, found, received=form)


def _receive(request: HttpRequest, found: Invoice, form: ReceivedForm) -> object:
    said = form.cleaned_data
    return receive_transfer(
        found.booking_id,
        amount=said["amount"],
        reference=said["reference"],
        key=said["once"],
        paid_at=form.paid_at,
        now=timezone.now(),
        by=staff_of(request),
    )


def _said(form: Any, act: Callable[[], object]) -> bool:
    try:
        act()
    except BookingError as refusal:
        form.refuse(refusal)
        return False
    return True


@require_POST
@on_money(Permission.CHANGE_MONEY)
def set_po_number(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _find(organisations, pk)
    if found is None:
        return refused(request)
    form = PoForm(request.POST)
    if not form.is_valid():
        return _page(request, found, po=form)
    add_po_number(found, po_number=form.cleaned_data["po_number"], now=timezone.now(), by=staff_of(request))
    messages.success(request, _("The purchase order number is on the invoice."))
    return redirect(_url(found))


@require_POST
@on_money(Permission.CHANGE_MONEY)
def send_again(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    """To the finance team, with a new link. Pressed twice within a minute it is one mail."""
    found = _find(organisations, pk)
    if found is None:
        return refused(request)
    kind, now = MessageKind.CREDIT_NOTE if found.is_credit_note else MessageKind.INVOICE, timezone.now()
    announce_invoice(kind, found, now=now, dedupe=f"invoice-{found.pk}-again-{int(now.timestamp()) // 60}")
    messages.success(request, _("The e-mail is on its way again."))
    return redirect(_url(found))


def _url(found: Invoice) -> str:
    return reverse("desk:invoice", args=[found.pk])


def _page(
    request: HttpRequest, found: Invoice, *, received: ReceivedForm | None = None, po: PoForm | None = None
) -> HttpResponse:
    note_money(request, "invoice.viewed", count=1, organisation=found.organisation, number=found.name)
    today = timezone.localdate()
    debt = None if found.is_credit_note else debts_of([found], today=today)[0]
    changes = organisations_for(request.user, Permission.CHANGE_MONEY).filter(pk=found.organisation_id).exists()
    if changes and debt and debt.open and received is None:
        received = ReceivedForm(initial={"amount": f"{debt.open:.2f}", "paid_on": today})
    context = {
        "invoice": found,
        "debt": debt,
        "others": found.booking.invoices.exclude(pk=found.pk).order_by("pk"),
        "payments": found.booking.payments.received().order_by("paid_at", "pk"),
        "received": received if changes else None,
        "po": (po or PoForm(initial={"po_number": found.po_number})) if changes else None,
        "changes": changes,
        "header_title": found.name,
        "breadcrumbs_items": money_crumbs((reverse("desk:debts"), _("Open invoices")), (_url(found), found.name)),
    }
    return TemplateResponse(request, "events/backoffice/invoice.html", context)
