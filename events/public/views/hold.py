"""Begins a hold: the press that opens the form keeps places while it is filled in. Opening an address keeps none."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.booking import holds
from events.models.bookings import Booking
from events.models.events import Event
from events.public import form_tokens, visitors
from events.public.forgery import checks_origin, looks_forged
from events.public.held import COOKIE, held_booking, is_running, remember_hold
from events.public.views.under_page import under_page


@checks_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@under_page("book/hold/")
def begin(request: HttpRequest, event: Event, language: str) -> HttpResponseBase:  # noqa: ARG001  (all have it)
    path, code = event.say("path"), request.POST.get("code", "")
    asks = f"?{urlencode({'code': code})}" if code else ""
    response = HttpResponseRedirect(f"{path}book/{asks}", status=303)
    if request.method != "POST" or looks_forged(request):
        return response
    if visitors.is_too_fast(request, doing="hold", most=visitors.BOOKINGS):
        return response
    try:
        token = _keep_places(request, event, code)
    except errors.SoldOut:
        return HttpResponseRedirect(f"{path}{asks}", status=303)  # the page says what can be done instead
    except errors.BookingError:
        return response  # the form itself says what is wrong, or books without a hold
    remember_hold(response, token, path=f"{path}book/", request=request)
    return response


def _keep_places(request: HttpRequest, event: Event, code: str) -> str:
    """The token of a form with a hold: of the one that this browser has already, or of a new one."""
    now, token = timezone.now(), request.COOKIES.get(COOKIE, "")
    if earlier := held_booking(token, event):
        if not is_running(earlier, now=now):
            with suppress(errors.BookingError):  # the form says what has gone
                holds.give_more_time(earlier.pk, now=now)
        return token
    token = form_tokens.new_token(event)
    holds.begin_hold(
        event_id=event.pk,
        size=event.min_per_booking,
        form_token=form_tokens.secret_of(token, event=event) or "",
        visitor=visitors.visitor_of(request, now=now),
        code=code,
        now=now,
    )
    return token


def follow(held: Booking, asked: str, *, size: int, now: dt.datetime) -> None:
    """Make a hold follow what was pressed on its form: "more" time, or a person to "add" or "remove", which makes
    `size`. One that has ended is left alone by the latter two. Raises SoldOut or HoldLimit when there is no room for
    one more, and what the sales window says.
    """
    if asked == "more":
        with suppress(errors.SoldOut, errors.HoldLimit):  # the form says what has gone, and until when it is kept
            holds.give_more_time(held.pk, size=size, now=now)
        return
    try:
        holds.resize_hold(held.pk, size=size, now=now)
    except errors.HoldExpired:
        return
