"""The sample people of one event and their bookings, placed through the same gate as everybody's.

Each booking was made at an instant of its own in the weeks before now (or before a past event), with a form token
that never changes: loading the demo again finds every booking as it is, whatever has become of it since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from events.booking.approvals import approve
from events.booking.bookings import place_booking
from events.booking.interest import register_interest
from events.booking.journal import By
from events.booking.party import NeedGiven, Party, PersonWish
from events.choices import AskedOf, BookingState, NeedKind, QuestionKind
from events.management.demo import content
from events.management.demo.facts import key_of
from events.management.demo.sample_people import SamplePerson, person
from events.models.bookings import Booking, Interest
from events.models.codes import digest
from events.models.events import Event
from events.models.messages import Message

Row = dict[str, Any]

WEEKS_OF_BOOKING = dt.timedelta(weeks=6)
DAYS_OF_ASKING = dt.timedelta(days=2)
"""Requests are young, or the time to answer them would be over."""

PRONOUNS = {4: "she/her", 9: "they/them", 13: "he/him"}
"""Every so many people one says how to speak of them."""

NO_PHOTOS_EVERY = 7
PARTY_SIZES = (1, 2, 1, 1, 4)
AT_WORK = {"organisation", "worker"}
"""Tickets of people who come for their work, and say where that is."""


@dataclass(frozen=True)
class Rows:
    """One event of the content, `row`, and the primary key of what can be chosen there by its key in the content."""

    row: Row
    event: Event
    tickets: dict[str, int]
    sessions: dict[str, int]
    questions: dict[str, int]

    @classmethod
    def of(cls, row: Row) -> Rows:
        event = Event.objects.get(key=key_of("event", row["key"]))

        def pks(kind: str, children: list[Row], booked: Any) -> dict[str, int]:
            found = dict(booked.values_list("key", "pk"))
            return {child["key"]: found[key_of(row["key"], kind, child["key"])] for child in children}

        return cls(
            row=row,
            event=event,
            tickets=pks("ticket", row["tickets"], event.ticket_types),
            sessions=pks("session", row.get("sessions", []), event.sessions),
            questions=pks("question", row["questions"], event.questions),
        )


def first_number(row: Row) -> int:
    """The number of an event's first sample person: everybody in the demo is somebody else."""
    number = 0
    for other in content.events():
        if other["key"] == row["key"]:
            return number
        number += content.attendees(other) + sum(other["sample"]["waiting"]) + other["sample"]["interested"]
    raise KeyError(row["key"])


def parties(sample: list[Row]) -> list[Row]:
    """Each party of the sample on its own, the kinds mixed in an order that is always the same."""
    found = [party for party in sample for _ in range(party["times"])]
    return [found[index] for index in sorted(range(len(found)), key=lambda n: (n * 31 % 17, n))]


def with_needs(found: list[Row], needs: list[Row]) -> list[Row]:
    """The same parties; the needs lie at even distances among them, and are those of whoever books."""
    listed = [need for need in needs for _ in range(need["times"])]
    step = len(found) // (len(listed) or 1)
    given = {index * step: need for index, need in enumerate(listed)}
    return [{**party, "need": given.get(index)} for index, party in enumerate(found)]


def load(row: Row, *, now: dt.datetime) -> None:
    """Everybody of an event in the order in which they came: those with a place, those who wait for an answer or in
    the queue, and those who would like to hear the date."""
    first, sample = first_number(row), row["sample"]
    booked, asking = with_needs(parties(sample["parties"]), sample["needs"]), parties(sample.get("requested", []))
    queue = [{"tickets": [row["tickets"][0]["key"]] * size, "waits": True} for size in sample["waiting"]]
    rows = Rows.of(row)
    first = _place(rows, [*booked, *queue], first=first, until=now, over=WEEKS_OF_BOOKING)
    if rows.event.needs_approval:
        _approve(rows.event)
    first = _place(rows, asking, first=first, until=now, over=DAYS_OF_ASKING)
    _register(rows, range(first, first + sample["interested"]), now=now)


def _place(rows: Rows, wanted: list[Row], *, first: int, until: dt.datetime, over: dt.timedelta) -> int:
    """Returns the number of the next sample person."""
    for wish, at in zip(wanted, _instants(len(wanted), rows.event, until=until, over=over), strict=True):
        people = [person(first + place) for place in range(len(wish["tickets"]))]
        token = f"croeso demo {rows.row['key']} {first}"
        if not Booking.objects.filter(form_token_hash=digest(token)).exists():
            party = _party(rows, wish, people=people, first=first)
            booking = place_booking(event_id=rows.event.pk, party=party, form_token=token, now=at)
            _count_as_sent(Message.objects.filter(booking=booking))
        first += len(people)
    return first


