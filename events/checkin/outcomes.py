"""What goes in at a door and what comes out, as plain data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User

from events.checkin.codes import Kind
from events.choices import DoorState
from events.models.bookings import Attendee
from events.models.checkins import CheckIn, DoorLink
from events.models.events import Event

DueOf = Callable[[Attendee], Decimal]
"""What the booking of a person still owes. Payments know; a door asks about those whom it would let in otherwise."""


@dataclass(frozen=True)
class Door:
    """Which device acts, and who holds it, where that is somebody with an account.

    `closed_at` is set while a closed door hands in what it did: what came after that instant counts for nobody.
    """

    link: DoorLink
    user: User | None = None
    closed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Scan:
    """One press or scan. Who is meant is named by `code` as it was read, or by `attendee` (a primary key).

    `at` is the device's corrected instant. `let_in` tells that the person went in already, because the device decided
    by its own list; otherwise the server is asked. `unpaid` that the helper has seen what is to pay and lets them in.
    """

    client_id: uuid.UUID
    at: dt.datetime
    code: str = ""
    attendee: int | None = None
    session: int | None = None
    let_in: bool = False
    unpaid: bool = False


@dataclass(frozen=True)
class Outcome:
    """`check_in` is the one that counts, if there is one. `due` is what the booking still owes where that matters.

    `elsewhere` is the event of a ticket for another event, where its people are the same organisation's; `reading`
    says what an unknown text was; `kept` that a scan which could not count is kept as a conflict.
    """

    state: DoorState
    attendee: Attendee | None = None
    check_in: CheckIn | None = None
    due: Decimal = Decimal(0)
    elsewhere: Event | None = None
    reading: Kind | None = None
    kept: bool = False
