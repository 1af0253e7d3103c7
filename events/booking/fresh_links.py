"""Sends people without an account new links to their bookings, to the address that they booked with."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Q

from events.booking import journal
from events.booking.links import DAYS_AFTER_EVENT
from events.choices import LIVE, MessageKind
from events.models.bookings import Booking, email_key

NOT_AGAIN_FOR = dt.timedelta(minutes=10)
"""One mail for each booking in this time, whoever asks and however often."""

MOST = 20


def send_links(*, email: str, now: dt.datetime, event_id: int | None = None) -> int:
    """Write a mail with a new link for each live booking of this address, or for those at one event.

    Returns how many bookings there are. What the caller shows must not depend on it: the address may be anybody's.
    """
    lately = now - dt.timedelta(days=DAYS_AFTER_EVENT)
    ahead = Q(event__starts_at=None) | Q(event__starts_at__gt=lately) | Q(event__ends_at__gt=lately)
    bookings = Booking.objects.filter(ahead, email_key=email_key(email), state__in=LIVE).exclude(email="")
    if event_id is not None:
        bookings = bookings.filter(event=event_id)
    found = list(bookings.order_by("-created_at")[:MOST])
    slot = int(now.timestamp() // NOT_AGAIN_FOR.total_seconds())
    with suppress(IntegrityError), transaction.atomic():  # somebody asks at the same instant: one of the two is enough
        for booking in found:
            journal.announce(MessageKind.LINK, booking=booking, now=now, dedupe=f"link-{booking.pk}-{slot}")
    return len(found)
