"""Doors, and people who were let in, without the rules of the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from events.models.bookings import Attendee
from events.models.checkins import CheckIn, DoorLink
from events.models.codes import digest
from events.models.events import Event
from tests.factories.events import STARTS_AT


def make_door(event: Event, name: str = "Main door", *, token: str = "door token", **facts: Any) -> DoorLink:
    """A door that opens with `token`."""
    values = {"created_at": STARTS_AT, "expires_at": STARTS_AT + dt.timedelta(days=1)}
    return DoorLink.objects.create(event=event, name=name, token_hash=digest(token), **(values | facts))


def let_in(attendee: Attendee, *, at: dt.datetime = STARTS_AT, **facts: Any) -> CheckIn:
    values = {"event_id": attendee.event_id, "at": at, "received_at": at}
    return CheckIn.objects.create(attendee=attendee, **(values | facts))
