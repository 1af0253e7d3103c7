"""Which proposed dates suit the people who registered interest in an event without a date."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from events.booking.interest import suiting
from events.models.bookings import Interest
from events.models.events import Event, ProposedDate


@dataclass(frozen=True)
class DateWish:
    date: ProposedDate
    people: int


@dataclass(frozen=True)
class Wishes:
    """`parties` asked, for `people` in all; each may have named several dates, or none."""

    parties: int
    people: int
    dates: list[DateWish]


def wishes_of(event: Event) -> Wishes | None:
    """None for an event that nobody registered interest in and that proposes no dates."""
    dates = list(event.proposed_dates.filter(withdrawn=False).order_by("starts_at", "pk"))
    counted = Interest.objects.filter(event=event, left_at=None).aggregate(
        parties=Count("pk"), people=Sum("party_size")
    )
    if not dates and not counted["parties"]:
        return None
    by_date = suiting(event)
    return Wishes(counted["parties"], counted["people"] or 0, [DateWish(row, by_date.get(row.pk, 0)) for row in dates])
