"""Describes a time zone inside a calendar, as RFC 5545 wants for every TZID that is used.

icalendar can write these too, but dates each start of summer time by the clock after the change; the RFC counts by the
clock before it (section 3.6.5), so an hour of that day would be off.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

FIRST_YEAR, LAST_YEAR = 1970, 2100
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)

Observance = tuple[dt.timedelta, dt.timedelta, str, bool]
"""Offset before and after, name after, and whether it is summer time after."""


@lru_cache(maxsize=64)
def time_zone(key: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """The zone's clock from the beginning of one year to the end of another, both kept within 1970 and 2100."""
    zone = ZoneInfo(key)
    begins = dt.datetime(_within(first_year), 1, 1, tzinfo=dt.UTC)
    ends = dt.datetime(_within(last_year) + 1, 1, 1, tzinfo=dt.UTC)
    onsets: dict[Observance, list[dt.datetime]] = defaultdict(list)
    offset = _offset(begins, zone)
    onsets[(offset, offset, _name(begins, zone), _is_summer(begins, zone))].append(begins + offset)
    for change in _changes(begins, ends, zone):
        before, after = _offset(change - SECOND, zone), _offset(change, zone)
        onsets[(before, after, _name(change, zone), _is_summer(change, zone))].append(change + before)
    described = icalendar.Timezone()
    described.add("tzid", key)
    for observance, moments in onsets.items():
        described.add_component(_component(observance, [moment.replace(tzinfo=None) for moment in moments]))
    return described


def _component(observance: Observance, onsets: list[dt.datetime]) -> icalendar.Component:
    before, after, name, is_summer = observance
    part = icalendar.TimezoneDaylight() if is_summer else icalendar.TimezoneStandard()
    part.add("dtstart", onsets[0])
    if later := onsets[1:]:
        part.add("rdate", later)
    part.add("tzname", name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part


def _changes(begins: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> list[dt.datetime]:
    """Every instant from which the clock runs differently, to the second."""
    found = []
    day = begins
    while day < ends:
        if _clock(day, zone) != _clock(day + DAY, zone):
            found.append(_bisect(day, day + DAY, zone))
        day += DAY
    return found


def _bisect(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    clock = _clock(before, zone)
    while after - before > SECOND:
        middle = before + dt.timedelta(seconds=(after - before) // SECOND // 2)
        before, after = (middle, after) if _clock(middle, zone) == clock else (before, middle)
    return after


def _clock(moment: dt.datetime, zone: ZoneInfo) -> tuple[dt.timedelta, str]:
    return _offset(moment, zone), _name(moment, zone)


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _name(moment: dt.datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).tzname() or zone.key


def _is_summer(moment: dt.datetime, zone: ZoneInfo) -> bool:
    return bool(moment.astimezone(zone).dst())


def _within(year: int) -> int:
    return min(max(year, FIRST_YEAR), LAST_YEAR)
