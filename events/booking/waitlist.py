"""The queue: who is offered a freed place, and what becomes of the offer.

First come, first served by (priority, joined, id). The first party that fits is offered its places; a party too large
for what is free keeps its position and is told so once. Staff may keep freed places for one party until it fits: then
nobody behind it, and no newcomer, gets those. Lapsed, declined and revoked offers are never revived.
"""

from __future__ import annotations

import datetime as dt

from events import errors
from events.booking import journal
from events.booking.capacity import Gate, Seats, gate, read_places, waiting_parties
from events.booking.journal import By
from events.booking.lifecycle import move
from events.booking.offer_times import extended_end, offer_ends_at
from events.booking.paying import pays_first
from events.booking.sales_window import require_open, sales_window
from events.choices import BookingState, MessageKind
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.messages import Message


def serve(passed: Gate) -> int:
    """Offer free places to the queue, in order. Returns how many offers were made."""
    if not passed.has_queue:
        return 0
    ends_at = offer_ends_at(passed.event, now=passed.now)
    if ends_at is None:
        _keep_for_queue(passed)
        return 0
    if passed.places.free(("event", 0)) == 0:
        return 0
    offers, too_large = 0, []
    for party in waiting_parties(passed.event.pk):
        refusal = passed.places.shortfall(party.seats)
        if refusal is None:
            booking = Booking.objects.get(pk=party.pk)
            offer(passed, booking, seats=party.seats, ends_at=ends_at, by=By.system())
            offers += 1
        else:
            if refusal.free:
                too_large.append((party.pk, refusal.free))
            if party.saves_places:
                passed.places.take(party.seats)
        if passed.places.free(("event", 0)) == 0:
            break
    _tell_too_large(passed, too_large)
    return offers


def _keep_for_queue(passed: Gate) -> None:
    """No offer could end at a decent hour before booking closes. What the queue fits into is still not for others."""
    for party in waiting_parties(passed.event.pk):
        if party.saves_places or passed.places.shortfall(party.seats) is None:
            passed.places.take(party.seats)


def serve_event(event_id: int, *, now: dt.datetime, durable: bool = True) -> int:
    """Pass the gate only to serve the queue, for example after the capacity was raised."""
    with gate(event_id, now=now, durable=durable) as passed:
        return serve(passed)


def could_serve(event: Event, *, now: dt.datetime) -> bool:
    """Whether somebody waits who fits, without locking anything."""
    if offer_ends_at(event, now=now) is None:
        return False
    places = read_places(event, now=now)
    for party in waiting_parties(event.pk):
        if places.shortfall(party.seats) is None:
            return True
        if party.saves_places:
            places.take(party.seats)
    return False


def offer(passed: Gate, booking: Booking, *, seats: Seats, ends_at: dt.datetime, by: By) -> None:
    """Offer a waiting party its places until an instant. Raises SoldOut when they are not free."""
    booking.offered_at, booking.extensions, booking.saves_places = passed.now, 0, False
    move(booking, BookingState.OFFERED, now=passed.now, deadline_at=ends_at)
    passed.claim(coming(booking), seats=seats, until=ends_at)
    journal.record("waitlist.offered", booking=booking, by=by, now=passed.now, count=seats.total)
    journal.announce(MessageKind.OFFER, booking=booking, now=passed.now, context={"deadline_at": ends_at.isoformat()})


def _tell_too_large(passed: Gate, parties: list[tuple[int, int]]) -> None:
    keys = {pk: f"queue-news-{pk}" for pk, _ in parties}
    told = set(Message.objects.filter(dedupe_key__in=keys.values()).values_list("dedupe_key", flat=True))
    free = dict(parties)
    for booking in Booking.objects.filter(pk__in=[pk for pk, key in keys.items() if key not in told]):
        journal.announce(
            MessageKind.QUEUE_NEWS,
            booking=booking,
            now=passed.now,
            context={"free": free[booking.pk]},
            dedupe=keys[booking.pk],
        )


def coming(booking: Booking) -> list[Attendee]:
    """The people of a booking who have not been taken off it."""
    return list(booking.attendees.filter(cancelled_at=None).prefetch_related("chosen_sessions"))


