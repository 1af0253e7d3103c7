"""Messages in the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any

from events.choices import MessageKind
from events.models.bookings import Booking, Interest
from events.models.events import Event
from events.models.messages import Message
from tests.factories.events import NOW


def make_message(
    booking: Booking | None = None,
    *,
    kind: MessageKind = MessageKind.CONFIRMATION,
    now: dt.datetime = NOW,
    **facts: Any,
) -> Message:
    """A message to the booker, due now."""
    values: dict[str, Any] = {"created_at": now, "due_at": now, "to_email": "sample.person@example.org"}
    if booking:
        values |= {"event": booking.event, "to_email": booking.email, "to_name": booking.name}
        values |= {"language": booking.language}
    return Message.objects.create(kind=kind, booking=booking, **(values | facts))


def make_interest(event: Event, **facts: Any) -> Interest:
    values = {"name": "Sample Person", "email": "sample.person@example.org", "registered_at": NOW, "language": "en"}
    return Interest.objects.create(event=event, **(values | facts))
