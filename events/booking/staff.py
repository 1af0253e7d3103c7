"""What staff may do that visitors may not: book at any time, go beyond a limit, reinstate, and steer the queue.

Everything passes the gate, and each act that departs from the rules of the public needs a reason, which is logged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from events import errors
from events.booking import journal, waitlist
from events.booking.admission import require_known_choices
from events.booking.attendees import build_attendees, save_attendees
from events.booking.capacity import Gate, gate, seats_of
from events.booking.journal import By
from events.booking.lifecycle import is_unfinished, move, require_transition
from events.booking.offer_times import offer_ends_at
from events.booking.party import Party
from events.booking.refund_policy import RefundPolicy
from events.choices import ENDED, FOREVER, BookingSource, BookingState, MessageKind
from events.models.bookings import Attendee, Booking
from events.models.codes import digest


def book_for(
    *,
    event_id: int,
    party: Party,
    now: dt.datetime,
    by: By,
    source: BookingSource = BookingSource.STAFF,
    beyond: bool = False,
    form_token: str = "",
) -> Booking:
    """Enter a confirmed booking, also before, after or beside the public sale. An empty e-mail address sends no mail.

    `beyond` gives places over a limit and needs a reason; the same `form_token` enters it once. Raises SoldOut,
    UnknownChoice or ReasonNeeded.
    """
    entered = book_all(
        event_id=event_id, parties=[party], now=now, by=by, source=source, beyond=beyond, form_token=form_token
    )
    return entered[0]


def book_all(
    *,
    event_id: int,
    parties: Sequence[Party],
    now: dt.datetime,
    by: By,
    source: BookingSource = BookingSource.IMPORT,
    beyond: bool = False,
    form_token: str = "",
) -> list[Booking]:
    """Enter several bookings, all or none: a refusal of one leaves nothing of the others.

    A second press of the form with this `form_token` enters nothing and returns what the first one made.
    """
    if beyond:
        _require_reason(by)
    tokens = _tokens(form_token, len(parties)) if form_token else [None] * len(parties)
    with gate(event_id, now=now) as passed:
        if earlier := entered_with(form_token, event_id=event_id, most=len(parties)):
            return earlier
        waitlist.serve(passed)
        entered: list[Booking] = []
        try:
            for party, token in zip(parties, tokens, strict=True):
                entered.append(_enter(passed, party, by=by, source=source, beyond=beyond, token_hash=token))
        except errors.SoldOut as refusal:
            refusal.at = len(entered)
            raise
        return entered


def entered_with(form_token: str, *, event_id: int, most: int = 1) -> list[Booking]:
    """What an earlier press of the form with this token entered: nothing, or all of it. It asked for `most` at most."""
    if not form_token or not Booking.objects.filter(form_token_hash=_tokens(form_token, 1)[0]).exists():
        return []
    tokens = _tokens(form_token, most)
    return list(Booking.objects.filter(event=event_id, form_token_hash__in=tokens).order_by("pk"))


def _tokens(form_token: str, number: int) -> list[str | None]:
    """One for each booking of a form."""
    return [digest(f"{form_token} {place}") for place in range(number)]


def _require_reason(by: By) -> None:
    if not by.reason.strip():
        raise errors.ReasonNeeded


def _enter(
    passed: Gate, party: Party, *, by: By, source: BookingSource, beyond: bool, token_hash: str | None
) -> Booking:
    require_known_choices(passed, party)
    refusal = passed.places.shortfall(party.seats)
    if refusal and not beyond:
        raise refusal
    booking = Booking(
        event=passed.event,
        state=BookingState.CONFIRMED,
        source=source,
        name=party.name,
        email=party.email,
        phone=party.phone,
        organisation=party.organisation,
        language=party.language,
        form_token_hash=token_hash,
        created_at=passed.now,
        confirmed_at=passed.now,
        pay_by=party.pay_by or "",
        refund_policy=RefundPolicy.of(passed.event).kept(),
        over_allocated_by=by.user if refusal else None,
        over_allocated_reason=by.reason[:250] if refusal else "",
    )
    attendees = build_attendees(passed.places, booking=booking, party=party, now=passed.now)
    passed.claim(attendees, seats=party.seats, until=FOREVER, beyond=beyond)
    booking.save()
    save_attendees(attendees, booking=booking, party=party, now=passed.now)
    action = "booking.over_allocated" if refusal else "booking.entered"
    journal.record(action, booking=booking, by=by, now=passed.now, count=len(attendees))
    journal.announce(MessageKind.CONFIRMATION, booking=booking, now=passed.now)
    return booking


def reinstate(booking_id: int, *, now: dt.datetime, by: By, beyond: bool = False) -> Booking:
    """Bring an ended booking back with all its people. Raises SoldOut unless there is room or `beyond` is meant."""
    if beyond:
        _require_reason(by)
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.CONFIRMED:
            return booking
        if booking.state not in ENDED or is_unfinished(booking):
            raise errors.TransitionRefused
        require_transition(booking, BookingState.CONFIRMED)
        waitlist.serve(passed)
        people = _who_came_off_last(booking)
        seats = seats_of(people)
        refusal = passed.places.shortfall(seats)
        Attendee.objects.filter(pk__in=[person.pk for person in people]).update(cancelled_at=None, credits_kept=0)
        for person in people:
            person.cancelled_at = None
        passed.claim(people, seats=seats, until=FOREVER, beyond=beyond)
        if refusal:
            booking.over_allocated_by, booking.over_allocated_reason = by.user, by.reason[:250]
            booking.save(update_fields=["over_allocated_by", "over_allocated_reason"])
        move(booking, BookingState.CONFIRMED, now=now)
        journal.record("booking.reinstated", booking=booking, by=by, now=now, count=len(people))
        journal.announce(MessageKind.CONFIRMATION, booking=booking, now=now)
    return booking


def _who_came_off_last(booking: Booking) -> list[Attendee]:
    """The people who were on a booking when it ended; whoever had been taken off before stays off."""
    still = Q(cancelled_at=None) | Q(cancelled_at__gte=booking.ended_at)
    return list(booking.attendees.filter(still).prefetch_related("chosen_sessions"))


def move_up(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Put a waiting party before everybody else in the queue. Needs a reason."""
    _require_reason(by)
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = _waiting(booking_id)
        highest = Booking.objects.filter(event=event_id).in_queue().values_list("priority", flat=True).first()
        booking.priority = (highest or 0) + 1
        booking.save(update_fields=["priority"])
        journal.record("waitlist.moved_up", booking=booking, by=by, now=now)
        waitlist.serve(passed)
    booking.refresh_from_db()
    return booking


