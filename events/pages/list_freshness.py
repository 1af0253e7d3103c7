"""How long a list of events stays true: what has to be the same, and until when, for it to be sent again as it was."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from events.choices import FOREVER
from events.models.bookings import Attendee
from events.models.events import Event, Session, TicketType


def list_revision() -> str:
    """Another text after every booking, publication or deletion that any list can show. One query.

    Each of them raises an event's `revision` or takes a row away; instants of projection tell apart what would add up
    to the same.
    """
    found = Event.objects.listed().aggregate(
        number=Count("pk"), newest=Max("pk"), written=Sum("revision"), projected=Max("projected_at")
    )
    return "-".join(str(value) for value in found.values())


def list_changes_at(now: dt.datetime) -> dt.datetime:
    """The next instant at which the clock alone may change a list: an event or session begins or ends, a sale opens or
    closes, a hold or offer ends, or a new day begins. Four queries."""
    listed = Event.objects.listed()
    claims = Attendee.objects.filter(event__in=listed, claimed_until__lt=FOREVER)
    instants = [
        *_next(listed, "starts_at", "ends_at", "booking_opens_at", "booking_closes_at", now=now),
        *_next(TicketType.objects.filter(event__in=listed), "opens_at", "closes_at", now=now),
        *_next(Session.objects.filter(event__in=listed), "starts_at", "ends_at", now=now),
        *_next(claims, "claimed_until", now=now),
        next_midnight(now),
    ]
    return min(instants)


def next_midnight(now: dt.datetime) -> dt.datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(), tzinfo=zone)


def _next(rows: QuerySet, *columns: str, now: dt.datetime) -> list[dt.datetime]:
    asked = {f"next_{name}": Min(name, filter=Q(**{f"{name}__gt": now})) for name in columns}
    found = rows.order_by().aggregate(**asked)
    return [instant for instant in found.values() if instant is not None]
