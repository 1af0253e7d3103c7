"""Nobody who fits waits while places are free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from events.booking.waitlist import could_serve
from events.choices import BookingState
from events.models.bookings import Booking
from events.models.events import Event
from events.reports.audit.findings import Finding


def the_queue_is_served(now: dt.datetime) -> Iterator[Finding]:
    """Freed places are offered in the transaction that frees them.

    Where it was the clock that freed them or opened the sale, offering them is due, no breach.
    """
    for event in Event.objects.filter(bookings__state=BookingState.WAITING).distinct():
        if could_serve(event, now=now):
            what = "somebody who fits waits while places are free"
            yield Finding(what, event=event.slug, is_due=_by_the_clock(event, now))


def _by_the_clock(event: Event, now: dt.datetime) -> bool:
    ended = Booking.objects.filter(event=event, deadline_at__lte=now).exists()
    return ended or event.booking_opens_at is not None
