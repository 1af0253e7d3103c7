"""Works out the sessions of a series from a rule such as "the first Tuesday of each month, twelve times".

A session keeps its time of day in the event's zone when the clocks change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import weekday as weekday_of
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.pages.children import PageSession
from events.pages.zoned_times import zone_named

MOST_SESSIONS = 100
LONGEST_SESSION = dt.timedelta(hours=24)


class Every(models.TextChoices):
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    TWO_WEEKS = "two_weeks", _("Every two weeks")
    WEEKDAY_OF_MONTH = "weekday_of_month", _("Every month on the same weekday, such as the first Tuesday")
    LAST_WEEKDAY_OF_MONTH = "last_weekday_of_month", _("Every month on the last such weekday, such as the last Friday")
    DAY_OF_MONTH = "day_of_month", _("Every month on the same day, such as the 15th")


@dataclass(frozen=True)
class Span:
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Rule:
    """How often, and until when: `times` sessions in all, or up to and including the day `until`."""

    every: str
    times: int | None = None
    until: dt.date | None = None


def occurrences(first: Span, rule: Rule, *, zone: ZoneInfo) -> list[Span]:
    """The first session and those that follow it, at most 100. Months without such a day are left out."""
    start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (first.starts_at, first.ends_at))
    until = rule.until and dt.datetime.combine(rule.until, dt.time.max)
    count = min(rule.times or MOST_SESSIONS, MOST_SESSIONS)
    found = []
    for day in rrule(dtstart=start, **_recurrence(rule.every, start)):
        if len(found) == count or (until and day > until):
            break
        found.append(Span(_instant(day, zone), _instant(day + (end - start), zone)))
    return found


def _recurrence(every: str, start: dt.datetime) -> dict[str, Any]:
    which_in_month = (start.day - 1) // 7 + 1
    rules: dict[str, dict[str, Any]] = {
        Every.DAY: {"freq": DAILY},
        Every.WEEK: {"freq": WEEKLY},
        Every.TWO_WEEKS: {"freq": WEEKLY, "interval": 2},
        Every.WEEKDAY_OF_MONTH: {"freq": MONTHLY, "byweekday": weekday_of(start.weekday(), which_in_month)},
        Every.LAST_WEEKDAY_OF_MONTH: {"freq": MONTHLY, "byweekday": weekday_of(start.weekday(), -1)},
        Every.DAY_OF_MONTH: {"freq": MONTHLY, "bymonthday": start.day},
    }
    return rules[every]


def _instant(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The moment at which clocks in the zone show this time. Where they skip it, as much later."""
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def first_session(event: Any, sessions: Iterable[Any]) -> Span | None:
    """What a series repeats: its earliest session, else the event itself. None unless it lasts a day at most."""
    dated = [row for row in sessions if row.starts_at and row.ends_at]
    model = min(dated, key=lambda row: row.starts_at) if dated else event
    if not (model.starts_at and model.ends_at):
        return None
    is_one_session = dt.timedelta(0) <= model.ends_at - model.starts_at <= LONGEST_SESSION
    return Span(model.starts_at, model.ends_at) if is_one_session else None


def write_sessions(page: Any, rule: Rule) -> int:
    """Add the sessions of a rule to a page in memory, and let the event last until the last of them ends.

    A session that is there already is not written twice. Returns how many were added.
    """
    rows = list(page.sessions.all())
    first = first_session(page, rows)
    if first is None:
        return 0
    spans = occurrences(first, rule, zone=zone_named(page.timezone))
    there = {row.starts_at for row in rows}
    new = [span for span in spans if span.starts_at not in there]
    for number, span in enumerate(new, start=len(rows)):
        page.sessions.add(PageSession(starts_at=span.starts_at, ends_at=span.ends_at, sort_order=number))
    page.ends_at = max([page.ends_at or first.ends_at, *(span.ends_at for span in spans)])
    return len(new)
