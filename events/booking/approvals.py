"""Bookings that an organiser must approve: their places are claimed until the decision is due."""

from __future__ import annotations

import datetime as dt

from events import errors
from events.booking import journal, waitlist
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.lifecycle import move
from events.choices import BookingState, MessageKind
from events.models.bookings import Booking


def approve(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Confirm a requested booking. Approving twice changes nothing; after the deadline it is TransitionRefused."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.CONFIRMED:
            return booking
        _require_undecided(booking, now=now)
        people = waitlist.coming(booking)
        move(booking, BookingState.CONFIRMED, now=now)
        passed.confirm(people)
        journal.record("booking.approved", booking=booking, by=by, now=now, count=len(people))
        journal.announce(MessageKind.CONFIRMATION, booking=booking, now=now)
    return booking


def reject(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Turn a requested booking down, with a reason that is logged, and offer its places to the queue."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.REJECTED:
            return booking
        _require_undecided(booking, now=now)
        people = waitlist.coming(booking)
        passed.release(people, cancelled=False)
        move(booking, BookingState.REJECTED, now=now)
        journal.record("booking.rejected", booking=booking, by=by, now=now, count=len(people))
        journal.announce(MessageKind.REJECTED, booking=booking, now=now)
        waitlist.serve(passed)
    return booking


def _require_undecided(booking: Booking, *, now: dt.datetime) -> None:
    if booking.state != BookingState.REQUESTED or booking.deadline_at is None or booking.deadline_at <= now:
        raise errors.TransitionRefused
