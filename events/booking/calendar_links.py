"""The secret address at which a calendar reads all bookings of one person. One for each e-mail address."""

from __future__ import annotations

import datetime as dt
import secrets

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from events import errors
from events.models.bookings import Booking
from events.models.codes import digest
from events.models.messages import CalendarLink

MONTHS_AFTER_LAST = 12
"""How long an event stays in the calendar, and how long its last event keeps the link alive."""


def make_calendar_link(*, booking: Booking, language: str, now: dt.datetime) -> str:
    """A new token of 256 random bits for everything that the address of this booking has booked. An older one dies.

    Ask `links.proves_mailbox` first. The token is returned once and cannot be read again.
    """
    token = secrets.token_urlsafe(32)
    facts = {"token_hash": digest(token), "language": language, "created_at": now}
    CalendarLink.objects.update_or_create(email_key=booking.email_key, defaults=facts)
    return token


def calendar_link_of(booking: Booking) -> CalendarLink | None:
    return CalendarLink.objects.filter(email_key=booking.email_key).first()


def stop_calendar_link(*, booking: Booking) -> None:
    CalendarLink.objects.filter(email_key=booking.email_key).delete()


def bookings_behind(token: str, *, now: dt.datetime) -> tuple[CalendarLink, list[Booking]]:
    """The link, and every booking that its address has now, in the order in which they were made.

    Raises LinkDead for a token that was never given out, was replaced or stopped, and once the last event is over for
    twelve months. What was passed on to somebody else has their address, and is theirs.
    """
    link = CalendarLink.objects.filter(token_hash=digest(token)).first()
    if link is None:
        raise errors.LinkDead
    bookings = (
        _recent(now).filter(email_key=link.email_key).select_related("event__kind", "event__venue", "event__host")
    )
    people = "attendees__chosen_sessions__session"
    found = list(
        bookings.prefetch_related("event__sessions", "event__ticket_types", people).order_by("created_at", "pk")
    )
    if not found:
        raise errors.LinkDead
    return link, found


def finished_calendar_links(now: dt.datetime) -> QuerySet[CalendarLink]:
    """Links that open nothing any more: they need not be kept."""
    return CalendarLink.objects.exclude(Exists(_recent(now).filter(email_key=OuterRef("email_key"))))


def _recent(now: dt.datetime) -> QuerySet[Booking]:
    since = now - relativedelta(months=MONTHS_AFTER_LAST)
    ahead = Q(event__starts_at=None) | Q(event__starts_at__gt=since) | Q(event__ends_at__gt=since)
    return Booking.objects.filter(ahead)
