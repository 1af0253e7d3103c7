"""No more places are claimed than there are: at the event, in the room and online, for tickets and for sessions.

Counted over all events at once and without the gate's own code, which is what is being checked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from events.booking.capacity import Level
from events.booking.overage import ACTION
from events.choices import Attendance, SessionChoice
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, AttendeeSession, Booking
from events.models.events import Event, Session, TicketType
from events.reports.audit.findings import Finding


@dataclass
class Claims:
    """Places taken at each level of one event, and how many of them staff gave beyond a limit with a reason."""

    taken: Counter[Level] = field(default_factory=Counter)
    beyond: Counter[Level] = field(default_factory=Counter)

    def add(self, level: Level, taken: int, beyond: int) -> None:
        self.taken[level] += taken
        self.beyond[level] += beyond


def places_claimed(now: dt.datetime) -> Iterator[Finding]:
    """Claims stay within every limit, but for what was given on purpose or stood before a limit was lowered."""
    claims = _claims(now)
    names, lowered = dict(Event.objects.values_list("pk", "slug")), _lowered()
    for event_id, level, limit in _limits():
        found = claims.get(event_id)
        if found is None:
            continue
        taken, beyond = found.taken[level], found.beyond[level]
        lowered_to, taken_then = lowered.get((event_id, level), (None, 0))
        if taken > limit + beyond and not (lowered_to == limit and taken <= taken_then):
            yield Finding(f"{_shown(level)}: {taken} places are claimed of {limit}", event=names[event_id])


def over_allocations_have_a_reason(_now: dt.datetime) -> Iterator[Finding]:
    """Who gave places beyond a limit said why."""
    for slug, reference in Booking.objects.filter(
        over_allocated_by__isnull=False, over_allocated_reason=""
    ).values_list("event__slug", "reference"):
        yield Finding("places were given beyond a limit without a reason", event=slug, booking=reference)


def _claims(now: dt.datetime) -> dict[int, Claims]:
    events = {row.pk: row for row in Event.objects.only("attendance", "session_choice")}
    rooms = dict(TicketType.objects.values_list("pk", "attendance"))
    shared: dict[int, list[int]] = {}
    for event_id, pk in Session.objects.filter(withdrawn=False).values_list("event", "pk"):
        shared.setdefault(event_id, []).append(pk)
    found: dict[int, Claims] = {}
    for event_id, ticket_type, taken, beyond in _claims_by_ticket(now):
        event, claims = events[event_id], found.setdefault(event_id, Claims())
        levels: list[Level] = [("event", 0), ("ticket_type", ticket_type)]
        if event.attendance == Attendance.HYBRID:
            levels.append(("online" if rooms[ticket_type] == Attendance.ONLINE else "room", 0))
        if event.session_choice == SessionChoice.WHOLE:
            levels += [("session", pk) for pk in shared.get(event_id, ())]
        for level in levels:
            claims.add(level, taken, beyond)
    for event_id, session, taken, beyond in _claims_by_session(now):
        if events[event_id].session_choice != SessionChoice.WHOLE:
            found[event_id].add(("session", session), taken, beyond)
    return found


def _claims_by_ticket(now: dt.datetime) -> Iterator[tuple[int, int, int, int]]:
    beyond = Count("pk", filter=~Q(booking__over_allocated_reason=""))
    rows = Attendee.objects.filter(claimed_until__gt=now).order_by()
    yield from rows.values_list("event", "ticket_type").annotate(taken=Count("pk"), beyond=beyond)


def _claims_by_session(now: dt.datetime) -> Iterator[tuple[int, int, int, int]]:
    beyond = Count("pk", filter=~Q(attendee__booking__over_allocated_reason=""))
    rows = AttendeeSession.objects.filter(attendee__claimed_until__gt=now).order_by()
    yield from rows.values_list("attendee__event", "session").annotate(taken=Count("pk"), beyond=beyond)


def _limits() -> Iterator[tuple[int, Level, int]]:
    """(event, level, limit) of every limit that is set."""
    found: list[tuple[int, Level, int | None]] = []
    for pk, attendance, capacity, room, online in Event.objects.values_list(
        "pk", "attendance", "capacity", "room_capacity", "online_capacity"
    ):
        found.append((pk, ("event", 0), capacity))
        if attendance == Attendance.HYBRID:
            found += [(pk, ("room", 0), room), (pk, ("online", 0), online)]
    tickets, sessions = TicketType.objects.order_by("pk"), Session.objects.order_by("pk")
    found += [
        (event, ("ticket_type", pk), limit) for event, pk, limit in tickets.values_list("event", "pk", "capacity")
    ]
    found += [(event, ("session", pk), limit) for event, pk, limit in sessions.values_list("event", "pk", "capacity")]
    return ((event, level, limit) for event, level, limit in found if limit is not None)


def _lowered() -> dict[tuple[int, Level], tuple[int, int]]:
    """{(event, level): (limit, taken)}: what was taken already when a limit was last set below it."""
    entries = AuditEntry.objects.filter(action=ACTION).order_by("at", "pk").values_list("event", "detail")
    return {
        (event_id, (detail["level"], detail["row"])): (detail["limit"], detail["taken"]) for event_id, detail in entries
    }


def _shown(level: Level) -> str:
    kind, pk = level
    return f"{kind.replace('_', ' ')} {pk}" if pk else kind
