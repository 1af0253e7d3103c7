"""Notes that a limit was set below what is taken. Nobody loses their place for it, and nobody new gets one."""

from __future__ import annotations

from events.booking.capacity import Gate
from events.booking.journal import By
from events.models.audit import AuditEntry

ACTION = "limit.exceeded"


def note_limits_exceeded(passed: Gate, *, by: By) -> list[AuditEntry]:
    """Write an entry for each limit of a locked event that its claims exceed. Call it when limits have changed.

    `count` is by how many; `detail` holds level, row (0 or a primary key), limit and taken. The recount of bookings
    tells by these entries a lowered limit from an oversold event.
    """
    places = passed.places
    entries = [
        AuditEntry(
            at=passed.now,
            actor=by.actor,
            user=by.user,
            action=ACTION,
            event=passed.event,
            count=places.taken[level] - limit,
            reason=by.reason[:250],
            detail={"level": level[0], "row": level[1], "limit": limit, "taken": places.taken[level]},
        )
        for level, limit in places.limits.items()
        if places.taken[level] > limit
    ]
    return AuditEntry.objects.bulk_create(entries)
