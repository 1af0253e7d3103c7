"""Parties, placed through the real rules."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from events.booking.bookings import place_booking
from events.booking.party import Party, PersonWish
from events.models.bookings import Booking
from events.models.events import Event, TicketType
from tests.factories.events import NOW

_numbers = itertools.count(1)


def make_party(
    event: Event, size: int = 1, *, ticket: TicketType | None = None, sessions: tuple[int, ...] = (), **wishes: Any
) -> Party:
    """A party of sample people for the event's first ticket type, each party with its own address."""
    number = next(_numbers)
    ticket_type = (ticket or event.ticket_types.all()[0]).pk
    people = tuple(
        PersonWish(name=f"Sample Person {number}-{place}", ticket_type=ticket_type, sessions=sessions)
        for place in range(1, size + 1)
    )
    values = {"name": people[0].name, "email": f"person{number}@example.org", "people": people, "language": "en"}
    return Party(**{**values, **wishes})


def book(event: Event, size: int = 1, *, now: dt.datetime = NOW, token: str | None = None, **wishes: Any) -> Booking:
    """Place a party as a visitor would. `joins_waitlist=True` queues when there is no room."""
    party = make_party(event, size, **wishes)
    return place_booking(event_id=event.pk, party=party, form_token=token or f"form {next(_numbers)}", now=now)
