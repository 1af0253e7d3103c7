"""Certificates of attendance: for those who came, and a page that says whether one is true."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.choices import BookingState
from events.documents.certificates import CameTo, certificate_pages, hours_text
from events.errors import PrintingUnavailable
from events.models.bookings import Attendee, Booking
from events.public import refusals, visitors
from events.public.links import booking_path
from events.public.views.opened import about, opens_booking
from events.reports.certificates import certificates_for, confirm
from home.dates import days_text

MOST_CHECKS = 30
"""Codes that one address may ask for in a while; somebody with a pile of certificates waits a little."""


def certificates_path(booking: Booking, *, now: dt.datetime) -> str:
    """Where the certificates of a booking are, once the event is over and somebody of it came; else ""."""
    if booking.state != BookingState.CONFIRMED or not booking.event.is_over(now):
        return ""
    somebody_came = Attendee.objects.filter(booking=booking).attended().exists()
    return booking_path(booking.reference, "booking_certificates") if somebody_came else ""


@opens_booking("GET")
def own(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """One page for each person of the booking who came."""
    language = (get_language() or "en")[:2]
    if not certificates_path(booking, now=now):
        return HttpResponseRedirect(booking_path(booking.reference))
    try:
        pages = certificate_pages(certificates_for(booking.attendees.all(), booking.event), language=language)
    except PrintingUnavailable:
        return render(request, "events/my_booking/no_printing.html", about(request, booking, now), status=503)
    response = HttpResponse(pages, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{booking.reference}-certificates.pdf"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def check(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Says whether a certificate is true, to everybody who has its code. Codes cannot be tried out in numbers."""
    wish = request.GET.get("language")
    with override(wish) if wish in dict(settings.LANGUAGES) else nullcontext():
        return _check_page(request, code or request.GET.get("code", ""))


def _check_page(request: HttpRequest, code: str) -> HttpResponse:
    language = (get_language() or "en")[:2]
    other = "en" if language == "cy" else "cy"
    context: dict[str, Any] = {"code": code[:60], "other_language_url": f"{request.path}?language={other}"}
    status = 200
    if code and visitors.is_too_fast(request, doing="certificate", most=MOST_CHECKS):
        context["refusal"], status = refusals.TooFast(), 429
    elif code:
        found = confirm(code)
        context["is_asked"] = True
        if found:
            context["found"] = found
            context["came_to"] = [_shown(event, language) for event in found.came_to]
            context["host"] = found.hosts.get(language, "")
            context["hours"] = hours_text(found.hours)
    response = render(request, "events/certificates/check.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(event: CameTo, language: str) -> dict[str, str]:
    return {
        "title": event.titles.get(language, ""),
        "when": capfirst(days_text(event.first, event.last, language=language)),
        "where": event.places.get(language, ""),
        "hours": hours_text(event.hours),
    }
