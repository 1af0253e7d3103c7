"""Events that meet again and again: what matters is the next date, not the months between the first and the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils import timezone

from events.models.events import Event, Session
from home.dates import first_day, last_day

register = template.Library()


@dataclass(frozen=True)
class Series:
    """`number` of dates; `next` is the session now or to come, or the last one when all are over; `last` ends it."""

    number: int
    next: Session
    last: Session


@register.simple_tag
def series_of(event: Event, sessions: Iterable[Session], now: dt.datetime | None = None) -> Series | None:
    """Give the series that an event is, or None: several sessions with days between them on which nothing happens."""
    dated = sorted(
        ((row.starts_at, row.ends_at or row.starts_at, row) for row in sessions if row.starts_at and not row.withdrawn),
        key=lambda found: found[0],
    )
    zone = event.zone
    days = {day for starts, ends, _ in dated for day in (first_day(starts, zone), last_day(starts, ends, zone))}
    if len(dated) < 2 or len(days) == (max(days) - min(days)).days + 1:
        return None
    now = now or timezone.now()
    coming = [row for _, ends, row in dated if ends > now]
    last = dated[-1][2]
    return Series(number=len(days), next=coming[0] if coming else last, last=last)
