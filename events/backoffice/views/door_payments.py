"""The money of one booking: what it costs, what came in, its papers, and money taken at the door."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import may, on_event, refused
from events.backoffice.board import filled_in
from events.backoffice.forms.money import DoorForm
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.choices import BookingState
from events.errors import BookingError
from events.models.bookings import Booking
from events.models.events import Event
from events.models.payments import Payment
from events.payments.balance import Balance, balance
from events.payments.received import DoorMethod, strike_out, take_at_door


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHECK_IN, Permission.CHANGE_MONEY)
def take_payment(request: HttpRequest, *, event: Event, reference: str) -> HttpResponse:
    """Who lets people in takes what is to pay; who keeps the books does, too."""
    found = filled_in(event).filter(reference=reference).first()
    if found is None:
        return refused(request)
    due = balance(found)
    form = DoorForm(request.POST if request.method == "POST" else None, initial={"amount": f"{due.due:.2f}"})
    if form.is_valid() and _taken(request, found, form):
        messages.success(request, _("The payment is written down."))
        return redirect(reverse("desk:take_payment", args=[event.pk, reference]))
    return _page(request, event, found, form, due)


def _taken(request: HttpRequest, found: Booking, form: DoorForm) -> bool:
    said = form.cleaned_data
    try:
        take_at_door(
            found.pk,
            amount=said["amount"],
            method=DoorMethod(said["method"]),
            client_id=said["once"],
            now=timezone.now(),
            by=staff_of(request),
        )
    except BookingError as refusal:
        form.refuse(refusal)
        return False
    return True


@require_POST
@on_event(Permission.CHECK_IN, Permission.CHANGE_MONEY)
def strike_payment(request: HttpRequest, *, event: Event, reference: str, pk: int) -> HttpResponse:
    """Take back money that was written down by mistake, with a reason."""
    if not Payment.objects.filter(pk=pk, booking__event=event, booking__reference=reference).exists():
        return refused(request)
    try:
        strike_out(pk, now=timezone.now(), by=staff_of(request, request.POST.get("reason", "").strip()[:250]))
        messages.success(request, _("The payment counts no more."))
    except BookingError as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("desk:take_payment", args=[event.pk, reference]))


def _page(request: HttpRequest, event: Event, found: Booking, form: DoorForm, due: Balance) -> HttpResponse:
    people = len(found.attendees.all())
    note_looked_at(request, "booking.viewed", event=event, booking=found, people=people, now=timezone.now())
    title = _("Payments and papers")
    this = (reverse("desk:booking", args=[event.pk, found.reference]), found.name)
    context: dict[str, Any] = {
        "event": event,
        "booking": found,
        "balance": due,
        "form": form if due.due and found.state == BookingState.CONFIRMED else None,
        "payments": found.payments.received().order_by("paid_at", "pk"),
        "papers": found.invoices.order_by("pk") if may(request, Permission.SEE_MONEY) else [],
        "header_title": title,
        "breadcrumbs_items": crumbs(event, this, (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/take_payment.html", context)
