"""Puts what a door decided into what the screen shows, for pages and for the script alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from events.checkin.outcomes import Door, Outcome
from events.checkin.presence import notes_of
from events.checkin.snapshot import millis
from events.choices import DoorState
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from events.models.events import Event
from events.models.names import initial
from events.public.door.money import written
from events.public.door.words import MARKS, SENTENCES, STRANGE, notes
from events.templatetags.event_words import when_of
from home.dates import clock_text, day_text


@dataclass(frozen=True)
class Result:
    """`heading` says in words what `mark` says in ground, border and shape. `notes` is how many access notes there are,
    for a button; what they say is nowhere here."""

    state: str
    mark: str
    heading: str
    name: str
    lines: list[str]
    speaks_welsh: bool = False
    notes: int = 0

    @property
    def notes_words(self) -> str:
        return notes_words(self.notes)


def notes_words(number: int) -> str:
    return notes(number) % {"number": number} if number else ""


def result_of(outcome: Outcome, door: Door) -> Result:
    person, state = outcome.attendee, outcome.state
    heading = str(state.label)
    if state == DoorState.TO_PAY:
        heading = say("to_pay", amount=written(outcome.due))
    is_ours = person is not None and person.event_id == door.link.event_id
    counted = notes_of([person.pk]) if person and state == DoorState.OK else {}
    return Result(
        state=str(state),
        mark=MARKS[state],
        heading=heading,
        name=person.name if person else "",
        lines=_LINES[state](outcome, door) if state in _LINES else [],
        speaks_welsh=bool(person and is_ours and person.speaks_welsh and state == DoorState.OK),
        notes=sum(counted.values()),
    )


def say(sentence: str, **values: str) -> str:
    return str(SENTENCES[sentence]) % values


def clock(moment: dt.datetime, event: Event) -> str:
    return clock_text(moment, event.zone, language=_language())


def _language() -> str:
    return (get_language() or "en")[:2]


def _let_in(outcome: Outcome, _door: Door) -> list[str]:
    person = _person(outcome)
    return [*_ticket(person), say("box", letter=initial(person.name))]


def _ticket(person: Attendee) -> list[str]:
    lines = [person.ticket_type.name]
    if person.booking.name and person.booking.name != person.name:
        lines.append(say("with", name=person.booking.name))
    return lines


def _already(outcome: Outcome, door: Door) -> list[str]:
    lines = [came_in(outcome.check_in, door.link.event)] if outcome.check_in else []
    return [*lines, say("coming_back")]


def came_in(check_in: CheckIn, event: Event) -> str:
    return say("came_in", time=clock(check_in.at, event), door=check_in.device)


def _other_event(outcome: Outcome, _door: Door) -> list[str]:
    if outcome.elsewhere is None:
        return [say("another_event")]
    return [say("this_event", event=str(outcome.elsewhere)), when_of(outcome.elsewhere)]


def _other_session(_outcome: Outcome, _door: Door) -> list[str]:
    return [say("not_chosen")]


def _cancelled(outcome: Outcome, door: Door) -> list[str]:
    gone = _person(outcome).cancelled_at
    if gone is None:
        return [say("place_cancelled"), say("ask_or_walk_in")]
    day = day_text(gone.astimezone(door.link.event.zone).date(), language=_language(), year=False)
    return [say("cancelled_on", day=day), say("ask_or_walk_in")]


def _not_confirmed(outcome: Outcome, _door: Door) -> list[str]:
    return [str(_person(outcome).booking.get_state_display()), say("no_place_yet"), say("ask_or_walk_in")]


def _to_pay(outcome: Outcome, _door: Door) -> list[str]:
    return [say("for_all", name=_person(outcome).booking.name), say("let_them_in")]


def _unknown(outcome: Outcome, _door: Door) -> list[str]:
    return [say("nobody") if outcome.reading is None else str(STRANGE[outcome.reading])]


def _undone(_outcome: Outcome, _door: Door) -> list[str]:
    return [say("taken_back")]


def _person(outcome: Outcome) -> Attendee:
    if outcome.attendee is None:
        raise TypeError("only an unknown code belongs to nobody")
    return outcome.attendee


_LINES = {
    DoorState.OK: _let_in,
    DoorState.ALREADY: _already,
    DoorState.OTHER_EVENT: _other_event,
    DoorState.OTHER_SESSION: _other_session,
    DoorState.CANCELLED: _cancelled,
    DoorState.NOT_CONFIRMED: _not_confirmed,
    DoorState.TO_PAY: _to_pay,
    DoorState.UNKNOWN: _unknown,
    DoorState.UNDONE: _undone,
}


def as_json(outcome: Outcome, door: Door) -> dict[str, Any]:
    """For the script: the same words, and the numbers by which it keeps its own list right."""
    found = result_of(outcome, door)
    is_ours = outcome.attendee is not None and outcome.attendee.event_id == door.link.event_id
    return {
        "state": found.state,
        "heading": found.heading,
        "name": found.name,
        "lines": found.lines,
        "welsh": found.speaks_welsh,
        "notes": found.notes,
        "person": outcome.attendee.pk if outcome.attendee and is_ours else None,
        "kept": outcome.kept,
        "at": millis(outcome.check_in.at) if outcome.check_in else None,
        "door": outcome.check_in.device if outcome.check_in else "",
    }
