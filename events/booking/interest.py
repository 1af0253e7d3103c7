"""Interest in an event without a date: registered without a place, and given first refusal once the date is set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from events import errors
from events.booking import journal, waitlist
from events.booking.attendees import build_attendees, save_attendees
from events.booking.capacity import Gate, gate
from events.booking.journal import By
from events.booking.party import Party, PersonWish
from events.booking.sales_window import on_sale, sales_window
from events.choices import BookingSource, BookingState, DateState, MessageKind
from events.models.bookings import Booking, Interest, email_key
from events.models.codes import digest
from events.models.events import Event

FIRST_REFUSAL = 10
"""Priority of people who registered interest: before everybody who joins the queue later."""


def register_interest(
    *,
    event_id: int,
    name: str,
    email: str,
    party_size: int,
    dates: Iterable[int],
    language: str,
    form_token: str,
    now: dt.datetime,
) -> Interest:
    """Note that somebody would come. The same person is noted once per event; a repeat brings their wish up to date.

    Raises NotBookable unless the event's date is still open, WrongPartySize, and UnknownChoice for foreign dates.
    """
    with gate(event_id, now=now) as passed:
        event = passed.event
        if not (event.is_live and event.is_bookable and event.date_state == DateState.TO_BE_CONFIRMED):
            raise errors.NotBookable
        if not 1 <= party_size <= event.max_per_booking:
            raise errors.WrongPartySize(least=1, most=event.max_per_booking)
        chosen = set(dates)
        known = set(event.proposed_dates.filter(pk__in=chosen, withdrawn=False).values_list("pk", flat=True))
        if chosen != known:
            raise errors.UnknownChoice
        same = Q(form_token_hash=digest(form_token)) | Q(email_key=email_key(email), left_at=None)
        earlier = Interest.objects.filter(same, event=event).first()
        interest = earlier or Interest(event=event, registered_at=now, form_token_hash=digest(form_token))
        interest.email, interest.left_at = email, None
        interest.name, interest.party_size, interest.language = name, party_size, language
        interest.save()
        interest.dates.set(chosen)
        if earlier is None:
            journal.announce_to_interested(MessageKind.INTEREST, interest=interest, now=now)
    return interest


def leave_interest(interest_id: int, *, now: dt.datetime) -> None:
    """Take somebody off the list. Leaving twice changes nothing."""
    Interest.objects.filter(pk=interest_id, left_at=None).update(left_at=now)


def invite_interested(event_id: int, *, now: dt.datetime, durable: bool = True) -> int:
    """Once the date is set: put everybody interested at the head of the queue, in the order of their interest, and
    offer places. Each person is invited once, however often this runs. Returns how many were invited."""
    waiting = Interest.objects.filter(event=event_id, left_at=None, booking=None)
    if not waiting.exists():
        return 0
    with gate(event_id, now=now, durable=durable) as passed:
        if not sales_window(passed.event, now=now).is_open:
            return 0
        invited = list(waiting.order_by("registered_at", "pk"))
        for interest in invited:
            _queue(passed, interest)
        passed.has_queue = True
        waitlist.serve(passed)
    return len(invited)


def _queue(passed: Gate, interest: Interest) -> None:
    tickets = [row for row in on_sale(passed.places.ticket_types.values(), now=passed.now) if not row.is_supporter]
    if not tickets:
        return
    booking = Booking.objects.create(
        event=passed.event,
        state=BookingState.WAITING,
        source=BookingSource.INTEREST,
        name=interest.name,
        email=interest.email,
        language=interest.language,
        created_at=passed.now,
        joined_at=interest.registered_at,
        priority=FIRST_REFUSAL,
    )
    party = _party(interest, tickets[0].pk)
    attendees = build_attendees(passed.places, booking=booking, party=party, now=passed.now)
    save_attendees(attendees, booking=booking, party=party, now=passed.now)
    interest.booking = booking
    interest.save(update_fields=["booking"])
    journal.record("interest.invited", booking=booking, by=By.system(), now=passed.now, count=len(attendees))


def _party(interest: Interest, ticket_type: int) -> Party:
    names: Sequence[str] = [interest.name] + [""] * (interest.party_size - 1)
    people = tuple(PersonWish(name=name, ticket_type=ticket_type) for name in names)
    return Party(name=interest.name, email=interest.email, people=people, language=interest.language)


def invite_due(now: dt.datetime) -> int:
    """Invite the interested of every event whose date has been set; a run that was killed is made up for here."""
    events = Event.objects.filter(
        date_state=DateState.FIXED, interests__booking=None, interests__left_at=None, interests__isnull=False
    )
    return sum(invite_interested(pk, now=now) for pk in events.values_list("pk", flat=True).distinct())


def suiting(event: Event) -> dict[int, int]:
    """People, not parties, for each proposed date (by pk): how many it suits."""
    found: dict[int, int] = {}
    for pk, size in Interest.objects.filter(event=event, left_at=None).values_list("dates", "party_size"):
        if pk is not None:
            found[pk] = found.get(pk, 0) + size
    return found


@transaction.atomic
def forget_interest(event: Event) -> int:
    """Delete the addresses of people who were interested in an event that is over."""
    return Interest.objects.filter(event=event).delete()[0]
