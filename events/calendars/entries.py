"""Which calendar entries an event makes, and what each of them says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events.calendars.places import place_line
from events.calendars.plain_text import lines, one_line
from events.choices import Attendance, DateState
from events.models.events import Event, Session
from home.dates import first_day, last_day, times_text

OFF = frozenset({DateState.CANCELLED, DateState.POSTPONED})
"""States in which nobody should come at the time that the event still carries."""

LAST_MINUTE = dt.time(23, 59)

Moment = dt.date | dt.datetime


@dataclass(frozen=True)
class Entry:
    """One VEVENT. `starts` and `ends` are days (`ends` exclusive) or instants in the event's zone."""

    uid: str
    title: str
    description: str
    url: str
    starts: Moment
    ends: Moment | None
    changed_at: dt.datetime
    sequence: int
    is_off: bool
    location: str
    position: tuple[float, float] | None
    kind: str
    organiser: tuple[str, str]

    @property
    def year(self) -> int:
        return self.starts.year


def entries_of(
    event: Event,
    *,
    language: str,
    sessions: Sequence[Session] | None = None,
    join_url: str = "",
    sequence: int | None = None,
) -> list[Entry]:
    """The entries of an event with a date, in the order of their starts; none while the date is to be confirmed.

    An event whose sessions lie on several days makes one entry for each session (or for each of those given),
    any other event one entry in all. `language` "" says everything in Welsh and in English.
    """
    if event.starts_at is None or event.date_state == DateState.TO_BE_CONFIRMED:
        return []
    everything = [row for row in event.sessions.all() if row.starts_at and not row.withdrawn]
    chosen = everything if sessions is None else [row for row in sessions if row.starts_at]
    if chosen and len({first_day(row.starts_at, event.zone) for row in everything if row.starts_at}) > 1:
        chosen = sorted(chosen, key=lambda row: (row.starts_at, row.pk))
        return [_entry(event, row, language, join_url, sequence) for row in chosen]
    within = [] if sessions is None else chosen
    return [_entry(event, None, language, join_url, sequence, within=within)]


def _entry(
    event: Event,
    session: Session | None,
    language: str,
    join_url: str,
    sequence: int | None,
    *,
    within: Sequence[Session] = (),
) -> Entry:
    dated = session or event
    if dated.starts_at is None:
        raise ValueError("a calendar entry needs a date")
    starts, ends = span(dated.starts_at, dated.ends_at, event.zone)

    def description(spoken: str) -> str:
        return _description(event, session, spoken, join_url, within)

    return Entry(
        uid=uid_of(event, session),
        title=in_each(language, lambda spoken: _title(event, session, spoken), between=" / "),
        description=in_each(language, description, between="\n\n"),
        url=page_url(event, language=language),
        starts=starts,
        ends=ends,
        changed_at=event.changed_at or event.created_at,
        sequence=event.sequence if sequence is None else sequence,
        is_off=event.date_state in OFF,
        location=in_each(language, lambda spoken: place_line(event, language=spoken), between=" / "),
        position=_position(event),
        kind=in_each(language, lambda spoken: _kind(event, spoken), between=" / "),
        organiser=organiser(event, language=language),
    )


def span(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo) -> tuple[Moment, Moment | None]:
    """Start and end for a calendar.

    From midnight to midnight (or to 11.59pm, or with no end at all) is whole days, and the day after the last is the
    end, because a calendar's DTEND is exclusive. Anything else is instants in the zone.
    """
    local = starts_at.astimezone(zone)
    end = ends_at.astimezone(zone) if ends_at else None
    clock_of_end = end.time().replace(second=0, microsecond=0) if end else dt.time()
    if local.time() == dt.time() and clock_of_end in (dt.time(), LAST_MINUTE):
        return local.date(), last_day(starts_at, ends_at, zone) + dt.timedelta(days=1)
    return local, end


def uid_of(event: Event, session: Session | None = None) -> str:
    """An identifier that survives every change of title, slug, date and page."""
    name = f"event-{event.key}" + (f"-session-{session.key}" if session else "")
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"


def page_url(event: Event, *, language: str) -> str:
    """The address of the event's page, in the other language where this one has none; "" when none is live."""
    path = one_line(event.say("path", language or "cy"))
    return f"{settings.SITE_URL}{path}" if path else ""


def organiser(event: Event, *, language: str) -> tuple[str, str]:
    """Name and address that calendars ask for (RFC 5546): the host's, else the site's own."""
    site_name, site_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = event.host
    if host is None:
        return one_line(site_name), site_address
    name = in_each(language, lambda spoken: host.in_language("name", spoken), between=" / ")
    return one_line(name), host.email or site_address


def in_each(language: str, say: Callable[[str], str], *, between: str) -> str:
    """What `say` says in the language, or in Welsh and then in English when it is ""; the same is not said twice."""
    if language and language == get_language():
        return say(language)
    said = []
    for spoken in (language,) if language else ("cy", "en"):
        with override(spoken):
            said.append(say(spoken))
    return between.join(dict.fromkeys(text for text in said if text))


def _title(event: Event, session: Session | None, language: str) -> str:
    title = one_line(event.say("title", language))
    if session and (part := one_line(session.say("title", language))) not in ("", title):
        title = _("%(event)s: %(session)s") % {"event": title, "session": part}
    if event.date_state == DateState.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if event.date_state == DateState.POSTPONED:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def _description(event: Event, session: Session | None, language: str, join_url: str, within: Iterable[Session]) -> str:
    parts = [
        lines(event.say("reason", language)) if event.date_state in OFF else "",
        lines(session.say("description", language)) if session else "",
        lines(event.say("summary", language)),
        "\n".join(_session_line(event, row, language) for row in within),
        _("Join online: %(address)s") % {"address": one_line(join_url)} if join_url else "",
        page_url(event, language=language),
    ]
    return "\n\n".join(part for part in parts if part)


def _session_line(event: Event, session: Session, language: str) -> str:
    if session.starts_at is None:
        return one_line(session.say("title", language))
    times = times_text(session.starts_at, session.ends_at, event.zone, language=language)
    return f"{times}: {one_line(session.say('title', language))}"


def _kind(event: Event, language: str) -> str:
    return one_line(event.kind.in_language("name", language)) if event.kind else ""


def _position(event: Event) -> tuple[float, float] | None:
    venue = event.venue
    if event.attendance == Attendance.ONLINE or venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return float(venue.latitude), float(venue.longitude)
