"""The tickets of a booking as one PDF: gathers the words for `events.documents.tickets`."""

from __future__ import annotations

from django.utils.translation import get_language

from events.choices import SessionChoice
from events.documents.tickets import Ticket, TicketHead, ticket_pages
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.templatetags.event_words import when_of, where_of


def tickets_of(booking: Booking) -> bytes:
    """A page for everybody who comes, in the active language. Raises PrintingUnavailable."""
    people = booking.attendees.filter(cancelled_at=None).select_related("ticket_type")
    people = people.prefetch_related("chosen_sessions__session").order_by("position", "pk")
    return ticket_pages([_ticket(person, booking) for person in people], _head(booking.event))


def _ticket(person: Attendee, booking: Booking) -> Ticket:
    chosen = [row.session.name for row in person.chosen_sessions.all()]
    return Ticket(
        name=person.name,
        code=person.code,
        reference=booking.reference,
        ticket_type=person.ticket_type.name,
        sessions=tuple(chosen) if booking.event.session_choice != SessionChoice.WHOLE else (),
    )


def _head(event: Event) -> TicketHead:
    venue, host = event.venue, event.host
    ways = (venue.in_language("transport"), venue.in_language("parking")) if venue else ()
    return TicketHead(
        event_title=str(event),
        kind=event.kind.name if event.kind else "",
        when=when_of(event),
        place=where_of(event),
        language=(get_language() or "en")[:2],
        slug=event.slug,
        threads=event.kind.threads if event.kind else "",
        getting_there=tuple(way for way in ways if way),
        access=tuple(label for label, there in venue.access_facts() if there) if venue else (),
        contact=(host.phone or host.email) if host else "",
    )
