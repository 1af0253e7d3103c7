"""All bookings of one person in the calendar of their telephone: the secret link to it, and what it answers."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import errors
from events.booking.calendar_links import bookings_behind, calendar_link_of, make_calendar_link, stop_calendar_link
from events.booking.fresh_links import send_links
from events.booking.links import proves_mailbox
from events.calendars.entries import in_each
from events.calendars.ical import CONTENT_TYPE
from events.calendars.personal import personal_calendar
from events.choices import LIVE
from events.models.bookings import Booking
from events.public import refusals, visitors
from events.public.forgery import looks_forged
from events.public.links import SECRET_COOKIE, booking_path
from events.public.views.opened import about, opens_booking

PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@opens_booking("GET", "POST")
def own_calendar(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Makes, replaces and stops the link. It holds every booking of the address, so it is for those only who opened a
    link that was mailed there; others can have one sent."""
    if not booking.email:
        return HttpResponseRedirect(booking_path(booking.reference))
    context = about(request, booking, now)
    context |= {
        "is_proven": proves_mailbox(request.COOKIES.get(SECRET_COOKIE, ""), booking=booking),
        "can_send": context["state"] in LIVE,
        "lost_url": reverse("booking_lost"),
    }
    if request.method == "POST":
        context |= _done(request, booking, context, now)
    context["link"] = calendar_link_of(booking) if context["is_proven"] else None
    return render(request, "events/my_booking/calendar.html", context)


def _done(request: HttpRequest, booking: Booking, context: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    """What the pressed button did, for the page to say."""
    if looks_forged(request):
        return {"refusal": refusals.FormTooOld()}
    if "send" in request.POST and context["can_send"]:
        if visitors.is_too_fast(request, doing="send_again", most=visitors.LOST_LINKS):
            return {"refusal": refusals.TooFast()}
        send_links(email=booking.email, event_id=booking.event_id, now=now)
        return {"sent": True}
    if not context["is_proven"]:
        return {}
    if "stop" in request.POST:
        stop_calendar_link(booking=booking)
        return {"stopped": True}
    if "make" in request.POST:
        return _addresses(make_calendar_link(booking=booking, language=(get_language() or "en")[:2], now=now))
    return {}


def _addresses(token: str) -> dict[str, str]:
    """Of the calendar: for programs on this device, and to copy."""
    path = reverse("own_calendar", args=[token])
    return {
        "webcal_url": f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}",
        "calendar_url": f"{settings.SITE_URL}{path}",
    }


@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the calendar program reads. Asked again with the ETag it has, it is told that nothing has changed."""
    try:
        link, bookings = bookings_behind(token, now=timezone.now())
    except errors.LinkDead:
        text = in_each(
            "", lambda _language: _("This link to a calendar has been stopped, or is an old one."), between="\n"
        )
        return HttpResponse(text, status=410, content_type="text/plain; charset=utf-8", headers=PRIVATE)
    with override(link.language):
        title = _("My bookings")
        found = personal_calendar(bookings, language=link.language, title=title, url=f"{settings.SITE_URL}/bookings/")
    headers = PRIVATE | {"ETag": found.etag, "Content-Disposition": 'inline; filename="bookings.ics"'}
    response = HttpResponse(found.body, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=found.etag, response=response) or response
