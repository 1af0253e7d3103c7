"""What every rule writes beside its claim: an audit entry and the messages that announce it. Rows only, no mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User

from events.choices import Actor, MessageKind
from events.models.audit import AuditEntry
from events.models.bookings import Booking, Interest
from events.models.messages import Message


class By:
    """Who acts. `By.booker()` and `By.system()` are nobody in particular; staff act by name and may give a reason."""

    def __init__(self, actor: Actor, user: User | None = None, reason: str = "") -> None:
        self.actor, self.user, self.reason = actor, user, reason

    @classmethod
    def booker(cls) -> By:
        return cls(Actor.BOOKER)

    @classmethod
    def system(cls) -> By:
        return cls(Actor.SYSTEM)

    @classmethod
    def staff(cls, user: User, reason: str = "") -> By:
        return cls(Actor.STAFF, user, reason)


def record(
    action: str, *, booking: Booking, by: By, now: dt.datetime, count: int = 1, detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Write who did what to a booking. `detail` must hold no personal data."""
    return AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action=action,
        event_id=booking.event_id,
        booking=booking,
        count=count,
        reason=by.reason[:250],
        detail=detail or {},
    )


def announce(
    kind: MessageKind,
    *,
    booking: Booking,
    now: dt.datetime,
    context: dict[str, Any] | None = None,
    dedupe: str | None = None,
) -> None:
    """Write a message to the booker. Nothing is written for bookings without an address (entered by staff).

    `dedupe` names something that must be said only once; a second message of the same name is not written.
    """
    if not booking.email:
        return
    row = Message(
        kind=kind,
        event_id=booking.event_id,
        booking=booking,
        to_email=booking.email,
        to_name=booking.name,
        language=booking.language,
        context=context or {},
        created_at=now,
        due_at=now,
        dedupe_key=dedupe,
    )
    if dedupe is None or not Message.objects.filter(dedupe_key=dedupe).exists():
        row.save(force_insert=True)


def announce_to_interested(kind: MessageKind, *, interest: Interest, now: dt.datetime) -> None:
    Message.objects.create(
        kind=kind,
        event_id=interest.event_id,
        interest=interest,
        to_email=interest.email,
        to_name=interest.name,
        language=interest.language,
        created_at=now,
        due_at=now,
    )
