"""Adding a booking by hand, for people who ring, write or stand at the door."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.backoffice.access import may, on_event
from events.backoffice.forms.entry import EntryForm
from events.backoffice.log import staff_of
from events.backoffice.parties import live_booking_of, on_offer
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.booking.capacity import read_places
from events.booking.staff import book_for, entered_with
from events.choices import BookingSource
from events.errors import BookingError
from events.models.bookings import Booking
from events.models.checkins import DoorLink
from events.models.events import Event

LONGEST_NUMBER = 18


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHANGE_BOOKINGS)
def add_booking(request: HttpRequest, *, event: Event) -> HttpResponse:
    offer = on_offer(event, now=timezone.now())
    asks_needs = may(request, Permission.SEE_NEEDS)
    form = EntryForm(request.POST if request.method == "POST" else None, offer=offer, asks_needs=asks_needs)
    door = _door_of(request, event)
    if offer.tickets and form.is_valid():
        entered = _enter(request, event, form, source=BookingSource.WALK_IN if door else BookingSource.STAFF)
        if entered is not None and door:
            return redirect(_back_to(door, entered, session=request.POST.get("session", "")))
        if entered is not None:
            messages.success(request, _("The booking is entered."))
            return redirect(reverse("desk:booking", args=[event.pk, entered.reference]))
    return _page(request, event, form, door)


def _door_of(request: HttpRequest, event: Event) -> DoorLink | None:
    """The door that sends somebody for whom no place was free, with what was typed there."""
    number = request.POST.get("door", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return DoorLink.objects.filter(pk=int(number), event=event).first() if is_number else None


def _back_to(door: DoorLink, entered: Booking, *, session: str) -> str:
    """Where the person is found and let in."""
    wanted = {"q": entered.reference} | ({"session": session} if session else {})
    return f"{reverse('door_search', args=[door.pk])}?{urlencode(wanted)}"


def _enter(request: HttpRequest, event: Event, form: EntryForm, *, source: BookingSource) -> Booking | None:
    """None when something was said instead; it stands on the form then."""
    kept, party = form.booker.cleaned_data, form.party
    if form.note_earlier(_other_booking(event, party.email, kept["form_token"])):
        return None
    by = staff_of(request, kept["reason"])
    try:
        return book_for(
            event_id=event.pk,
            party=party,
            now=timezone.now(),
            by=by,
            source=source,
            beyond=kept["beyond"],
            form_token=kept["form_token"],
        )
    except BookingError as refusal:
        form.booker.refuse(refusal)
        return None


def _other_booking(event: Event, email: str, form_token: str) -> Booking | None:
    """One that this very form did not make: a second press finds its own booking."""
    other = live_booking_of(event, email)
    return None if entered_with(form_token, event_id=event.pk) else other


def _page(request: HttpRequest, event: Event, form: EntryForm, door: DoorLink | None) -> HttpResponse:
    title = _("Add a booking")
    context = {
        "event": event,
        "form": form,
        "door": door,
        "session": request.POST.get("session", ""),
        "left": read_places(event, now=timezone.now()).left(),
        "header_title": title,
        "breadcrumbs_items": crumbs(event, (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/add_booking.html", context)
