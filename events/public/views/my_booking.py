"""A booking as its owner sees it, and what became of a form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from events import errors
from events.booking import waitlist
from events.booking.bookings import require_changeable
from events.booking.changes import CHANGEABLE, send_again
from events.booking.links import link_of
from events.choices import LIVE, BookingState, LinkPurpose
from events.documents.qr import pattern
from events.models.bookings import Attendee, Booking
from events.payments.balance import balance
from events.public import refusals, visitors
from events.public.forgery import looks_forged
from events.public.links import booking_path, remember
from events.public.money import money_of
from events.public.views.add import can_grow
from events.public.views.certificates import certificates_path
from events.public.views.change import change_until
from events.public.views.opened import about, coming_of, link_dead, opens_booking, people_of

LANDING = {
    LinkPurpose.OFFER: "booking_offer",
    LinkPurpose.TICKET: "booking_tickets",
    LinkPurpose.INVOICE: "booking_invoice",
}
"""Where a link leads that is not for the booking itself."""

JUST_PLACED = frozenset({BookingState.CONFIRMED, BookingState.WAITING, BookingState.REQUESTED})

SAVED = {
    "changed": _("Saved. The changes are in your booking."),
    "given": _("Saved. The place has a new name, and the old ticket no longer works."),
    "added": _("Saved. One more person is on your booking."),
}
"""What is said after a page that led back here."""

SHORT_LINE = 7

QR_AT_ONCE = 10
"""Tickets drawn on one page; all of them are in the PDF."""


@never_cache
@require_http_methods(["GET", "HEAD"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange a secret address for a cookie and a clean one. Opening it, however often, changes nothing."""
    try:
        link = link_of(token, now=timezone.now())
    except errors.LinkDead:
        return link_dead(request)
    name = LANDING.get(LinkPurpose(link.purpose), "booking")
    if request.GET.get("next") == "tickets":
        name = "booking_tickets"
    response = HttpResponseRedirect(booking_path(link.booking.reference, name))
    remember(response, token, link.booking, request=request)
    return response


@opens_booking("GET")
def placed(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """What became of the form. A booking that has moved on since is shown as it is now."""
    context = about(request, booking, now)
    if context["state"] == BookingState.HELD and booking.pay_by:
        return HttpResponseRedirect(booking_path(booking.reference, "booking_pay"))
    if context["state"] not in JUST_PLACED:
        return HttpResponseRedirect(booking_path(booking.reference))
    people, position = coming_of(people_of(booking)), waitlist.position(booking)
    context |= {
        "number": len(people),
        "tickets": [_ticket(person) for person in people[:QR_AT_ONCE]] if booking.state == "confirmed" else [],
        "position": position,
        "line": line_to(position) if position else [],
        "manage_url": booking_path(booking.reference),
        **_papers(booking, context["state"]),
    }
    return render(request, "events/booking/confirmed.html", context)


@opens_booking("GET", "POST")
def my_booking(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Who, what and when, and what can be done. A POST sends its mail again."""
    context = about(request, booking, now)
    is_promised = context["state"] in LIVE and not booking.event.is_cancelled
    if request.method == "POST" and not looks_forged(request) and is_promised:
        if visitors.is_too_fast(request, doing="send_again", most=visitors.LOST_LINKS):
            context["refusal"] = refusals.TooFast()
        else:
            send_again(booking.pk, now=now)
            context["saved"] = _("We are sending the e-mail again.")
    people = people_of(booking)
    number = len(coming_of(people))
    is_on = context["state"] in CHANGEABLE and not booking.event.is_cancelled
    can_change = is_on and _is_changeable(booking, now)
    context.setdefault("saved", SAVED.get(request.GET.get("saved", "")))
    context |= {
        "people": people,
        "money": money_of(booking, people),
        "number": number,
        "can_change": can_change,
        "is_too_late": is_on and not can_change and not booking.event.is_over(now),
        "change_url": booking_path(booking.reference, "booking_change"),
        "give_url": booking_path(booking.reference, "booking_give"),
        "pass_on_url": booking_path(booking.reference, "booking_pass_on") if can_change else "",
        "add_url": booking_path(booking.reference, "booking_add")
        if can_change and can_grow(booking, number, now)
        else "",
        "position": waitlist.position(booking),
        "can_cancel": is_promised and _is_changeable(booking, now),
        "change_until": change_until(booking),
        "stands": balance(booking) if any(person.price for person in people) else None,
        "pay_url": booking_path(booking.reference, "booking_pay"),
        "cancel_url": booking_path(booking.reference, "booking_cancel"),
        "offer_url": booking_path(booking.reference, "booking_offer"),
        "own_calendar_url": booking_path(booking.reference, "booking_own_calendar")
        if booking.email and is_promised
        else "",
        "certificates_url": certificates_path(booking, now=now),
        **_papers(booking, context["state"]),
    }
    return render(request, "events/my_booking/booking.html", context)


def line_to(position: int) -> list[int | None]:
    """Who is shown of the line up to this position: all of a short one; of a long one both ends, with None between."""
    if position <= SHORT_LINE:
        return list(range(1, position + 1))
    return [1, 2, 3, None, position - 2, position - 1, position]


def _ticket(person: Attendee) -> dict[str, Any]:
    return {"name": person.name, "ticket_name": person.ticket_type.name, "qr": pattern(person.code)}


def _papers(booking: Booking, state: BookingState) -> dict[str, str]:
    """Addresses of what a confirmed booking has besides its page."""
    if state != BookingState.CONFIRMED or booking.event.is_cancelled:
        return {}
    return {
        "calendar_url": booking_path(booking.reference, "booking_calendar"),
        "tickets_url": booking_path(booking.reference, "booking_tickets"),
    }


def _is_changeable(booking: Booking, now: dt.datetime) -> bool:
    try:
        require_changeable(booking.event, now=now)
    except errors.TooLateToChange:
        return False
    return True


@require_GET
def without_reference(_request: HttpRequest) -> HttpResponse:
    """ "My booking" without saying which: we can send a link."""
    return HttpResponseRedirect(reverse("booking_lost"))
