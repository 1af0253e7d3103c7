"""Where an event is, in one line for a calendar or a mail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.calendars.plain_text import lines, one_line
from events.choices import Attendance
from events.models.events import Event
from events.models.people_places import Venue


def venue_line(venue: Venue, *, language: str) -> str:
    """Name, address, town and postcode: "Example Hall, 1 Sample Street, Wrexham LL00 0AA"."""
    town = f"{venue.in_language('town', language)} {venue.postcode}"
    parts = [venue.in_language("name", language), *lines(venue.address).split("\n"), town]
    return ", ".join(part for part in map(one_line, parts) if part)


def place_line(event: Event, *, language: str) -> str:
    """Where people go, in `language`, which must be the active one; "" when there is nothing to say yet."""
    venue = venue_line(event.venue, language=language) if event.venue else ""
    if event.attendance == Attendance.ONLINE:
        return _("Online")
    if event.attendance == Attendance.HYBRID:
        return _("%(place)s, and online") % {"place": venue} if venue else _("At a venue and online")
    return venue
