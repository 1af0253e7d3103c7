"""Calendars as bytes, written by django-ical, with what it leaves out or gets wrong put right.

Everything that is written follows from the rows alone, so the same rows give the same bytes and a calendar program
that asks again is told that nothing has changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import icalendar
from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import override
from django_ical.feedgenerator import ICal20Feed

from events.booking.online import join_url_for
from events.calendars.entries import Entry, entries_of
from events.calendars.plain_text import one_line
from events.calendars.zones import time_zone
from events.choices import DateState, SessionChoice
from events.models.bookings import Attendee, Booking
from events.models.events import Event, Session
from events.models.people_places import EventKind, Organisation, Venue

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Croeso//Events//EN"
ASK_AGAIN = dt.timedelta(hours=1)
KEEP_SECONDS = 3600
FORM = "1"
"""Raise it when the bytes change for rows that have not."""


SHOWN_OF_OTHERS: dict[type[Model], tuple[str, ...]] = {
    Venue: ("name_en", "name_cy", "address", "town_en", "town_cy", "postcode", "latitude", "longitude"),
    Organisation: ("name_en", "name_cy", "email"),
    EventKind: ("name_en", "name_cy"),
}
"""What a feed shows of rows that carry no instant of their last change."""


@dataclass(frozen=True)
class Calendar:
    """One finished calendar. `etag` is quoted as HTTP wants it; `last_modified` is None for an empty calendar."""

    body: bytes
    etag: str
    last_modified: dt.datetime | None
    method: str = "PUBLISH"


class CalendarWriter(ICal20Feed):  # type: ignore[misc]  # django-ical says nothing of its types
    """django-ical's writer, completed: time zones, name, how often to ask again."""

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*args, **kwargs)
        for name in ("categories", "description", "link"):
            if not self.items[-1][name]:
                del self.items[-1][name]  # else it would be written as a line that says nothing

    def write(self, outfile: io.BytesIO, encoding: str) -> None:  # noqa: ARG002  (a calendar is always UTF-8)
        calendar = icalendar.Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", PRODUCT)
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", self.feed["method"])
        if self.feed["is_subscribed"]:
            calendar.add("name", self.feed["title"])
            calendar.add("x-wr-calname", self.feed["title"])
            calendar.add("x-wr-timezone", settings.TIME_ZONE)
            calendar.add("url", self.feed["link"])
            calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
            calendar.add("x-published-ttl", "PT1H")
        for zone in _zones(self.items):
            calendar.add_component(zone)
        self.write_items(calendar)
        outfile.write(calendar.to_ical())


def _zones(items: Iterable[dict[str, Any]]) -> list[icalendar.Timezone]:
    years: dict[str, set[int]] = {}
    for item in items:
        for moment in (item.get("start_datetime"), item.get("end_datetime")):
            key = getattr(getattr(moment, "tzinfo", None), "key", "UTC")
            if moment is not None and key != "UTC":
                years.setdefault(key, set()).add(moment.year)
    return [time_zone(key, min(found) - 1, max(found) + 1) for key, found in sorted(years.items())]


def event_calendar(event: Event, *, language: str) -> Calendar:
    """What anybody may put into their calendar from the event's page. Never holds the link to join."""
    return _calendar(entries_of(event, language=language))


def booked_calendar(booking: Booking, *, people: Sequence[Attendee], language: str, at: dt.datetime) -> Calendar:
    """The entry of somebody who has booked: their own sessions, and the link to join when they are told it.

    `at` is the instant of the news that carries it; a later one replaces the entries of an earlier one.
    """
    event = booking.event
    entries = booked_entries(event, people=people, language=language, sequence=sequence_at(event, at))
    return _calendar(entries, is_busy=True)


def withdrawn_calendar(booking: Booking, *, people: Sequence[Attendee], language: str, at: dt.datetime) -> Calendar:
    """Takes the entries of `booked_calendar` out of a calendar again."""
    event = booking.event
    sequence = sequence_at(event, at) + 1
    entries = booked_entries(event, people=people, language=language, sequence=sequence, tells_link=False)
    return _calendar(entries, method="CANCEL", is_busy=True)


def booked_entries(
    event: Event, *, people: Sequence[Attendee], language: str, sequence: int, tells_link: bool = True
) -> list[Entry]:
    """What these people have in their calendars of an event: the sessions they come to and, if told, how to join."""
    return entries_of(
        event,
        language=language,
        sessions=_chosen(event, people),
        join_url=join_url_for(event, people) if tells_link else "",
        sequence=sequence,
    )


def subscribed_calendar(entries: Sequence[Entry], *, title: str, url: str, language: str) -> Calendar:
    """One person's own calendar, for a program that asks again and again. Its times are busy."""
    return _calendar(entries, is_busy=True, title=one_line(title), url=url, language=language)


