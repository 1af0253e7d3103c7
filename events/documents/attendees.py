"""Reads what is printed from the database: a few queries, however many people there are.

Only people with a confirmed place are printed. What they need (access, food) is never read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.choices import Attendance, ThreadSet
from events.documents.badges import Badge, BadgeSheetHead
from events.documents.lists import ListRow, SheetHead
from events.documents.tickets import Ticket, TicketHead
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.names import sort_key
from events.models.people_places import Venue
from home.dates import day_text, first_day, moment_text, when_text

BADGE_FIELDS = ("organisation", "pronouns", "role", "code", "ticket", "sessions")
USUAL_FIELDS = BADGE_FIELDS[:4]
"""What can stand on a badge beside the name and the marks, and what does unless somebody chose otherwise."""


def badges_of(
    event: Event,
    *,
    attendee_ids: Iterable[int] | None = None,
    fields: Collection[str] = USUAL_FIELDS,
    language: str = "",
) -> list[Badge]:
    """By last name; `attendee_ids` chooses some of them. A person without a name gets a badge to write on."""
    people = Attendee.objects.on_lists().filter(event=event).select_related("ticket_type")
    if attendee_ids is not None:
        people = people.filter(pk__in=attendee_ids)
    if "sessions" in fields:
        people = people.prefetch_related("chosen_sessions__session")
    with translation.override(language or None):
        return [_badge(person, fields) for person in sorted(people, key=lambda each: (sort_key(each.name), each.pk))]


def _badge(person: Attendee, fields: Collection[str]) -> Badge:
    notes = [person.ticket_type.name] if "ticket" in fields else []
    if "sessions" in fields:
        notes += [choice.session.name for choice in person.chosen_sessions.all()]
    return Badge(
        name=person.name,
        code=person.code if "code" in fields else "",
        organisation=person.organisation if "organisation" in fields else "",
        note=" · ".join(notes),
        pronouns=person.pronouns if "pronouns" in fields else "",
        role=person.ticket_type.role if "role" in fields else "",
        speaks_welsh=person.speaks_welsh,
        no_photos=person.no_photos,
    )


def badge_head(event: Event, *, language: str, saves_ink: bool = False) -> BadgeSheetHead:
    return BadgeSheetHead(
        event_title=event.say("title", language),
        when=_day(event, language),
        language=language,
        slug=event.slug,
        threads=_threads(event),
        saves_ink=saves_ink,
    )


def attendee_rows(event: Event, *, language: str) -> list[ListRow]:
    """Everybody with a confirmed place. Whoever has no name yet is listed as the guest of the person who booked."""
    people = (
        Attendee.objects.on_lists()
        .filter(event=event)
        .select_related("booking", "ticket_type")
        .prefetch_related("chosen_sessions__session")
    )
    with translation.override(language):
        return [_list_row(person) for person in people]


def sheet_head(event: Event, *, printed_by: str, now: dt.datetime, language: str) -> SheetHead:
    return SheetHead(
        event_title=event.say("title", language),
        when=_when(event, language),
        where=_where(event, language),
        printed_by=printed_by,
        printed_at=moment_text(now, event.zone, language=language, year=True),
        language=language,
    )


def tickets_of(booking: Booking) -> list[Ticket]:
    """One for each confirmed place of a booking, in the order in which they were typed."""
    people = (
        Attendee.objects.on_lists()
        .filter(booking=booking)
        .select_related("ticket_type")
        .prefetch_related("chosen_sessions__session")
        .order_by("position", "pk")
    )
    return [
        Ticket(
            name=person.name or _guest_of(booking),
            code=person.code,
            reference=booking.reference,
            ticket_type=person.ticket_type.name,
            sessions=tuple(choice.session.name for choice in person.chosen_sessions.all()),
        )
        for person in people
    ]


def ticket_head(event: Event, *, language: str, site_name: str = "Croeso") -> TicketHead:
    venue = event.venue if event.attendance != Attendance.ONLINE else None
    with translation.override(language):
        return TicketHead(
            event_title=event.say("title"),
            kind=event.kind.name if event.kind else "",
            when=_when(event, language),
            place=_address(venue, language) if venue else _where(event, language),
            language=language,
            slug=event.slug,
            threads=_threads(event),
            getting_there=_getting_there(venue, language) if venue else (),
            access=_access(venue, language) if venue else (),
            contact=_contact(event),
            site_name=site_name,
        )


def _list_row(person: Attendee) -> ListRow:
    return ListRow(
        reference=person.booking.reference,
        name=person.name or _guest_of(person.booking),
        organisation=person.organisation or person.booking.organisation,
        ticket=person.ticket_type.name,
        sessions=", ".join(choice.session.name for choice in person.chosen_sessions.all()),
        email=person.email or person.booking.email,
    )


def _guest_of(booking: Booking) -> str:
    return _("Guest of %(name)s") % {"name": booking.name or booking.reference}


def _threads(event: Event) -> str:
    return event.kind.threads if event.kind else ThreadSet.SEA


def _when(event: Event, language: str) -> str:
    """The date, or the words that stand for it while it is open."""
    if event.starts_at:
        return capfirst(when_text(event.starts_at, event.ends_at, event.zone, language=language))
    with translation.override(language):
        return event.say("when_text") or _("Date to be confirmed")


def _day(event: Event, language: str) -> str:
    if event.starts_at is None:
        return _when(event, language)
    return capfirst(day_text(first_day(event.starts_at, event.zone), language=language))


def _where(event: Event, language: str) -> str:
    """Venue and town, short enough for the head of a sheet."""
    place = ""
    if event.venue:
        names = [event.venue.in_language("name", language), event.venue.in_language("town", language)]
        place = ", ".join(filter(None, names))
    with translation.override(language):
        if event.attendance == Attendance.ONLINE:
            return _("Online")
        if event.attendance == Attendance.HYBRID and place:
            return _("%(place)s, and online") % {"place": place}
    return place


def _address(venue: Venue, language: str) -> str:
    town = f"{venue.in_language('town', language)} {venue.postcode}".strip()
    lines = [venue.in_language("name", language), *venue.address.splitlines(), town]
    return ", ".join(line.strip().rstrip(",") for line in lines if line.strip())


def _getting_there(venue: Venue, language: str) -> tuple[str, ...]:
    texts = (venue.in_language("transport", language), venue.in_language("parking", language))
    return tuple(text for text in texts if text)


def _access(venue: Venue, language: str) -> tuple[str, ...]:
    there = tuple(label for label, is_there in venue.access_facts() if is_there)
    note = venue.in_language("note", language)
    return (*(label[:1].upper() + label[1:] for label in there), *([note] if note else []))


def _contact(event: Event) -> str:
    if event.host is None:
        return ""
    return ", ".join(filter(None, [event.host.name, event.host.phone, event.host.email]))
