"""Decides how days and times are written: "Thursday 11 February 2027, 10am to 3.30pm". Pure.

Everything takes a language code ("en", "cy"); instants must be aware and are read in the event's own time zone.
In Welsh a date stands unmutated, so sentences put before it only words that leave it alone (erbyn, cyn, ers).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from home.date_words import DateWords, words_for

HOME_ZONES = frozenset(
    {"Europe/London", "Europe/Belfast", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey", "GB"}
)
"""Zones whose clocks a reader in Wales takes for granted; any other is named beside the time."""


@dataclass(frozen=True)
class DateBlock:
    """What stands in the date block of a card: "Thu", "11", "Feb", or "Thu–Sat", "10–12", "Jun"."""

    weekday: str
    day: str
    month: str
    is_span: bool


def day_text(day: dt.date, *, language: str, year: bool = True) -> str:
    """Return "Thursday 11 February 2027"; without `year`, "Thursday 11 February"."""
    words = words_for(language)
    return f"{words.days[day.weekday()]} {_date(day, words, month=True, year=year)}"


def days_text(first: dt.date, last: dt.date, *, language: str) -> str:
    """Return one day or a span, saying month and year as seldom as is clear: "Thursday 10 to Saturday 12 June 2027"."""
    words = words_for(language)
    if first == last:
        return day_text(first, language=language)
    same_year = first.year == last.year
    start = _date(first, words, month=not (same_year and first.month == last.month), year=not same_year)
    end = _date(last, words, month=True, year=True)
    return words.to.format(
        first=f"{words.days[first.weekday()]} {start}", last=f"{words.days_after[last.weekday()]} {end}"
    )


def month_text(day: dt.date, *, language: str) -> str:
    """Return "February 2027", for the head of a month."""
    return f"{words_for(language).months[day.month - 1]} {day.year}"


def clock_text(moment: dt.datetime, zone: ZoneInfo, *, language: str) -> str:
    """Return "10am", "3.30pm" or "noon"; "1.30am GMT" in the hour that happens twice when clocks go back."""
    local = moment.astimezone(zone)
    happens_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if happens_twice:
        return f"{_clock(local)} {local.tzname()}"
    return time_text(local.time(), language=language)


def time_text(time: dt.time, *, language: str) -> str:
    """Return a time of day that belongs to no zone, such as one of a programme: "10am", "noon"."""
    words = words_for(language)
    if time.minute == 0 and time.hour in (0, 12):
        return words.noon if time.hour else words.midnight
    return _clock(time)


def times_text(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, *, language: str) -> str:
    """Return the times without the date: "10am to 3.30pm".

    A span of days says when it starts and when it ends; a zone other than the reader's is named at the end.
    """
    words = words_for(language)
    first = clock_text(starts_at, zone, language=language)
    if ends_at is None or ends_at == starts_at:
        text = first
    elif last_day(starts_at, ends_at, zone) == first_day(starts_at, zone):
        text = words.to.format(first=first, last=clock_text(ends_at, zone, language=language))
    else:
        text = _starts_and_ends(starts_at, ends_at, zone, language=language)
    return _with_zone(text, zone, words)


def when_text(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, *, language: str) -> str:
    """Return the whole line: "Thursday 11 February 2027, 10am to 3.30pm". A span of days keeps its times to
    `times_text`: "Thursday 10 to Saturday 12 June 2027"."""
    first, last = first_day(starts_at, zone), last_day(starts_at, ends_at, zone)
    days = days_text(first, last, language=language)
    if first != last:
        return days
    return f"{days}, {times_text(starts_at, ends_at, zone, language=language)}"


def moment_text(moment: dt.datetime, zone: ZoneInfo, *, language: str, year: bool = False) -> str:
    """Return a deadline or the like: "Friday 12 February, 10am"."""
    clock = clock_text(moment, zone, language=language)
    day = day_text(first_day(moment, zone), language=language, year=year)
    return f"{day}, {_with_zone(clock, zone, words_for(language))}"


def date_block(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, *, language: str) -> DateBlock:
    words = words_for(language)
    first, last = first_day(starts_at, zone), last_day(starts_at, ends_at, zone)
    return DateBlock(
        weekday=_joined(words.short_days[first.weekday()], words.short_days[last.weekday()], first != last),
        day=_joined(str(first.day), str(last.day), first != last),
        month=_joined(
            words.short_months[first.month - 1], words.short_months[last.month - 1], first.month != last.month
        ),
        is_span=first != last,
    )


def first_day(starts_at: dt.datetime, zone: ZoneInfo) -> dt.date:
    """Return the calendar day of an instant in the event's own time zone."""
    return starts_at.astimezone(zone).date()


def last_day(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo) -> dt.date:
    """Return the last calendar day of an event. One that ends at midnight ends on the day before."""
    first = first_day(starts_at, zone)
    if ends_at is None:
        return first
    return max(first, first_day(ends_at - dt.timedelta(microseconds=1), zone))


def _clock(local: dt.datetime | dt.time) -> str:
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def _date(day: dt.date, words: DateWords, *, month: bool, year: bool) -> str:
    return str(day.day) + (f" {words.months[day.month - 1]}" if month else "") + (f" {day.year}" if year else "")


def _joined(first: str, last: str, is_span: bool) -> str:
    return f"{first}–{last}" if is_span else first


def _starts_and_ends(starts_at: dt.datetime, ends_at: dt.datetime, zone: ZoneInfo, *, language: str) -> str:
    words = words_for(language)
    first, last = first_day(starts_at, zone), last_day(starts_at, ends_at, zone)
    within_a_week = (last - first).days < 7
    day_words = [
        words.on_day.format(day=words.days_after[day.weekday()])
        if within_a_week
        else words.on_date.format(day=day.day, month=words.months[day.month - 1])
        for day in (first, last)
    ]
    return words.starts_and_ends.format(
        first=clock_text(starts_at, zone, language=language),
        first_day=day_words[0],
        last=clock_text(ends_at, zone, language=language),
        last_day=day_words[1],
    )


def _with_zone(text: str, zone: ZoneInfo, words: DateWords) -> str:
    if zone.key in HOME_ZONES:
        return text
    return words.zone.format(clock=text, place=zone.key.rsplit("/", 1)[-1].replace("_", " "))
