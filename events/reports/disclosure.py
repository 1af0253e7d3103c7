"""Writes down whose eyes personal data has come before: each view, export and print, with who, what and how many."""

from __future__ import annotations

import datetime as dt
from typing import Any

from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.events import Event

SHOWN = ("desk.viewed", "bookings.viewed", "booking.viewed")
"""Actions of somebody looking at a screen; `booking.viewed` is about one booking."""

PRINTED_OR_EXPORTED = (
    "list.printed",
    "sign_in.printed",
    "door_list.printed",
    "kitchen.printed",
    "access.printed",
    "certificates.printed",
    "badges.printed",
    "attendees.exported",
)


def disclose(
    action: str,
    *,
    event: Event,
    by: By,
    now: dt.datetime,
    people: int,
    booking: Booking | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Note that `people` persons' data were shown. `detail` says what was chosen, and holds no personal data."""
    return AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action=action,
        event=event,
        booking=booking,
        organisation_id=event.host_id,
        count=people,
        reason=by.reason[:250],
        detail=detail or {},
    )
