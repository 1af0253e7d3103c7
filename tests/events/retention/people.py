"""People whose data is kept, and a marker to look for it by."""

from __future__ import annotations

from events.booking.party import NeedGiven, PersonWish
from events.choices import NeedKind
from tests.factories.bookings import book

MARK = "Zyxwvut Marker"


def needs(*texts, option=""):
    return tuple(NeedGiven(NeedKind.ACCESS, option=option, text=text) for text in texts)


def book_with_needs(event, *given, **wishes):
    """One person with these needs."""
    ticket = event.ticket_types.all()[0].pk
    return book(event, people=(PersonWish(name="Ann Sample", ticket_type=ticket, needs=tuple(given)),), **wishes)
