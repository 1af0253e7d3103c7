"""The people on a booking: building their rows, and changing who they are."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from events.booking.capacity import Places
from events.booking.party import Party, PersonWish
from events.booking.pricing import Price, price_of
from events.models.bookings import Answer, Attendee, AttendeeSession, Booking
from events.models.events import TicketType
from events.models.names import sort_key
from events.models.needs import ConsentWording, Need


def build_attendees(places: Places, *, booking: Booking, party: Party, now: dt.datetime) -> list[Attendee]:
    """Unsaved rows, one for each person, in the order of the party, with the price as it stands now."""
    together = Counter(person.ticket_type for person in party.people)
    people = []
    for index, person in enumerate(party.people):
        ticket_type = places.ticket_types[person.ticket_type]
        price = price_of(ticket_type, chosen=person.amount, now=now, number=together[person.ticket_type])
        people.append(_attendee(person, price, ticket_type, booking=booking, position=index))
    return people


def _attendee(
    person: PersonWish, price: Price, ticket_type: TicketType, *, booking: Booking, position: int
) -> Attendee:
    return Attendee(
        booking=booking,
        event=booking.event,
        ticket_type=ticket_type,
        position=position,
        name=person.name,
        sort_name=sort_key(person.name),
        email=person.email,
        organisation=person.organisation,
        pronouns=person.pronouns,
        language=person.language or booking.language,
        speaks_welsh=person.speaks_welsh,
        no_photos=person.no_photos,
        price=price.amount,
        credits=price.credits,
        vat_rate=price.vat_rate,
    )


def save_attendees(attendees: list[Attendee], *, booking: Booking, party: Party, now: dt.datetime) -> None:
    """Insert the rows with their sessions, answers and needs: one statement for each kind of row there is."""
    for attendee in attendees:
        attendee.booking = booking  # its primary key exists only now
    Attendee.objects.bulk_create(attendees)
    _link_supporters(attendees, party)
    pairs = list(zip(attendees, party.people, strict=True))
    sessions = [AttendeeSession(attendee=a, session_id=pk) for a, person in pairs for pk in person.sessions]
    AttendeeSession.objects.bulk_create(sessions)
    _save_answers(pairs, booking=booking, party=party)
    _save_needs(pairs, now=now)


def _link_supporters(attendees: list[Attendee], party: Party) -> None:
    supporters = []
    for attendee, person in zip(attendees, party.people, strict=True):
        if person.supports is not None:
            attendee.supports = attendees[person.supports]
            supporters.append(attendee)
    if supporters:
        Attendee.objects.bulk_update(supporters, ["supports"])


def _save_answers(pairs: list[tuple[Attendee, PersonWish]], *, booking: Booking, party: Party) -> None:
    answers = [Answer(booking=booking, question_id=pk, value=value) for pk, value in party.answers.items()]
    answers += [
        Answer(booking=booking, attendee=attendee, question_id=pk, value=value)
        for attendee, person in pairs
        for pk, value in person.answers.items()
    ]
    if answers:
        Answer.objects.bulk_create(answers)


def _save_needs(pairs: list[tuple[Attendee, PersonWish]], *, now: dt.datetime) -> None:
    if not any(person.needs for _, person in pairs):
        return
    wording = current_wording()
    Need.objects.bulk_create(
        Need(attendee=attendee, kind=need.kind, option=need.option, text=need.text, wording=wording, given_at=now)
        for attendee, person in pairs
        for need in person.needs
    )


def current_wording() -> ConsentWording:
    """The newest wording of the question about needs; the first one is laid down by a migration."""
    return ConsentWording.objects.filter(topic="needs").latest("version")
