"""The site with the lock of its discount codes broken in the classic way: uses are counted before anything is locked.

Only for the control of the race for a code: here one use is sold twice.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from config.wsgi import application
from events.booking import bookings, discounts, waitlist
from events.booking.capacity import Gate, gate
from events.models.payments import DiscountCode
from tests.races.careless import be_overtaken

__all__ = ["application"]

counted = threading.local()


@contextmanager
def gate_after_a_look(event_id: int, *, now: dt.datetime, durable: bool = True) -> Iterator[Gate]:
    code = DiscountCode.objects.get()
    counted.left = (code.limit or 0) - code.uses(now)
    if counted.left:
        be_overtaken(lambda: bool(code.uses(timezone.now())))
    with gate(event_id, now=now, durable=durable) as passed:
        yield passed


def left_at_a_look(_code: DiscountCode, *, now: dt.datetime) -> int:
    left: int = counted.left
    return left


bookings.gate = waitlist.gate = gate_after_a_look
discounts._left = left_at_a_look
