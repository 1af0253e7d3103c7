"""When the demo's events take place. Pure.

The real dates are a month and a day; an event moves to the next year in which its start lies ahead. Past events keep
their distance from today, and repeated ones follow "the first Tuesday of the month". All times of day are London's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PROPOSED_HOURS = ("10:00", "16:00")


@dataclass(frozen=True)
class Span:
    """From one instant to another, both aware."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def instant(day: dt.date, time_of_day: str) -> dt.datetime:
    """`time_of_day` ("HH:MM") of a day in London, whatever the clocks do around it."""
    return dt.datetime.combine(day, dt.time.fromisoformat(time_of_day), tzinfo=LONDON)


def nth_weekday(year: int, month: int, weekday: str, nth: int) -> dt.date:
    """For example the first Tuesday: `nth_weekday(2027, 1, "tuesday", 1)`. Raises ValueError when there is none."""
    first = dt.date(year, month, 1)
    shift = (WEEKDAYS.index(weekday) - first.weekday()) % 7
    return first.replace(day=1 + shift + 7 * (nth - 1))


def next_day(month_day: str, time_of_day: str, *, now: dt.datetime) -> dt.date:
    """The next "MM-DD" of which `time_of_day` still lies ahead."""
    month, day = map(int, month_day.split("-"))
    days = (dt.date(year, month, day) for year in count(now.astimezone(LONDON).year))
    return next(found for found in days if instant(found, time_of_day) > now)


def last_weekday(weekday: str, *, days_ago: int, now: dt.datetime) -> dt.date:
    """The last such weekday that is at least so many days ago."""
    latest = now.astimezone(LONDON).date() - dt.timedelta(days=days_ago)
    return latest - dt.timedelta(days=(latest.weekday() - WEEKDAYS.index(weekday)) % 7)


def spans(rule: dict[str, Any], *, now: dt.datetime) -> list[Span]:
    """Every part of an event: one for each day it lasts, or one for each time it is repeated."""
    if rule["kind"] == "monthly":
        days = _monthly(rule, now=now)
    else:
        first = _first_day(rule, now=now)
        days = [first + dt.timedelta(days=n) for n in range(rule.get("days", 1))]
    return [Span(instant(day, rule["from"]), instant(day, rule["to"])) for day in days]


def _first_day(rule: dict[str, Any], *, now: dt.datetime) -> dt.date:
    if rule["kind"] == "past":
        return last_weekday(rule["weekday"], days_ago=rule["days_ago"], now=now)
    return next_day(rule["month_day"], rule["from"], now=now)


def _monthly(rule: dict[str, Any], *, now: dt.datetime) -> list[dt.date]:
    today = now.astimezone(LONDON).date()
    days = (nth_weekday(*month, rule["weekday"], rule["nth"]) for month in _months_from(today))
    return list(islice((day for day in days if instant(day, rule["from"]) > now), rule["times"]))


def _months_from(day: dt.date) -> Iterator[tuple[int, int]]:
    for number in count(day.year * 12 + day.month - 1):
        yield number // 12, number % 12 + 1


def proposed(choices: list[dict[str, Any]], *, now: dt.datetime) -> list[Span]:
    """Days to choose from, all in the next run of them that lies wholly ahead. `choices` are in order of the year."""
    opens, closes = PROPOSED_HOURS
    first = choices[0]
    years = count(now.astimezone(LONDON).year)
    year = next(y for y in years if instant(_proposed_day(y, first), opens) > now)
    days = [_proposed_day(year, choice) for choice in choices]
    return [Span(instant(day, opens), instant(day, closes)) for day in days]


def _proposed_day(year: int, choice: dict[str, Any]) -> dt.date:
    return nth_weekday(year, choice["month"], choice["weekday"], choice["nth"])


def session_span(session: dict[str, Any], *, event: list[Span]) -> Span | None:
    """When a session of an event takes place; None while its day is to be confirmed. `day` counts from 1."""
    if session["day"] is None:
        return None
    day = event[session["day"] - 1].starts_at.date()
    return Span(instant(day, session["from"]), instant(day, session["to"]))
