"""Until when what is shown of an event stays true by itself, if nobody writes to it. Reads only."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min

from events.choices import FOREVER
from events.models.bookings import Attendee
from events.models.events import Event


def changes_at(event: Event, *, now: dt.datetime) -> dt.datetime | None:
    """The next instant at which the clock alone changes what may be said: a hold or offer ends, a sale opens or
    closes, the event or a session begins or ends. None when there is no such instant. One query, and the rows of
    `ticket_types` and `sessions` unless they were prefetched.

    Everything else raises the event's `revision`, so a copy is exact until here while the revision stays the same.
    """
    instants = [event.booking_opens_at, event.booking_closes_at, event.starts_at, event.ends_at]
    for row in event.ticket_types.all():
        instants += [row.opens_at, row.closes_at]
    for session in event.sessions.all():
        instants += [session.starts_at, session.ends_at]
    ending = Attendee.objects.filter(event=event, claimed_until__gt=now, claimed_until__lt=FOREVER).order_by()
    instants.append(ending.aggregate(first=Min("claimed_until"))["first"])
    return min((instant for instant in instants if instant is not None and instant > now), default=None)
