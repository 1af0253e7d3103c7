"""How often one visitor may press: enough for an office behind one address, too little for a machine that tries."""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 60
BOOKINGS = 120
"""Booking forms sent in SECONDS from one address."""

LOST_LINKS = 10
"""Questions for a lost link in SECONDS from one address."""


def is_too_fast(request: HttpRequest, *, doing: str, most: int) -> bool:
    """Count one press, and tell whether it is one too many. Nobody is counted on the machine itself with DEBUG."""
    address = address_of(request)
    if settings.DEBUG and _is_this_machine(address):
        return False
    key = f"pressed-{doing}-{address}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two
        return False


def visitor_of(request: HttpRequest, *, now: dt.datetime) -> str:
    """What stands for one visitor for a day: a hash of the address with a salt of that day. "" for nobody, who is not
    limited: on the machine itself with DEBUG."""
    address = address_of(request)
    if settings.DEBUG and _is_this_machine(address):
        return ""
    salt = f"visitor {now.astimezone(dt.UTC).date().isoformat()}"
    return hmac.new(settings.SECRET_KEY.encode(), f"{salt} {address}".encode(), "sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy of ours the last one in the list, which that proxy wrote."""
    if settings.SECURE_PROXY_SSL_HEADER and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
