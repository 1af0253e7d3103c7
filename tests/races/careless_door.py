"""The site with a door that looks who is in before it takes the lock.

Only for a control: a race that goes wrong here, and not there, has shown that the lock is what holds.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from config.wsgi import application
from events.checkin import door as rule
from events.checkin.outcomes import Door, DueOf, Outcome, Scan
from events.models.bookings import Attendee
from tests.races.careless import be_overtaken

__all__ = ["application"]


def careless_admit(scan: Scan, *, door: Door, now: dt.datetime, due_of: DueOf) -> Outcome:
    _, [number] = rule._whom(scan, door)
    person = Attendee.objects.select_related("booking", "ticket_type").get(pk=number)
    _, live = rule._earlier(scan, person)
    if live is None:
        be_overtaken(lambda: rule._earlier(scan, person)[1] is not None)
    with transaction.atomic():
        return rule._ask(scan, person, live, door=door, now=now, due_of=due_of)


rule.admit = careless_admit
