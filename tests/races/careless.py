"""The site with its gate broken in the classic way: places are counted before the lock is taken.

Only for controls: a storm that sells too many places here, and not there, has shown that the lock is what holds.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from config.wsgi import application
from events.booking import bookings, waitlist
from events.booking.capacity import Gate
from events.choices import BookingState
from events.models.bookings import Booking
from events.models.events import Event

__all__ = ["application"]


@contextmanager
def careless_gate(event_id: int, *, now: dt.datetime, durable: bool = True) -> Iterator[Gate]:
    event = Event.objects.get(pk=event_id)
    waiting = Booking.objects.filter(event=event, state=BookingState.WAITING).exists()
    passed = Gate(event=event, now=now, has_queue=waiting)
    passed.places.left()
    time.sleep(0.03)  # a busy machine, on which the other process counts in the meantime
    with transaction.atomic(durable=durable):
        Event.objects.filter(pk=event_id).update(revision=F("revision") + 1)
        yield passed


bookings.gate = waitlist.gate = careless_gate
