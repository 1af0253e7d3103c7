"""Invoices on the public side: choosing one, and what the finance team sees behind its link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.journal import By
from events.choices import BookingState, LinkPurpose
from events.errors import PrintingUnavailable
from events.models.bookings import Booking
from events.models.invoices import Invoice
from events.payments.balance import balance
from events.payments.debts import debts_of
from events.payments.gateway import takes_cards
from events.payments.invoices import add_po_number, can_be_invoiced, invoice_booking
from events.public.forgery import looks_forged
from events.public.forms.payer import PayerForm, PoNumberForm
from events.public.links import booking_path, open_booking
from events.public.refusals import FormTooOld
from events.public.views.opened import BOOKER, about, opens_booking
from events.public.ways import pay_by_card
from events.reports.invoices import invoice_file
from home.dates import day_text
from home.problems import problems_of

FINANCE = BOOKER | {LinkPurpose.INVOICE}
PAYABLE = frozenset({BookingState.HELD, BookingState.CONFIRMED, BookingState.EXPIRED})

SAVED = {
    "po": _("Saved. The purchase order number is on the invoice."),
    "card": _("Thank you. Your payment by card has arrived."),
}

NOTICES = {
    "not-paid": _("You came back from the payment page without paying. Nothing was charged."),
    "back": _("There was nothing to pay any more. Your payment by card goes back to you, in up to 10 days."),
}
"""Said to somebody who was led here, by what stands in the address."""


@opens_booking("GET", "POST")
def ask_for_invoice(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Who pays, then the places are confirmed and the invoice is written."""
    if booking.invoices.exists():
        return HttpResponseRedirect(booking_path(booking.reference, "booking_invoice"))
    if booking.state not in PAYABLE or not can_be_invoiced(booking.event):
        return HttpResponseRedirect(booking_path(booking.reference))
    judged = request.method == "POST" and "switch" not in request.POST
    typed = request.POST.dict() if request.method == "POST" else {}
    form = PayerForm(request.POST if judged else None, booking=booking, initial=typed)
    context = about(request, booking, now) | {"form": form, "switch_form": "payer", "balance": balance(booking)}
    context |= {"pay_url": booking_path(booking.reference, "booking_pay")}
    if judged:
        try:
            if looks_forged(request):
                raise FormTooOld
            if form.is_valid():
                invoice_booking(booking.pk, payer=form.payer, now=now, by=By.booker())
                return HttpResponseRedirect(booking_path(booking.reference, "booking_invoice"), status=303)
            context |= {"problems": list(problems_of(form)), "said_state": "error"}
        except errors.BookingError as refusal:
            context |= {"refusal": refusal, "said_state": refusal.state}
    return render(request, "events/my_booking/ask_for_invoice.html", context)


@opens_booking("GET", "POST", purposes=FINANCE)
def invoice(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Every paper of a booking, how to pay, and a box for a purchase order number that is still missing."""
    papers = papers_of(booking)
    if not papers:
        return HttpResponseRedirect(booking_path(booking.reference))
    first = next(paper for paper in papers if not paper.is_credit_note)
    context = about(request, booking, now) | _shown(booking, papers, now)
    form = PoNumberForm(initial={"po_number": request.POST.get("po_number", "")})
    if request.method == "POST" and "switch" not in request.POST:
        form = PoNumberForm(request.POST) if "card" not in request.POST else form
        try:
            if following := _pressed(request, booking, form, first, now):
                return HttpResponseRedirect(following, status=303)
            context |= {"problems": list(problems_of(form))}
        except errors.NothingToPay:
            return HttpResponseRedirect(request.path, status=303)
        except errors.BookingError as refusal:
            context |= {"refusal": refusal}
    if not first.po_number:
        context |= {"form": form, "switch_form": "po"}
    context |= {"saved": SAVED.get(request.GET.get("saved", "")), "invoice": first}
    context |= {"notice": next((text for name, text in NOTICES.items() if name in request.GET), "")}
    context |= {"is_booker": _is_booker(request, booking, now)}
    return render(request, "events/my_booking/invoice.html", context)


def _pressed(
    request: HttpRequest, booking: Booking, form: PoNumberForm, first: Invoice, now: dt.datetime
) -> str | None:
    """The address that follows: the payment page, or this one with the number. None when the form has a fault."""
    if looks_forged(request):
        raise FormTooOld
    if "card" in request.POST:
        return pay_by_card(booking, now)
    if not form.is_valid():
        return None
    add_po_number(first, po_number=form.cleaned_data["po_number"], now=now, by=By.booker())
    return f"{request.path}?saved=po"


def _is_booker(request: HttpRequest, booking: Booking, now: dt.datetime) -> bool:
    """Whether this browser may see the whole booking, and not its invoice only."""
    try:
        open_booking(request, booking.reference, now=now, purposes=BOOKER)
    except errors.LinkDead:
        return False
    return True


def papers_of(booking: Booking) -> list[Invoice]:
    return list(booking.invoices.select_related("corrects").order_by("issued_at", "pk"))


def _shown(booking: Booking, papers: list[Invoice], now: dt.datetime) -> dict[str, Any]:
    today = now.astimezone(booking.event.zone).date()
    due_on = max((paper.due_on for paper in papers if paper.due_on), default=today)
    debts = {debt.invoice.pk: debt for debt in debts_of(papers, today=today)}
    return {
        "papers": [(paper, debts.get(paper.pk)) for paper in papers],
        "open": sum(debt.open for debt in debts.values()),
        "stands": balance(booking),
        "takes_cards": takes_cards(),
        "due_day": day_text(due_on, language=(get_language() or "en")[:2]),
        "paper_url": booking_path(booking.reference, "booking_invoice_paper"),
        "bank_lines": [line for line in papers[0].seller.get("bank_details", "").splitlines() if line.strip()],
    }


@opens_booking("GET", purposes=FINANCE)
def invoice_paper(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """The PDF of one of them, named in the address by its number."""
    papers = booking.invoices.select_related("booking__event__kind", "corrects").prefetch_related("lines")
    found = papers.filter(name=request.GET.get("number", "")).first() or papers.order_by("pk").first()
    if found is None:
        return HttpResponseRedirect(booking_path(booking.reference))
    try:
        body = invoice_file(found)
    except PrintingUnavailable:
        context = about(request, booking, now) | {"back_url": booking_path(booking.reference, "booking_invoice")}
        return render(request, "events/my_booking/no_invoice_printing.html", context, status=503)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.name}.pdf"'
    return response
