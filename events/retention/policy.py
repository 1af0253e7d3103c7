"""How long personal data is kept: decides the instant after which each kind of it must be gone. Pure.

Needs go first, by the event's own number of days. What is left of people is what a network must be able to answer for
(who came, who paid), and goes when nobody can ask any more.
"""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from events.models.events import Event, EventQuerySet

ADDRESSES_KEPT = dt.timedelta(days=90)
"""Addresses in messages that were sent, and links that are dead, are of no use so long after an event."""

INTEREST_KEPT = dt.timedelta(days=30)


def needs_end_at(event: Event) -> dt.datetime | None:
    """None while the event has no date: then nobody knows yet when they are needed."""
    last = event.ends_at or event.starts_at
    return last + dt.timedelta(days=event.needs_kept_days) if last else None


def people_end_before(now: dt.datetime, *, months: int) -> dt.datetime:
    """People of events that ended before this instant are forgotten."""
    return now - relativedelta(months=months)


def ended_before(moment: dt.datetime) -> EventQuerySet:
    last = Coalesce("ends_at", "starts_at", output_field=DateTimeField())
    return Event.objects.annotate(last=last).filter(last__lte=moment)


def with_needs_to_delete(now: dt.datetime, events: QuerySet[Event]) -> list[Event]:
    """Of these, the events whose needs must be gone at `now`."""
    dated = events.filter(Q(ends_at__isnull=False) | Q(starts_at__isnull=False)).order_by(F("pk"))
    return [event for event in dated if (ends := needs_end_at(event)) is not None and ends <= now]
