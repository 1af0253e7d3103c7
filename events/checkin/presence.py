"""Counts who is in and who is expected, and says what doors did lately and twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from events.choices import NeedKind, SessionChoice
from events.models.bookings import Attendee
from events.models.checkins import CheckIn, CheckInQuerySet, DoorLink
from events.models.events import Event, Session
from events.models.needs import Need

RECENT = 20
"""As many check-ins of a door can be taken back from its list."""

NOTES = (NeedKind.ACCESS, NeedKind.SUPPORT)
"""Needs that a door helper may have to act on. How many there are is told, never what they say."""


@dataclass(frozen=True)
class Presence:
    here: int
    expected: int


def presence(event: Event, *, session: int | None = None) -> Presence:
    """Who is in the building, or in one session of it, and who has a place there. Two queries."""
    here = CheckIn.objects.live().filter(event=event, session=session).count()
    people = Attendee.objects.on_lists().filter(event=event)
    if session is not None and event.session_choice != SessionChoice.WHOLE:
        people = people.filter(chosen_sessions__session=session)
    return Presence(here, people.count())


def sessions_at_door(event: Event) -> list[Session]:
    """Sessions that people can be checked into, in the order of the day."""
    return list(event.sessions.filter(withdrawn=False).order_by("starts_at", "sort_order", "pk"))


def recent(link: DoorLink) -> list[CheckIn]:
    """The last of a door's check-ins that still count, newest first."""
    rows = CheckIn.objects.live().filter(door=link).select_related("attendee__ticket_type", "session")
    return list(rows.order_by("-at", "-pk")[:RECENT])


def conflicts(event: Event) -> CheckInQuerySet:
    """Scans that could not count, newest first, with the ones that did."""
    rows = CheckIn.objects.conflicts().filter(event=event)
    return rows.select_related("attendee", "session", "earlier").order_by("-at", "-pk")


def notes_of(people: Iterable[int]) -> dict[int, int]:
    """How many access notes each person has, for those who have any."""
    rows = Need.objects.filter(attendee__in=people, kind__in=NOTES).values_list("attendee")
    return dict(rows.annotate(number=Count("pk")).order_by())