def position(booking: Booking) -> int | None:
    """1 for the party that is served next; None when it does not wait."""
    if booking.state != BookingState.WAITING:
        return None
    queue = Booking.objects.filter(event=booking.event_id).in_queue().values_list("pk", flat=True)
    return list(queue).index(booking.pk) + 1


def accept_offer(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Take the offered places. Pressing twice gives the same booking. Raises OfferEnded once the time is up."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.CONFIRMED or _is_to_be_paid(booking, now=now):
            return booking
        if booking.state != BookingState.OFFERED or booking.deadline_at is None or booking.deadline_at <= now:
            raise errors.OfferEnded
        if not sales_window(passed.event, now=now).is_open:
            raise errors.OfferEnded  # cancelled, taken down or closed since
        people = coming(booking)
        if passed.event.needs_approval:
            _ask_for_approval(passed, booking, people)
        elif pays_first(passed.event, booking.pay_by, people):
            _keep_until_paid(passed, booking, people)
        else:
            move(booking, BookingState.CONFIRMED, now=now)
            passed.confirm(people)
            journal.announce(MessageKind.CONFIRMATION, booking=booking, now=now)
        journal.record("waitlist.accepted", booking=booking, by=by, now=now, count=len(people))
    return booking


def _ask_for_approval(passed: Gate, booking: Booking, people: list[Attendee]) -> None:
    decide_by = passed.now + dt.timedelta(hours=passed.event.approval_hours)
    move(booking, BookingState.REQUESTED, now=passed.now, deadline_at=decide_by)
    passed.keep(people, until=decide_by)
    journal.announce(MessageKind.REQUESTED, booking=booking, now=passed.now)


def _is_to_be_paid(booking: Booking, *, now: dt.datetime) -> bool:
    running = booking.deadline_at is not None and booking.deadline_at > now
    return booking.state == BookingState.HELD and running


def _keep_until_paid(passed: Gate, booking: Booking, people: list[Attendee]) -> None:
    """As long as the offer ran, and never shorter than any other hold."""
    hold = passed.now + dt.timedelta(minutes=passed.event.hold_minutes)
    until = max(booking.deadline_at or hold, hold)
    move(booking, BookingState.HELD, now=passed.now, deadline_at=until)
    passed.keep(people, until=until)


def decline_offer(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Give the offered places to the next party. Declining twice changes nothing; an ended offer is OfferEnded."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.DECLINED:
            return booking
        if booking.state != BookingState.OFFERED:
            raise errors.OfferEnded
        people = coming(booking)
        passed.release(people, cancelled=False)
        move(booking, BookingState.DECLINED, now=now)
        journal.record("waitlist.declined", booking=booking, by=by, now=now, count=len(people))
        serve(passed)
    return booking


def extend_offer(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """One more day to answer, once. Raises OfferEnded, or TransitionRefused when there is no more time to give."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state != BookingState.OFFERED or booking.deadline_at is None or booking.deadline_at <= now:
            raise errors.OfferEnded
        later = extended_end(passed.event, ends_at=booking.deadline_at, now=now)
        if booking.extensions or later is None:
            raise errors.TransitionRefused
        booking.deadline_at, booking.extensions = later, 1
        booking.save(update_fields=["deadline_at", "extensions"])
        passed.keep(coming(booking), until=later)
        journal.record("waitlist.extended", booking=booking, by=by, now=now)
    return booking


def rejoin(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Queue again, at the end, after an offer that ended or was declined. Rejoining twice changes nothing.

    A party that just let an offer go is behind everybody who waits now, so it is not instantly offered again.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.WAITING:
            return booking
        require_open(passed.event, now=now)
        if booking.state == BookingState.OFFERED and booking.deadline_at and booking.deadline_at <= now:
            passed.release(coming(booking), cancelled=False)  # its end was not noted yet
            move(booking, BookingState.LAPSED, now=now)
        serve(passed)
        booking.joined_at, booking.priority = now, 0
        move(booking, BookingState.WAITING, now=now)
        journal.record("waitlist.rejoined", booking=booking, by=by, now=now)
        journal.announce(MessageKind.WAITLIST_JOINED, booking=booking, now=now)
    return booking
