"""One act on one booking: a page that says what will happen and asks why, and the press that does it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.backoffice.access import on_event, refused
from events.backoffice.acts import ACTS, Act, Order
from events.backoffice.board import filled_in
from events.backoffice.forms.acts import ActForm
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.booking.waitlist import position
from events.errors import BookingError
from events.models.bookings import Booking
from events.models.events import Event


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHANGE_BOOKINGS)
def act(request: HttpRequest, *, event: Event, reference: str, act: str) -> HttpResponse:
    found, wanted = filled_in(event).filter(reference=reference).first(), ACTS.get(act)
    if found is None or wanted is None:
        return refused(request)
    form = ActForm(request.POST if request.method == "POST" else None, act=wanted)
    if form.is_valid() and _carried_out(request, found, wanted, form):
        messages.success(request, str(wanted.done))
        return redirect(_back(request, found))
    return _page(request, event, found, wanted, form)


def _carried_out(request: HttpRequest, found: Booking, act: Act, form: ActForm) -> bool:
    by = staff_of(request, form.reason)
    try:
        act.carry_out(Order(booking=found.pk, now=timezone.now(), by=by, beyond=form.beyond))
    except BookingError as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(request: HttpRequest, found: Booking) -> str:
    """To the event, when its page was where somebody came from."""
    if request.POST.get("back") == "event":
        return reverse("desk:event", args=[found.event_id])
    return reverse("desk:booking", args=[found.event_id, found.reference])


def _page(request: HttpRequest, event: Event, found: Booking, act: Act, form: ActForm) -> HttpResponse:
    people = found.attendees.count()
    note_looked_at(request, "booking.viewed", event=event, booking=found, people=people, now=timezone.now())
    bookings = (reverse("desk:bookings", args=[event.pk]), _("Bookings"))
    this = (reverse("desk:booking", args=[event.pk, found.reference]), found.name)
    context = {
        "event": event,
        "booking": found,
        "position": position(found),
        "act": act,
        "form": form,
        "suits": act.suits(found),
        "back": "event" if "event" in (request.GET.get("back"), request.POST.get("back")) else "",
        "header_title": str(act.label),
        "breadcrumbs_items": crumbs(event, bookings, this, (request.path, str(act.label))),
    }
    return TemplateResponse(request, "events/backoffice/act.html", context)
