"""Opens a booking for the browser that was given its link, in the language of the booking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.choices import ENDED, BookingState, LinkPurpose
from events.models.bookings import Attendee, Booking
from events.public.forgery import notes_forgery
from events.public.links import LANGUAGE_COOKIE, booking_path, language_for, open_booking, remember_language

OpenedView = Callable[[HttpRequest, Booking, dt.datetime], HttpResponseBase]
Otherwise = Callable[[HttpRequest, str], HttpResponse | None]

BOOKER = frozenset({LinkPurpose.MANAGE, LinkPurpose.OFFER})
"""Links that were sent to the person who booked."""

SAID_AS = {BookingState.REQUESTED: "held"} | dict.fromkeys(ENDED, "cancelled")
"""What result pages tell machines, where it is another word than the state's own."""


def opens_booking(
    *methods: str, purposes: frozenset[str] = BOOKER, otherwise: Otherwise = lambda *_: None
) -> Callable[[OpenedView], Any]:
    """A view of (request, booking, now) behind a secret link. Others get the answer of `otherwise`, or see that they
    have no link that opens it."""

    def decorate(view: OpenedView) -> Any:
        @notes_forgery
        @never_cache
        @require_http_methods(["HEAD", *methods])
        @wraps(view)
        def opened(request: HttpRequest, reference: str) -> HttpResponseBase:
            now = timezone.now()
            try:
                booking = open_booking(request, reference, now=now, purposes=purposes).booking
            except errors.LinkDead:
                return otherwise(request, reference) or link_dead(request)
            language = language_for(request, booking)
            with override(language):
                response = view(request, booking, now)
            if "language" in request.GET or "switch" in request.POST:
                remember_language(response, language, booking, request=request)
            response["Content-Language"] = language
            response["X-Robots-Tag"] = "noindex"
            return response

        return opened

    return decorate


def link_dead(request: HttpRequest) -> HttpResponse:
    """410 and not 404, which would be looked for again under each language."""
    wish = request.GET.get("language") or request.COOKIES.get(LANGUAGE_COOKIE)
    with override(wish if wish in dict(settings.LANGUAGES) else get_language()):
        spoken = (get_language() or "en")[:2]
        context = {
            "lost_url": f"{reverse('booking_lost')}?language={spoken}",
            "other_language_url": f"{request.path}?language={'en' if spoken == 'cy' else 'cy'}",
        }
        response = render(request, "events/my_booking/link_dead.html", context, status=410)
    response["Content-Language"] = spoken
    return response


def state_at(booking: Booking, now: dt.datetime) -> BookingState:
    """How a booking stands at this instant: an offer ends by the clock, whether or not anybody noted it yet."""
    state = BookingState(booking.state)
    if state == BookingState.OFFERED and booking.deadline_at is not None and booking.deadline_at <= now:
        return BookingState.LAPSED
    return state


def about(request: HttpRequest, booking: Booking, now: dt.datetime) -> dict[str, Any]:
    """What every page of a booking shows; the other language is a link to the same page and step."""
    event, state = booking.event, state_at(booking, now)
    other = "en" if get_language() == "cy" else "cy"
    return {
        "booking": booking,
        "event": event,
        "words": {"title": event.say("title")},
        "state": state,
        "said_state": SAID_AS.get(state, state),
        "event_url": event.say("path"),
        "booking_url": booking_path(booking.reference),
        "other_language_url": f"{request.path}?language={other}",
    }


def people_of(booking: Booking) -> list[Attendee]:
    """Everybody on the booking, also those who no longer come, with their tickets. One query."""
    return list(booking.attendees.select_related("ticket_type").order_by("position", "pk"))


def coming_of(people: list[Attendee]) -> list[Attendee]:
    return [person for person in people if person.cancelled_at is None]
