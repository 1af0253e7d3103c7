"""Holds, offers and approvals that the clock has ended: note it on the booking, tell people, serve the queue.

Places are free again at the deadline itself, whether or not this has run: availability is counted by the clock.
"""

from __future__ import annotations

import datetime as dt

from events import errors
from events.booking import journal, waitlist
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.lifecycle import move
from events.choices import BookingState, MessageKind
from events.models.bookings import Booking
from events.models.events import Event

ENDS_AS = {
    BookingState.HELD: BookingState.EXPIRED,
    BookingState.OFFERED: BookingState.LAPSED,
    BookingState.REQUESTED: BookingState.EXPIRED,
}
TOLD = {BookingState.OFFERED: MessageKind.OFFER_LAPSED, BookingState.REQUESTED: MessageKind.REJECTED}


def end_overdue(now: dt.datetime) -> int:
    """Bring every booking whose deadline has passed to its end. Returns how many."""
    overdue = Booking.objects.filter(state__in=ENDS_AS, deadline_at__lte=now)
    return sum(
        _end_in_event(event_id, now=now) for event_id in overdue.order_by().values_list("event", flat=True).distinct()
    )


def _end_in_event(event_id: int, *, now: dt.datetime) -> int:
    with gate(event_id, now=now) as passed:
        overdue = list(Booking.objects.filter(event=event_id, state__in=ENDS_AS, deadline_at__lte=now).order_by("pk"))
        for booking in overdue:
            was = BookingState(booking.state)
            passed.release(waitlist.coming(booking), cancelled=False)
            move(booking, ENDS_AS[was], now=now)
            journal.record(f"booking.{booking.state}", booking=booking, by=By.system(), now=now)
            if was in TOLD:
                journal.announce(TOLD[was], booking=booking, now=now)
        waitlist.serve(passed)
    return len(overdue)


def serve_queues(now: dt.datetime) -> int:
    """Offer places that became free by the clock or from outside to whoever waits. Returns how many offers."""
    queued = Event.objects.filter(bookings__state=BookingState.WAITING).distinct()
    offers = 0
    for event in queued:
        if waitlist.could_serve(event, now=now):
            try:
                offers += waitlist.serve_event(event.pk, now=now)
            except errors.Busy:
                continue  # the next run serves it
    return offers
