"""What staff can choose for the people they enter, and who comes with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.booking.party import PersonWish
from events.choices import LIVE, AskedOf, SessionChoice
from events.models.bookings import Booking, email_key
from events.models.events import Event, Question, Session, TicketType

PER_QUERY = 500


@dataclass(frozen=True)
class OnOffer:
    """Tickets, sessions and questions of one event; no sessions where everybody comes to all of them."""

    event: Event
    tickets: list[TicketType]
    sessions: list[Session]
    one_session: bool
    questions: list[Question]

    def asked(self, of: AskedOf) -> list[Question]:
        return [row for row in self.questions if row.asked_of == of]

    @property
    def supporter_tickets(self) -> frozenset[int]:
        return frozenset(ticket.pk for ticket in self.tickets if ticket.is_supporter)


def on_offer(event: Event, *, now: dt.datetime) -> OnOffer:
    """Tickets that are not on sale yet, or no longer, can be given by staff; withdrawn ones cannot."""
    sessions = []
    if event.session_choice != SessionChoice.WHOLE:
        rows = event.sessions.filter(withdrawn=False, is_bookable=True)
        sessions = [row for row in rows if row.starts_at is None or row.starts_at > now]
    return OnOffer(
        event=event,
        questions=list(event.questions.filter(withdrawn=False)),
        tickets=list(event.ticket_types.filter(withdrawn=False)),
        sessions=sessions,
        one_session=event.session_choice == SessionChoice.ONE,
    )


def with_supported(people: Sequence[PersonWish], offer: OnOffer) -> tuple[PersonWish, ...]:
    """Every supporter comes with the last person before them who is none. Ask `lonely_supporters` first."""
    found: list[PersonWish] = []
    supported: int | None = None
    for index, person in enumerate(people):
        if person.ticket_type in offer.supporter_tickets:
            found.append(replace(person, supports=supported))
        else:
            supported = index
            found.append(person)
    return tuple(found)


def lonely_supporters(people: Sequence[PersonWish], offer: OnOffer) -> list[int]:
    """Places in the list of supporters before whom nobody stands."""
    first = next((n for n, row in enumerate(people) if row.ticket_type not in offer.supporter_tickets), len(people))
    return list(range(first))


def live_booking_of(event: Event, email: str) -> Booking | None:
    """An earlier booking of the same address that still stands. Nobody without an address is anybody's double."""
    return live_bookings_of(event, [email]).get(email_key(email))


def live_bookings_of(event: Event, emails: Sequence[str]) -> dict[str, Booking]:
    """By `email_key`, the oldest booking of each. One query for each PER_QUERY addresses."""
    wanted = sorted({email_key(email) for email in emails} - {""})
    found: dict[str, Booking] = {}
    for start in range(0, len(wanted), PER_QUERY):
        some = wanted[start : start + PER_QUERY]
        live = Booking.objects.filter(event=event, state__in=LIVE, email_key__in=some)
        found |= {row.email_key: row for row in live.order_by("-pk")}
    return found
