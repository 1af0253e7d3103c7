"""Which entries the calendar of one person holds: what they booked, and what they have cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.calendars.entries import Entry
from events.calendars.ical import Calendar, booked_entries, sequence_at, subscribed_calendar
from events.choices import BookingState
from events.models.bookings import Attendee, Booking


def personal_calendar(bookings: Sequence[Booking], *, language: str, title: str, url: str) -> Calendar:
    """The bookings of one address with their events, people and sessions, as `bookings_behind` reads them.

    Who waits, holds or asks has no place, and no entry. The entries are those that were mailed, under the same UIDs;
    what was cancelled stays and says so.
    """
    by_event: dict[int, list[Booking]] = {}
    for booking in bookings:
        if booking.confirmed_at:
            by_event.setdefault(booking.event_id, []).append(booking)
    entries = [entry for found in by_event.values() for entry in _entries(found, language)]
    entries.sort(key=lambda entry: (entry.changed_at, entry.uid))
    return subscribed_calendar(entries, title=title, url=url, language=language)


def _entries(bookings: Sequence[Booking], language: str) -> Iterable[Entry]:
    """Of one event. Somebody may have booked it twice, or again after cancelling: what stands counts."""
    standing = [booking for booking in bookings if booking.state == BookingState.CONFIRMED]
    event = bookings[0].event
    people = _people(standing or bookings, with_gone=not standing)
    at = max(_last_news(booking) for booking in standing or bookings)
    sequence = sequence_at(event, at) + (0 if standing else 1)
    for entry in booked_entries(event, people=people, language=language, sequence=sequence, tells_link=bool(standing)):
        yield replace(entry, is_off=entry.is_off or not standing, changed_at=max(entry.changed_at, at))


def _people(bookings: Iterable[Booking], *, with_gone: bool) -> list[Attendee]:
    everybody = (person for booking in bookings for person in booking.attendees.all())
    return [person for person in everybody if with_gone or person.cancelled_at is None]


def _last_news(booking: Booking) -> dt.datetime:
    return booking.ended_at or booking.confirmed_at or booking.created_at
