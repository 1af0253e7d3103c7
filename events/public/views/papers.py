"""Calendar files and tickets."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from events.calendars.ical import CONTENT_TYPE, Calendar, booked_calendar, event_calendar
from events.choices import BookingState, DateState, LinkPurpose
from events.errors import PrintingUnavailable
from events.models.bookings import Booking
from events.public.bookable import find_event, restricted_page
from events.public.links import booking_path
from events.public.tickets import tickets_of
from events.public.views.opened import BOOKER, about, opens_booking

COMES = BOOKER | {LinkPurpose.TICKET}
"""Links of people who come. Whoever only pays sees no ticket and no link to join."""


@require_http_methods(["GET", "HEAD"])
def event_entry(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    """One event for anybody's calendar. An event by invitation, or on a page that is not for everybody, has none."""
    event = find_event(path, language=language)
    if event is None or event.is_by_invitation or restricted_page(event, language=language):
        raise Http404
    return _calendar(request, event_calendar(event, language=language), name=event.slug)


@opens_booking("GET", purposes=COMES)
def booked_entry(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """The entry of somebody who has booked, with the link to join."""
    if booking.state != BookingState.CONFIRMED:
        return HttpResponseRedirect(booking_path(booking.reference))
    people = booking.attendees.filter(cancelled_at=None).prefetch_related("chosen_sessions__session")
    language = (get_language() or "en")[:2]
    calendar = booked_calendar(booking, people=list(people), language=language, at=now)
    return _calendar(request, calendar, name=booking.reference)


@opens_booking("GET", purposes=COMES)
def tickets(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """All tickets of a confirmed booking in one PDF. There are none for an event that does not take place: the
    booking's page says so."""
    if booking.state != BookingState.CONFIRMED or booking.event.date_state == DateState.CANCELLED:
        return HttpResponseRedirect(booking_path(booking.reference))
    try:
        pages = tickets_of(booking)
    except PrintingUnavailable:
        return render(request, "events/my_booking/no_printing.html", about(request, booking, now), status=503)
    response = HttpResponse(pages, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{booking.reference}.pdf"'
    return response


def _calendar(request: HttpRequest, calendar: Calendar, *, name: str) -> HttpResponseBase:
    response = HttpResponse(calendar.body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response["ETag"] = calendar.etag
    modified = calendar.last_modified
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    found = get_conditional_response(
        request, etag=calendar.etag, last_modified=int(modified.timestamp()) if modified else None, response=response
    )
    return found or response
