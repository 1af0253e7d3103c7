"""When an offer of a freed place ends. Pure."""

from __future__ import annotations

import datetime as dt

from events.booking.sales_window import sales_window
from events.models.events import Event

QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(8)
LAST_IN_EVENING = dt.time(20, 30)
SHORTEST = dt.timedelta(hours=1)
SHARE_OF_TIME_LEFT = 4
ONE_MORE_DAY = dt.timedelta(days=1)


def offer_ends_at(event: Event, *, now: dt.datetime, lasts: dt.timedelta | None = None) -> dt.datetime | None:
    """End of an offer made now, or None when none can be made any more.

    It lasts the event's `offer_hours`, but near the event at most a quarter of the time until booking closes, so that
    the next party has a chance too. It never ends between 21:00 and 08:00 where the event is: then it lasts until
    08:00, or, if booking has closed by then, it ends at 20:30 the evening before.
    """
    window = sales_window(event, now=now)
    if not window.is_open or window.closes_at is None:
        return None
    now, closes_at = now.astimezone(dt.UTC), window.closes_at.astimezone(dt.UTC)  # sums in UTC see the clock change
    left = closes_at - now
    lasts = min(lasts or dt.timedelta(hours=event.offer_hours), max(left / SHARE_OF_TIME_LEFT, SHORTEST))
    return _outside_quiet_hours(min(now + lasts, closes_at), event, now=now, latest=closes_at)


def extended_end(event: Event, *, ends_at: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """One more day for an offer, never past the close of booking; None when that gains nothing."""
    window = sales_window(event, now=now)
    if not window.is_open or window.closes_at is None:
        return None
    later = _outside_quiet_hours(min(ends_at + ONE_MORE_DAY, window.closes_at), event, now=now, latest=window.closes_at)
    return later if later and later > ends_at else None


def _outside_quiet_hours(
    end: dt.datetime, event: Event, *, now: dt.datetime, latest: dt.datetime
) -> dt.datetime | None:
    local = end.astimezone(event.zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return end
    morning = local.date() + dt.timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    at_eight = dt.datetime.combine(morning, QUIET_UNTIL, event.zone)
    if at_eight <= latest:
        return at_eight.astimezone(dt.UTC)
    evening = dt.datetime.combine(morning - dt.timedelta(days=1), LAST_IN_EVENING, event.zone)
    return evening.astimezone(dt.UTC) if evening > now else None
