"""What an event's change means for the people who booked it: they are told, once; their places stay theirs."""

from __future__ import annotations

import datetime as dt

from events.booking import journal
from events.booking.capacity import gate
from events.booking.interest import invite_interested
from events.booking.journal import By
from events.booking.overage import note_limits_exceeded
from events.booking.waitlist import serve_event
from events.choices import LIVE, BookingState, DateState, MessageKind
from events.models.bookings import Booking
from events.models.events import Event

TOLD = LIVE - {BookingState.HELD}


def after_projection(event: Event, *, before: Event | None, now: dt.datetime) -> None:
    """Called by publishing, inside its transaction, with the event as it was (None for a new one) and as it is.

    Raised capacity goes to the queue first; people are told of a cancellation, a postponement, another date or place.
    """
    if before is None:
        return
    with gate(event.pk, now=now, durable=False) as passed:
        note_limits_exceeded(passed, by=By.system())
    if not event.is_live:
        return
    if kind := _news(before, event):
        tell_everybody(event, kind, now=now)
    invite_interested(event.pk, now=now, durable=False)
    if Booking.objects.filter(event=event, state=BookingState.WAITING).exists():
        serve_event(event.pk, now=now, durable=False)


def _news(before: Event, event: Event) -> MessageKind | None:
    if event.date_state == DateState.CANCELLED:
        return MessageKind.EVENT_CANCELLED if before.date_state != DateState.CANCELLED else None
    facts = ("date_state", "starts_at", "ends_at", "attendance", "venue_id")
    changed = any(getattr(before, fact) != getattr(event, fact) for fact in facts)
    return MessageKind.EVENT_CHANGED if changed else None


def tell_everybody(event: Event, kind: MessageKind, *, now: dt.datetime) -> int:
    """Write one message to each live booking. The same news is never written twice. Returns how many bookings."""
    bookings = list(Booking.objects.filter(event=event, state__in=TOLD).exclude(email=""))
    for booking in bookings:
        dedupe = f"{kind}-{event.sequence}-{booking.pk}"
        journal.announce(kind, booking=booking, now=now, dedupe=dedupe)
    return len(bookings)
