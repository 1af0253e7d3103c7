"""Scans of sample people, and what doors make of them."""

import datetime as dt
import uuid
from decimal import Decimal

from events.checkin.door import admit, merge
from events.checkin.outcomes import Scan
from events.models.checkins import CheckIn
from tests.factories.events import STARTS_AT


def minutes(number):
    """An instant so long after the event began."""
    return STARTS_AT + dt.timedelta(minutes=number)


def nothing_due(person):
    return Decimal(0)


def scan_of(person, *, at=STARTS_AT, **wishes):
    return Scan(client_id=wishes.pop("client_id", None) or uuid.uuid4(), at=at, code=person.code, **wishes)


def ask(scan, door, *, now=None, due_of=nothing_due):
    return admit(scan, door=door, now=now or scan.at, due_of=due_of)


def tell(scans, door, *, now=STARTS_AT + dt.timedelta(hours=2), due_of=nothing_due):
    """Hand in what was done without a network."""
    return [outcome.state for outcome in merge(scans, door=door, now=now, due_of=due_of).values()]


def rows():
    """Every check-in as (state, instant, was taken back), oldest first."""
    found = CheckIn.objects.order_by("at", "pk").values_list("state", "at", "undone_at")
    return [(state, at, undone is not None) for state, at, undone in found]
