"""How a browser shows that it may see a booking: a secret link sets a cookie for that booking's own addresses."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from events import errors
from events.booking.links import link_of
from events.choices import LinkPurpose
from events.models.bookings import Booking
from events.models.messages import SecretLink

SECRET_COOKIE = "booking"  # noqa: S105  (its name, not its value)
LANGUAGE_COOKIE = "language"

ANY_PURPOSE = frozenset(LinkPurpose)


def booking_path(reference: str, name: str = "booking") -> str:
    """The address of a booking's page: "booking", "booking_placed", "booking_cancel", …"""
    return reverse(name, args=[reference])


def remember(response: HttpResponseBase, token: str, booking: Booking, *, request: HttpRequest) -> None:
    """Let this browser open the booking until it is closed. The cookie goes to no other address."""
    _keep(response, SECRET_COOKIE, token, booking, request=request)


def remember_language(response: HttpResponseBase, language: str, booking: Booking, *, request: HttpRequest) -> None:
    _keep(response, LANGUAGE_COOKIE, language, booking, request=request)


def _keep(response: HttpResponseBase, name: str, value: str, booking: Booking, *, request: HttpRequest) -> None:
    path = booking_path(booking.reference)
    response.set_cookie(name, value, path=path, httponly=True, samesite="Lax", secure=request.is_secure())


def open_booking(request: HttpRequest, reference: str, *, now: dt.datetime, purposes: frozenset[str]) -> SecretLink:
    """The link that this browser was given for this booking. Raises LinkDead without one, or for one that is for
    something else."""
    link = link_of(request.COOKIES.get(SECRET_COOKIE, ""), now=now)
    if link.booking.reference != reference or link.purpose not in purposes:
        raise errors.LinkDead
    return link


def language_for(request: HttpRequest, booking: Booking) -> str:
    """The language asked for just now or earlier for this booking, else the one it was made in."""
    known = dict(settings.LANGUAGES)
    wishes = (
        request.GET.get("language", ""),
        request.POST.get("switch", ""),
        request.COOKIES.get(LANGUAGE_COOKIE, ""),
        booking.language,
    )
    return next((wish for wish in wishes if wish in known), (get_language() or "en")[:2])
