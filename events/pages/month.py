"""A month of events, day by day: in the event's own time zone, on each day of several, on each date of a series."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.models.events import Event
from events.pages.cards import Card, cards_of, pages_below
from events.pages.choices import Choices
from events.pages.filters import chosen_events, events_between, months_later
from events.pages.list_form import ListForm
from events.pages.listing import addresses
from home.date_words import words_for
from home.dates import clock_text, day_text, first_day, last_day, month_text

FIRST_YEAR, LAST_YEAR = 1971, 2999

Days = list[tuple[dt.date, str]]


@dataclass(frozen=True)
class Shown:
    """An event on one day. `tag` is when it begins on that day, and how booking stands; `again` after its first day in
    this month."""

    card: Card
    tag: str
    again: bool


@dataclass(frozen=True)
class Day:
    """One square. Squares outside the month are left empty."""

    date: dt.date
    name: str
    is_outside: bool
    is_today: bool
    shown: list[Shown]


def month_context(index: Page, request: HttpRequest, *, now: dt.datetime) -> dict[str, Any]:
    choices, path = Choices.from_query(request.GET).without_dates(), index.get_url(request)
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    first = month_named(request.GET.get("month", ""), today=today)
    below = pages_below(index)
    there = Event.objects.listed().filter(key__in=below.values("translation_key"))
    last = months_later(first, 1) - dt.timedelta(days=1)
    events = events_between(choices, first, last).filter(pk__in=there.values("pk"))
    dated = [(card, days_of(card.event, first, last)) for card in cards_of(events, below=below, path=path, now=now)]
    shown = [(card, days) for card, days in dated if days]
    language = get_language() or "en"

    def url(month: dt.date) -> str:
        return f"{path}{choices.query(('view', 'month'), ('month', f'{month:%Y-%m}'))}"

    return {
        "choices": choices,
        "form": ListForm(choices, events=there),
        "shows_month": True,
        "month_value": f"{first:%Y-%m}",
        "month_name": month_text(first, language=language),
        "weekdays": list(zip(words_for(language).short_days, words_for(language).days, strict=True)),
        "weeks": weeks(first, shown, today=today),
        "number": len(shown),
        "previous": (_month_name(months_later(first, -1)), url(months_later(first, -1))),
        "next": (_month_name(months_later(first, 1)), url(months_later(first, 1))),
        "this_month_url": "" if (first.year, first.month) == (today.year, today.month) else url(today),
        "coming": chosen_events(choices, now=now).filter(pk__in=there.values("pk")).first() if not shown else None,
        "is_narrowed": bool(choices.made()),
        **addresses(choices, path),
        "all_url": f"{path}?view=month&month={first:%Y-%m}",
        "kept_query": choices.query(("view", "month"), ("month", f"{first:%Y-%m}")),
    }


def month_named(text: str, *, today: dt.date) -> dt.date:
    """The first day of "2027-02"; of this month for anything else."""
    try:
        asked = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        return today.replace(day=1)
    return asked if FIRST_YEAR <= asked.year <= LAST_YEAR else today.replace(day=1)


def weeks(first: dt.date, shown: Iterable[tuple[Card, Days]], *, today: dt.date) -> list[list[Day]]:
    """The month as rows of seven days, Monday first, with the events of each day in their order."""
    by_day: dict[dt.date, list[Shown]] = {}
    for card, days in shown:
        state = state_words(card)
        for number, (date, clock) in enumerate(days):
            tag = " · ".join(part for part in (clock, state) if part)
            by_day.setdefault(date, []).append(Shown(card, tag, again=number > 0))
    language = get_language() or "en"
    return [
        [
            Day(
                date=date,
                name=day_text(date, language=language, year=False),
                is_outside=date.month != first.month,
                is_today=date == today,
                shown=by_day.get(date, []) if date.month == first.month else [],
            )
            for date in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def state_words(card: Card) -> str:
    """What matters most about booking, in a word or two."""
    if card.event.is_cancelled:
        return _("Cancelled")
    if card.is_over:
        return ""
    if card.sales.state in ("waitlist", "full"):
        return _("Fully booked")
    if card.sales.state == "open" and card.sales.few and card.sales.places_left is not None:
        left = card.sales.places_left
        return ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left}
    return _("Free") if card.prices == "free" else ""


def days_of(event: Event, first: dt.date, last: dt.date) -> Days:
    """Each day from `first` to `last` on which something of the event takes place, and the time at which it begins on
    that day, in the event's own zone; "" on a day that it only goes on."""
    if event.starts_at is None:
        return []
    spans = [(row.starts_at, row.ends_at) for row in event.sessions.all() if row.starts_at and not row.withdrawn]
    if len({first_day(starts, event.zone) for starts, _ in spans}) < 2:
        spans = [(event.starts_at, event.ends_at)]
    found: dict[dt.date, str] = {}
    for starts, ends in sorted(spans, key=lambda span: span[0]):
        begins, stops = first_day(starts, event.zone), last_day(starts, ends, event.zone)
        day = max(begins, first)
        while day <= min(stops, last):
            clock = clock_text(starts, event.zone, language=get_language() or "en") if day == begins else ""
            found.setdefault(day, clock)
            day += dt.timedelta(days=1)
    return sorted(found.items())


def _month_name(day: dt.date) -> str:
    return words_for(get_language() or "en").months[day.month - 1]