def _approve(event: Event) -> None:
    """Say yes to the early requests, each a day after it was made."""
    for booking in Booking.objects.filter(event=event, state=BookingState.REQUESTED):
        approve(booking.pk, now=booking.created_at + dt.timedelta(days=1), by=By.system())
        _count_as_sent(Message.objects.filter(booking=booking))


def _register(rows: Rows, numbers: range, *, now: dt.datetime) -> None:
    """Every other date suits a person, beginning with one that depends on their number."""
    dates = list(rows.event.proposed_dates.values_list("pk", flat=True))
    for number, at in zip(numbers, _instants(len(numbers), rows.event, until=now, over=WEEKS_OF_BOOKING), strict=True):
        who = person(number)
        if not Interest.objects.filter(event=rows.event, email=who.email).exists():
            interest = register_interest(
                event_id=rows.event.pk,
                name=who.name,
                email=who.email,
                party_size=PARTY_SIZES[number % len(PARTY_SIZES)],
                dates=dates[number % len(dates) :: 2],
                language=who.language,
                form_token=f"croeso demo {rows.row['key']} {number}",
                now=at,
            )
            _count_as_sent(Message.objects.filter(interest=interest))


def _count_as_sent(messages: QuerySet[Message]) -> None:
    """Sample people are not written to: what was due to them counts as sent when it was due."""
    messages.filter(sent_at=None).update(sent_at=F("due_at"))


def _instants(number: int, event: Event, *, until: dt.datetime, over: dt.timedelta) -> list[dt.datetime]:
    """So many instants at even distances, the last an hour before now or two days before a past event."""
    start = event.starts_at or until
    last = min(until - dt.timedelta(hours=1), start - dt.timedelta(days=2)) if event.starts_at else until
    return [last - over * (number - 1 - n) / number for n in range(number)]


def _party(rows: Rows, wish: Row, *, people: list[SamplePerson], first: int) -> Party:
    booker = people[0]
    found = (_wish(rows, wish, who=who, place=place, number=first + place) for place, who in enumerate(people))
    return Party(
        name=booker.name,
        email=booker.email,
        language=booker.language,
        people=tuple(found),
        answers=_answers(rows, AskedOf.BOOKING, number=first, language=booker.language),
        code=rows.row.get("invitation_code", ""),
        joins_waitlist=wish.get("waits", False),
    )


def _wish(rows: Rows, wish: Row, *, who: SamplePerson, place: int, number: int) -> PersonWish:
    ticket = next(found for found in rows.row["tickets"] if found["key"] == wish["tickets"][place])
    seat: dict[str, Any] = {
        "name": who.name,
        "ticket_type": rows.tickets[ticket["key"]],
        "sessions": tuple(rows.sessions[key] for key in wish.get("sessions", [])),
        "language": who.language,
    }
    if ticket.get("supporter"):
        return PersonWish(**seat, supports=place - 1)
    return PersonWish(
        **seat,
        email=who.email if place == 0 else "",
        organisation=f"Sample Council {number % 4 + 1}" if ticket["key"] in AT_WORK else "",
        pronouns=next((said for every, said in PRONOUNS.items() if number % every == every - 1), ""),
        speaks_welsh=who.speaks_welsh,
        no_photos=number % NO_PHOTOS_EVERY == 0,
        answers=_answers(rows, AskedOf.ATTENDEE, number=number, language=who.language, ticket=ticket["key"]),
        needs=_needs(wish.get("need") if place == 0 else None, language=who.language),
    )


def _answers(rows: Rows, asked_of: AskedOf, *, number: int, language: str, ticket: str = "") -> dict[int, Any]:
    """{question: value} for a booking or a person. Two in three answer what need not be answered."""
    found = {}
    for question in rows.row["questions"]:
        concerned = question["asked_of"] == asked_of and ticket in question.get("tickets", [ticket])
        if concerned and question["answers"] and (question["required"] or number % 3):
            said = question["answers"][number % len(question["answers"])]
            found[rows.questions[question["key"]]] = _value(question, said, language)
    return found


def _value(question: Row, said: Row, language: str) -> Any:
    """As the form stores it: choices in English whatever the language, so that they can be counted together."""
    if question["kind"] == QuestionKind.YES_NO:
        return said["en"] == "yes"
    if question["kind"] == QuestionKind.CHOICES:
        return [said["en"]]
    return said["en"] if question["kind"] == QuestionKind.CHOICE else said[language]


def _needs(need: Row | None, *, language: str) -> tuple[NeedGiven, ...]:
    if need is None:
        return ()
    text = need.get("text", {}).get(language, "")
    return (NeedGiven(kind=NeedKind(need["kind"]), option=need.get("option", ""), text=text),)
