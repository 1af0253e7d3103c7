"""How bookings of an event grew, as a chart that the server draws: numbers and coordinates, no words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate

from events.models.bookings import Attendee
from events.models.events import Event

LEFT, RIGHT, TOP, BOTTOM = 44, 620, 18, 244
"""Edges of the drawing within its view box of 760 by 280."""

STEPS = (1, 2, 5)
MOST_ROWS = 12
MOST_LABELS = 4


@dataclass(frozen=True)
class Day:
    """`new` people were confirmed on this day, and `total` by its end; those who cancelled since are not counted."""

    on: dt.date
    new: int
    total: int


@dataclass(frozen=True)
class Mark:
    """A number on the left edge, or a day below, at its place."""

    at: str
    text_at: str
    value: int | dt.date


@dataclass(frozen=True)
class Growth:
    """`line` is the points of a polyline, `area` those of the polygon under it; `rows` are the table."""

    first: Day
    last: Day
    limit: int | None
    line: str
    area: str
    end_x: str
    end_y: str
    label_y: str
    limit_y: str
    levels: list[Mark]
    days: list[Mark]
    rows: list[Day]
    is_weekly: bool

    @property
    def span(self) -> int:
        """Days that the chart shows."""
        return (self.last.on - self.first.on).days + 1


def growth_of(event: Event, *, now: dt.datetime) -> Growth | None:
    """None while nobody has a confirmed place. One query, whatever the number of bookings."""
    people = Attendee.objects.filter(event=event).on_lists().order_by()
    by_day = people.annotate(day=TruncDate("booking__confirmed_at", tzinfo=event.zone)).values_list("day")
    counted = dict(by_day.annotate(number=Count("pk")))
    if not counted:
        return None
    return draw(_days(counted, until=_last_day(event, counted, now=now)), limit=event.capacity)


def _last_day(event: Event, counted: dict[dt.date, int], *, now: dt.datetime) -> dt.date:
    """Today, or the event's last day once it is over."""
    last = event.ends_at or event.starts_at
    until = min(now, last) if last is not None else now
    return max(until.astimezone(event.zone).date(), *counted)


def _days(counted: dict[dt.date, int], *, until: dt.date) -> list[Day]:
    found, total, day = [], 0, min(counted)
    while day <= until:
        total += counted.get(day, 0)
        found.append(Day(day, counted.get(day, 0), total))
        day += dt.timedelta(days=1)
    return found


def draw(days: list[Day], *, limit: int | None) -> Growth:
    """Coordinates for days in their order, without gaps."""
    step, top = _scale(max(days[-1].total, limit or 0))
    line = [(_x(number, len(days)), _y(day.total, top)) for number, day in enumerate(days)]
    points = " ".join(f"{x},{y}" for x, y in line)
    weekly = len(days) > MOST_ROWS
    end_y = line[-1][1]
    return Growth(
        first=days[0],
        last=days[-1],
        limit=limit,
        line=points,
        area=f"{line[0][0]},{BOTTOM} {points} {line[-1][0]},{BOTTOM}",
        end_x=line[-1][0],
        end_y=end_y,
        label_y=_label_y(float(end_y), None if limit is None else float(_y(limit, top))),
        limit_y="" if limit is None else _y(limit, top),
        levels=[Mark(_y(value, top), f"{float(_y(value, top)) + 4:.1f}", value) for value in range(0, top + 1, step)],
        days=_marks(days),
        rows=_weeks(days) if weekly else days,
        is_weekly=weekly,
    )


def _x(number: int, of: int) -> str:
    share = 1.0 if of == 1 else number / (of - 1)
    return f"{LEFT + share * (RIGHT - LEFT):.1f}"


def _y(value: int, top: int) -> str:
    return f"{BOTTOM - min(value / top, 1) * (BOTTOM - TOP):.1f}"


def _label_y(end: float, limit: float | None) -> str:
    """Beside the line's end, but never on top of the words beside the limit."""
    if limit is not None and abs(end - limit) < 20:
        return f"{limit + 25:.1f}"
    return f"{end + 5:.1f}"


def _scale(most: int) -> tuple[int, int]:
    """(step, top): at most five lines, at round numbers, the last not below `most`."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * 4 >= most:
                lines = max(-(-most // (step * power)), 1)
                return step * power, step * power * lines
        power *= 10


def _marks(days: list[Day]) -> list[Mark]:
    """A few days below the drawing: the first, and others at equal distances."""
    gap = max(-(-len(days) // MOST_LABELS), 1)
    return [Mark(_x(n, len(days)), "", day.on) for n, day in enumerate(days) if n % gap == 0]


def _weeks(days: list[Day]) -> list[Day]:
    """One row for each seven days from the first on: what came in them, and how many were there at their end."""
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return [Day(week[0].on, sum(day.new for day in week), week[-1].total) for week in weeks]
