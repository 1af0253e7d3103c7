"""Days and times in the language of the page, or in the one that is named: a page may carry both."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language

from home import dates

register = template.Library()


def _spoken(language: str) -> str:
    return language or get_language() or "en"


@register.simple_tag
def when(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, language: str = "") -> str:
    """Write "Thursday 11 February 2027, 10am to 3.30pm"."""
    return dates.when_text(starts_at, ends_at, zone, language=_spoken(language))


@register.simple_tag
def days(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, language: str = "") -> str:
    """Write "Thursday 11 February 2027" or "Thursday 10 to Saturday 12 June 2027"."""
    first, last = dates.first_day(starts_at, zone), dates.last_day(starts_at, ends_at, zone)
    return dates.days_text(first, last, language=_spoken(language))


@register.simple_tag
def times(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, language: str = "") -> str:
    """Write "10am to 3.30pm", or the start and end of several days."""
    return dates.times_text(starts_at, ends_at, zone, language=_spoken(language))


@register.simple_tag
def clock(moment: dt.datetime, zone: ZoneInfo, language: str = "") -> str:
    """Write "3.30pm"."""
    return dates.clock_text(moment, zone, language=_spoken(language))


@register.simple_tag
def day(moment: dt.datetime, zone: ZoneInfo, language: str = "") -> str:
    """Write "Thursday 11 February", for the days of one event and for what happens next."""
    return dates.day_text(dates.first_day(moment, zone), language=_spoken(language), year=False)


@register.simple_tag
def deadline(moment: dt.datetime, zone: ZoneInfo, language: str = "") -> str:
    """Write "Friday 12 February 2027, 10am"."""
    return dates.moment_text(moment, zone, language=_spoken(language), year=True)


@register.simple_tag
def date_block(
    starts_at: dt.datetime, ends_at: dt.datetime | None, zone: ZoneInfo, language: str = ""
) -> dates.DateBlock:
    """Give the parts of a card's date block; use it with `as`."""
    return dates.date_block(starts_at, ends_at, zone, language=_spoken(language))


@register.filter
def time_of_day(time: dt.time) -> str:
    """Write "10am" for a time of a programme."""
    return dates.time_text(time, language=_spoken(""))


@register.filter
def month(first: dt.date) -> str:
    """Write "February 2027"."""
    return dates.month_text(first, language=_spoken(""))