def save_places_for(booking_id: int, *, saves: bool, now: dt.datetime, by: By) -> Booking:
    """Keep freed places for a party until it fits, or stop doing so. Needs a reason."""
    _require_reason(by)
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = _waiting(booking_id)
        booking.saves_places = saves
        booking.save(update_fields=["saves_places"])
        journal.record("waitlist.saving" if saves else "waitlist.not_saving", booking=booking, by=by, now=now)
        waitlist.serve(passed)
    booking.refresh_from_db()
    return booking


def offer_now(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Offer free places to one waiting party, out of order. Needs a reason; raises SoldOut when it does not fit."""
    _require_reason(by)
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = _waiting(booking_id)
        ends_at = offer_ends_at(passed.event, now=now)
        if ends_at is None:
            raise errors.SaleClosed
        waitlist.offer(passed, booking, seats=seats_of(waitlist.coming(booking)), ends_at=ends_at, by=by)
    return booking


def revoke_offer(booking_id: int, *, now: dt.datetime, by: By) -> Booking:
    """Take an open offer back for good and serve the next party. Needs a reason."""
    _require_reason(by)
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.get(pk=booking_id)
        if booking.state == BookingState.LAPSED:
            return booking
        if booking.state != BookingState.OFFERED:
            raise errors.TransitionRefused
        passed.release(waitlist.coming(booking), cancelled=False)
        move(booking, BookingState.LAPSED, now=now)
        journal.record("waitlist.revoked", booking=booking, by=by, now=now)
        journal.announce(MessageKind.OFFER_LAPSED, booking=booking, now=now)
        waitlist.serve(passed)
    return booking


def _waiting(booking_id: int) -> Booking:
    booking = Booking.objects.get(pk=booking_id)
    if booking.state != BookingState.WAITING:
        raise errors.TransitionRefused
    return booking
