"""Whether a party may ask for what it asks for, before places are counted: size, tickets, sessions, code."""

from __future__ import annotations

import datetime as dt
import hmac
from collections import Counter
from collections.abc import Iterable, Set

from events import errors
from events.booking.capacity import Gate
from events.booking.party import Party, PersonWish
from events.booking.sales_window import is_on_sale, require_open
from events.choices import SessionChoice
from events.models.events import Event, Session


def require_admissible(passed: Gate, party: Party) -> None:
    """Raises the BookingError that tells the public why this party cannot be booked as asked."""
    event = passed.event
    require_open(event, now=passed.now)
    require_code(event, party.code)
    if not event.min_per_booking <= len(party.people) <= event.max_per_booking:
        raise errors.WrongPartySize(least=event.min_per_booking, most=event.max_per_booking)
    require_known_choices(passed, party)
    wanted = [person.ticket_type for person in party.people]
    if not all(is_on_sale(passed.places.ticket_types[pk], now=passed.now) for pk in wanted):
        raise errors.UnknownChoice
    require_not_too_many(passed, wanted)


def require_not_too_many(passed: Gate, ticket_types: Iterable[int]) -> None:
    """Raises WrongPartySize when one booking would hold more of a ticket type (by pk) than that allows."""
    for pk, number in Counter(ticket_types).items():
        most = passed.places.ticket_types[pk].max_per_booking
        if most is not None and number > most:
            raise errors.WrongPartySize(least=0, most=most)


def require_code(event: Event, code: str) -> None:
    """Raises WrongCode unless `code` opens an event by invitation. Case and spaces around it do not matter."""
    wanted, typed = (text.strip().casefold().encode() for text in (event.invitation_code, code))
    if wanted and not hmac.compare_digest(wanted, typed):
        raise errors.WrongCode


def require_known_choices(passed: Gate, party: Party) -> None:
    """Raises UnknownChoice for tickets, sessions or supported people that this event or party does not have."""
    for index, person in enumerate(party.people):
        ticket_type = passed.places.ticket_types.get(person.ticket_type)
        if ticket_type is None or ticket_type.withdrawn:
            raise errors.UnknownChoice
        require_choosable_sessions(passed, person)
        supported = person.supports
        if ticket_type.is_supporter != (supported is not None):
            raise errors.UnknownChoice
        if supported is not None and not _can_be_supported(passed, party, supported, by=index):
            raise errors.UnknownChoice


def _can_be_supported(passed: Gate, party: Party, index: int, *, by: int) -> bool:
    if index == by or not 0 <= index < len(party.people):
        return False
    return not passed.places.ticket_types[party.people[index].ticket_type].is_supporter


def require_choosable_sessions(passed: Gate, person: PersonWish, *, kept: Set[int] = frozenset()) -> None:
    """Raises UnknownChoice unless the sessions are as many as the event asks for, and open or `kept` from before."""
    open_sessions = {pk for pk, row in passed.places.sessions.items() if _can_be_chosen(row, now=passed.now)} | kept
    number, choice = len(person.sessions), passed.event.session_choice
    if choice == SessionChoice.WHOLE or not passed.places.sessions:
        right_number = number == 0
    elif choice == SessionChoice.ONE:
        right_number = number == 1
    else:
        right_number = number >= 1
    if not right_number or len(set(person.sessions)) != number or not set(person.sessions) <= open_sessions:
        raise errors.UnknownChoice


def _can_be_chosen(session: Session, *, now: dt.datetime) -> bool:
    return session.is_bookable and not session.withdrawn and (session.starts_at is None or session.starts_at > now)
