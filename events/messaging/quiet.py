"""Nobody is written to at night unless it cannot wait. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from events.booking.offer_times import QUIET_FROM, QUIET_UNTIL


def not_at_night(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The same instant, or eight in the morning where it falls between 21:00 and 08:00."""
    local = moment.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + dt.timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return dt.datetime.combine(day, QUIET_UNTIL, zone).astimezone(dt.UTC)
