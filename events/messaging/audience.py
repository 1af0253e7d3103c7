"""Decides whom a mailing goes to: each address once, worked out when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from events.choices import LIVE, Attendance, Audience, BookingState, Occasion, SessionChoice
from events.messaging.opt_out import has_opted_out, opted_out
from events.models.bookings import Attendee, AttendeeQuerySet, Booking, Interest, email_key
from events.models.events import Event, Session, TicketType
from events.models.mailings import Mailing
from events.payments.balance import balances


@dataclass(frozen=True)
class Recipient:
    """One address, and what it is written to about. The booking's pk, or that of the interest, is 0 without one."""

    email: str
    name: str
    language: str
    booking: int = 0
    interest: int = 0


def key_of(one: Recipient) -> str:
    """Names a recipient in an address, without the e-mail address: "b12" for a booking, "i3" for an interest."""
    return f"b{one.booking}" if one.booking else f"i{one.interest}"


@dataclass(frozen=True)
class Selection:
    """Whom to write to about an event; no tickets and no sessions stand for all of them. `bookings` are those that were
    chosen, whatever has become of them."""

    event: Event
    audience: Audience
    tickets: tuple[int, ...] = ()
    sessions: tuple[int, ...] = ()
    bookings: tuple[int, ...] = ()
    occasion: str = ""
    is_news: bool = False

    @classmethod
    def of(cls, mailing: Mailing) -> Selection:
        rows = mailing.pk is not None
        return cls(
            event=mailing.event,
            audience=Audience(mailing.audience),
            tickets=tuple(mailing.ticket_types.values_list("pk", flat=True)) if rows else (),
            sessions=tuple(mailing.sessions.values_list("pk", flat=True)) if rows else (),
            bookings=tuple(mailing.bookings.values_list("pk", flat=True)) if rows else (),
            occasion=mailing.occasion,
            is_news=mailing.is_news,
        )


def recipients(chosen: Selection) -> list[Recipient]:
    """In the order of booking. A number of queries that does not grow with the people."""
    found: dict[str, Recipient] = {}
    for one in _everybody(chosen):
        found.setdefault(email_key(one.email), one)
    if not chosen.is_news or chosen.event.host_id is None:
        return list(found.values())
    closed = opted_out(chosen.event.host_id)
    return [one for key, one in found.items() if not has_opted_out(key, chosen.event.host_id, closed)]


def _everybody(chosen: Selection) -> Iterator[Recipient]:
    if chosen.audience == Audience.INTERESTED:
        rows = Interest.objects.filter(event=chosen.event, left_at=None, booking=None)
        yield from (Recipient(row.email, row.name, row.language, interest=row.pk) for row in rows)
        return
    people = _people(chosen).select_related("booking").order_by("booking__created_at", "booking_id", "position", "pk")
    kept = _who_still_pay(people) if chosen.audience == Audience.NOT_PAID else people
    yield from _addresses(kept, only_own=chosen.audience in (Audience.ATTENDED, Audience.ABSENT))


def _people(chosen: Selection) -> AttendeeQuerySet:
    people = _in_state(chosen)
    tickets = set(chosen.tickets)
    if chosen.occasion == Occasion.JOINING:
        tickets |= _online_tickets(chosen.event)
    if tickets:
        people = people.filter(ticket_type__in=tickets)
    if chosen.sessions and chosen.event.session_choice != SessionChoice.WHOLE:
        choosers = Attendee.objects.filter(chosen_sessions__session__in=chosen.sessions)
        people = people.filter(pk__in=choosers.values("pk"))
    return people


def _in_state(chosen: Selection) -> AttendeeQuerySet:
    here = Attendee.objects.filter(event=chosen.event)
    match chosen.audience:
        case Audience.WAITING:
            return here.filter(booking__state__in=(BookingState.WAITING, BookingState.OFFERED), cancelled_at=None)
        case Audience.CHOSEN:
            there = here.filter(booking__in=chosen.bookings)
            return there.filter(Q(cancelled_at=None) | ~Q(booking__state__in=LIVE))
        case Audience.ATTENDED:
            return here.on_lists().attended()
        case Audience.ABSENT:
            return here.on_lists().exclude(pk__in=Attendee.objects.filter(event=chosen.event).attended().values("pk"))
    return here.on_lists()


def _online_tickets(event: Event) -> set[int]:
    """Where some tickets of a hybrid event are for the room, only the others are told how to join."""
    if event.attendance != Attendance.HYBRID:
        return set()
    return {row.pk for row in event.ticket_types.all() if row.attendance == Attendance.ONLINE}


def _who_still_pay(people: Iterable[Attendee]) -> list[Attendee]:
    rows = list(people)
    owed = balances({person.booking_id: person.booking for person in rows}.values())
    return [person for person in rows if owed[person.booking_id].due > 0]


def _addresses(people: Iterable[Attendee], *, only_own: bool) -> Iterator[Recipient]:
    """The booker's address, and those of people who gave one of their own. `only_own`: the booker's only for people
    without one, for what is meant for those who came."""
    for person in people:
        booking: Booking = person.booking
        own = person.email or ""
        if booking.email and not (only_own and own):
            name = booking.name or person.name
            yield Recipient(booking.email, name, booking.language, booking=booking.pk)
        if own and email_key(own) != booking.email_key:
            yield Recipient(own, person.name, person.language or booking.language, booking=booking.pk)


def ticket_choices(event: Event) -> list[TicketType]:
    return list(event.ticket_types.all())


def session_choices(event: Event) -> list[Session]:
    return [] if event.session_choice == SessionChoice.WHOLE else list(event.sessions.all())
