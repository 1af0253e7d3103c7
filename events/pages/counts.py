"""What a page says of booking: it changes with each booking, while everything else on the page stays.

A kept page is brought up to date by drawing only these pieces again, from five queries.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from events.booking.capacity import Places, public_places, read_places, waiting_parties
from events.booking.holds import needs_hold
from events.choices import Attendance, DateState
from events.models.events import Event, Session, TicketType
from events.pages.sales import sales_shown
from events.payments.payable import can_be_paid
from events.templatetags.price_words import price_sort
from home.frame import frame_of, site_of

PIECES = (
    "events/_badges.html",
    "events/event/_structured.html",
    "events/event/_notice.html",
    "events/event/_sessions.html",
    "events/event/_booking_box.html",
    "events/event/_bar.html",
)
"""Templates that show numbers; the page draws each of them once, with `counted`."""


def stored_event(key: uuid.UUID) -> Event | None:
    """The booked event with everything that its page shows of it."""
    rows = Event.objects.filter(key=key).select_related("kind", "host", "venue")
    return rows.prefetch_related("ticket_types", "sessions").first()


def counted_context(event: Event, *, path: str, now: dt.datetime) -> dict[str, Any]:
    """Rows and numbers as of now. `path` is the address of the page."""
    ticket_types = [row for row in event.ticket_types.all() if not row.withdrawn]
    sessions = [row for row in event.sessions.all() if not row.withdrawn]
    # All rows, for places of a withdrawn ticket are still taken in the room.
    places = read_places(event, now=now, ticket_types=event.ticket_types.all(), sessions=event.sessions.all())
    shown = public_places(places, queue=waiting_parties(event.pk) if places.left() == 0 else ())
    return {
        "event": event,
        "sales": sales_shown(event, shown, now=now, ticket_types=ticket_types),
        "is_over": event.is_over(now),
        "prices": price_sort(ticket_types),
        "ticket_types": _with_own_places(ticket_types, places, event),
        "halves": _halves(event, places),
        "change_until": _change_until(event),
        "sessions": _with_places(sessions, places),
        "hold_url": f"{path}book/hold/" if needs_hold(shown, ticket_types, now=now) else "",
    }


def places_now(event: Event, *, path: str, known: str, now: dt.datetime) -> HttpResponse:
    """What is left, for a page that says `known`: 204, which changes nothing there, while that is still so."""
    context = counted_context(event, path=path, now=now)
    left = context["sales"].places_left
    if known == ("unlimited" if left is None else str(left)):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    piece = render_to_string("events/event/_places_now.html", context)
    return HttpResponse(piece, headers={"Cache-Control": "no-store"})


def _with_places(sessions: Sequence[Session], places: Places) -> Sequence[Session]:
    for session in sessions:
        session.places_left = places.free(("session", session.pk))  # type: ignore[attr-defined]
    return sessions


def _with_own_places(ticket_types: Sequence[TicketType], places: Places, event: Event) -> Sequence[TicketType]:
    """Each kind of ticket with what is left of it alone (None where it has no limit of its own), and whether people
    can pay for it here."""
    for row in ticket_types:
        half = ("online" if row.attendance == Attendance.ONLINE else "room", 0)
        own = [free for free in (places.free(("ticket_type", row.pk)), places.free(half)) if free is not None]
        row.places_left = min(own) if own else None  # type: ignore[attr-defined]
        row.can_be_paid = can_be_paid(row, event)  # type: ignore[attr-defined]
    return ticket_types


def _halves(event: Event, places: Places) -> dict[str, int | None]:
    """What is left in the room and online, of an event that has both and limits either."""
    if event.attendance != Attendance.HYBRID:
        return {}
    free = {name: places.free((name, 0)) for name in ("room", "online")}
    return {} if set(free.values()) == {None} else free


def _change_until(event: Event) -> dt.datetime | None:
    """Until when bookers can change or cancel by themselves, where that is earlier than the start."""
    if event.starts_at is None or not event.change_until_hours:
        return None
    return event.starts_at - dt.timedelta(hours=event.change_until_hours)


@dataclass(frozen=True)
class CountedPieces:
    """How to draw the pieces of one page again. `said` holds the words and addresses that its pieces name; all of it
    belongs to the page as it was published at `projected_at`."""

    key: uuid.UUID
    projected_at: dt.datetime
    language: str
    said: dict[str, Any]

    @classmethod
    def of(cls, context: dict[str, Any], request: HttpRequest) -> CountedPieces | None:
        """From the context of a page. None for an event that is not booked now: its page hardly ever changes."""
        event: Event = context["event"]
        if event.projected_at is None or not _is_booked_now(event, is_over=context["is_over"]):
            return None
        names = (
            "words",
            "index_url",
            "book_url",
            "calendar_url",
            "places_url",
            "share_url",
            "share_picture",
            "code",
            "siblings",
        )
        said = {name: context.get(name) for name in names} | {"contact": frame_of(site_of(request))["contact"]}
        return cls(event.key, event.projected_at, get_language() or "en", said)

    def draw(self, *, now: dt.datetime) -> tuple[Event, dict[str, str]] | None:
        """The event as it is now, and each piece by the name of its template. None when the whole page is due."""
        event = stored_event(self.key)
        if event is None or event.projected_at != self.projected_at:
            return None
        context = {**self.said, **counted_context(event, path=self.said["words"]["path"], now=now)}
        if not _is_booked_now(event, is_over=context["is_over"]):
            return None
        with override(self.language):
            return event, {name: render_to_string(name, context) for name in PIECES}


def _is_booked_now(event: Event, *, is_over: bool) -> bool:
    return event.is_live and event.date_state == DateState.FIXED and not is_over