def sequence_at(event: Event, at: dt.datetime) -> int:
    """SEQUENCE of what one person is sent: it grows with the event's own and with time, so that a place that was
    cancelled and booked again is in the calendar again."""
    seconds = max(int((at - event.created_at).total_seconds()), 0)
    return event.sequence + 2 * seconds


def _chosen(event: Event, people: Sequence[Attendee]) -> list[Session] | None:
    """The sessions these people come to; None for all."""
    if event.session_choice == SessionChoice.WHOLE:
        return None
    return list({row.session_id: row.session for person in people for row in person.chosen_sessions.all()}.values())


@dataclass(frozen=True)
class Feed:
    """A calendar of many events to subscribe to. Its `etag` costs a few light queries; its `body` is written only
    when it is read, and kept under the etag."""

    events: QuerySet[Event]
    language: str
    title: str
    url: str

    @cached_property
    def etag(self) -> str:
        """Differs as soon as any event, place or name that the feed shows does."""
        told = hashlib.sha256(f"{FORM}\n{self.language}\n{self.title}\n{self.url}\n{settings.SITE_URL}".encode())
        changed_at = Cast("changed_at", TextField())  # as text it need not be read, only compared
        fields = ("venue_id", "host_id", "kind_id", "pk", "sequence", "date_state", changed_at)
        rows = list(self.events.order_by("pk").values_list(*fields))
        told.update(repr(rows).encode())
        for place, (model, shown) in enumerate(SHOWN_OF_OTHERS.items()):
            others = model._default_manager.filter(pk__in={row[place] for row in rows if row[place]})
            told.update(repr(list(others.order_by("pk").values_list("pk", *shown))).encode())
        return f'"{told.hexdigest()[:32]}"'

    @cached_property
    def last_modified(self) -> dt.datetime | None:
        """When any event last changed: one that has just left the feed counts as well."""
        latest: dt.datetime | None = Event.objects.aggregate(latest=Max("changed_at"))["latest"]
        return latest

    @cached_property
    def body(self) -> bytes:
        key = f"feed:{self.etag}"
        if (kept := cache.get(key)) is not None:
            return zlib.decompress(kept)
        body = self._write()
        cache.set(key, zlib.compress(body, level=1), KEEP_SECONDS)
        return body

    def _write(self) -> bytes:
        rows = self.events.exclude(date_state=DateState.TO_BE_CONFIRMED).exclude(starts_at=None)
        # Many events share few places, hosts and kinds: read apart, each of them is built once.
        rows = rows.prefetch_related("venue", "host", "kind", "sessions").order_by("starts_at", "pk")
        with override(self.language):
            entries = [entry for event in rows for entry in entries_of(event, language=self.language)]
        return _write(entries, title=one_line(self.title), url=one_line(self.url), language=self.language)


def feed(events: QuerySet[Event], *, language: str, title: str, url: str) -> Feed:
    """Events of an unsliced queryset, which must hold only what the public may see, in one language.

    Cancelled events stay, so that calendars strike them out; events without a date are left out. `url` is the address
    of the page that lists the same events.
    """
    return Feed(events=events, language=language, title=title, url=url)


def _calendar(
    entries: Sequence[Entry],
    *,
    method: str = "PUBLISH",
    is_busy: bool = False,
    title: str = "",
    url: str = "",
    language: str = "",
) -> Calendar:
    body = _write(entries, method=method, is_busy=is_busy, title=title, url=url, language=language)
    changed_at = max((entry.changed_at for entry in entries), default=None)
    return Calendar(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', changed_at, method)


def _write(
    entries: Iterable[Entry],
    *,
    title: str = "",
    url: str = "",
    language: str = "",
    method: str = "PUBLISH",
    is_busy: bool = False,
) -> bytes:
    writer = CalendarWriter(
        title=title, link=url, description="", language=language or None, method=method, is_subscribed=bool(title)
    )
    for entry in entries:
        writer.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.description,
            unique_id=entry.uid,
            start_datetime=entry.starts,
            end_datetime=entry.ends,
            timestamp=entry.changed_at.astimezone(dt.UTC),
            updateddate=entry.changed_at.astimezone(dt.UTC),
            sequence=entry.sequence,
            status="CANCELLED" if entry.is_off or method == "CANCEL" else "CONFIRMED",
            transparency="OPAQUE" if is_busy else "TRANSPARENT",
            location=entry.location or None,
            geolocation=entry.position,
            categories=[entry.kind] if entry.kind else (),
            organizer=_organizer(entry.organiser),
        )
    written = io.BytesIO()
    writer.write(written, "utf-8")
    return written.getvalue()


def _organizer(organiser: tuple[str, str]) -> icalendar.vCalAddress:
    name, address = organiser
    found = icalendar.vCalAddress(f"mailto:{one_line(address)}")
    if name:
        found.params["CN"] = icalendar.vText(name)
    return found
