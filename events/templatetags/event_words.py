"""When and where an event is, in one line each: for pages, forms and papers alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django import template
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events.choices import Attendance, DateState
from events.models.events import Event
from events.models.words import Bilingual, Worded
from home.dates import day_text, first_day, when_text

register = template.Library()


@register.simple_tag
def when_of(event: Event, language: str = "") -> str:
    """Write "Thursday 11 February 2027, 10am to 3.30pm", or what is known of a date that is not set."""
    with _speaking(language) as spoken:
        if event.starts_at and event.date_state in (DateState.FIXED, DateState.CANCELLED):
            return when_text(event.starts_at, event.ends_at, event.zone, language=spoken)
        if event.date_state == DateState.POSTPONED:
            return event.say("when_text", spoken) or _("Postponed to a later date")
        return event.say("when_text", spoken) or _("Date to be confirmed")


@register.simple_tag
def where_of(event: Event, language: str = "") -> str:
    """Write "Neuadd Enghraifft, Wrexham", "Online", or both."""
    with _speaking(language) as spoken:
        if event.attendance == Attendance.ONLINE:
            return _("Online")
        place = _place(event, spoken)
        if event.attendance == Attendance.HYBRID:
            return _("%(place)s and online") % {"place": place}
        return place


@register.simple_tag
def nth_day(event: Event, number: int, language: str = "") -> str:
    """Write the day of an event's programme, counted from 1: "Friday 11 June"; "Day 2" while there is no date."""
    with _speaking(language) as spoken:
        if event.starts_at is None:
            return _("Day %(number)d") % {"number": number}
        day = first_day(event.starts_at, event.zone) + dt.timedelta(days=number - 1)
        return day_text(day, language=spoken, year=False)


@register.filter
def said(row: Worded, field: str) -> str:
    """Give what a booked row says in the language of the page: `{{ ticket|said:"description" }}`."""
    return str(row.say(field))


@register.filter
def in_words(row: Bilingual, field: str) -> str:
    """Give what a bilingual row says in the language of the page: `{{ venue|in_words:"parking" }}`."""
    return row.in_language(field)


def _place(event: Event, language: str) -> str:
    if event.venue is None:
        return _("Place to be confirmed")
    parts = (event.venue.in_language(field, language) for field in ("name", "town"))
    return ", ".join(part for part in parts if part)


@contextmanager
def _speaking(language: str) -> Iterator[str]:
    """Give the language asked for, or the active one; gettext follows it."""
    spoken = language or get_language() or "en"
    with override(spoken):
        yield spoken
