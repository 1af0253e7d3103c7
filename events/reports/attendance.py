"""Who is coming, as rows of a spreadsheet: one for each person with a confirmed place.

Needs are among them only for who may see them, and only where they choose so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from events.choices import AskedOf, NeedKind, QuestionKind, Role, SessionChoice
from events.models.bookings import Answer, Attendee, AttendeeSession
from events.models.events import Event, Question
from events.models.names import parts
from events.models.needs import Need
from events.reports.needs_summary import LABELS
from events.reports.spreadsheet import Cell

ANSWER = "answer-"
"""A question's column is called this and the question's primary key."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """`usual` columns are those of an export in which nobody chose. `show` is given a row of FIELDS."""

    key: str
    heading: str
    show: Callable[[Row], Cell]
    usual: bool = True


@dataclass(frozen=True)
class Table:
    """`rows` can be read once; they come from the database as they are read."""

    headings: list[str]
    rows: Iterator[list[Cell]]


FIELDS = (
    "pk",
    "booking",
    "booking__reference",
    "booking__name",
    "booking__email",
    "booking__phone",
    "booking__created_at",
    "name",
    "email",
    "organisation",
    "pronouns",
    "language",
    "speaks_welsh",
    "no_photos",
    "ticket_type",
    "supports__name",
)


def columns_of(event: Event, *, with_needs: bool = False) -> list[Column]:
    """Every column that this event's export can have, in their order; each question is one, and each kind of need for
    who may see needs.

    Their words are settled here: a streamed answer is read when the reader's language is no longer active.
    """
    columns = [*_facts_of_people(event), *_sessions_of(event), *_contact_of_people(event), *_answers_of(event)]
    return [*columns, *_needs_of(event)] if with_needs else columns


def attendee_table(event: Event, *, columns: Sequence[Column]) -> Table:
    """The chosen columns of everybody with a confirmed place, by last name. One query for the people."""
    people = Attendee.objects.filter(event=event).on_lists().order_by("sort_name", "pk")
    rows = people.values(*FIELDS).iterator(chunk_size=1000)
    return Table(
        headings=[column.heading for column in columns],
        rows=([column.show(row) for column in columns] for row in rows),
    )


def usual(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.usual]


def _facts_of_people(event: Event) -> list[Column]:
    tickets = {row.pk: (row.name, str(Role(row.role).label)) for row in event.ticket_types.all()}
    return [
        Column("reference", _("Booking"), lambda row: row["booking__reference"]),
        Column("name", _("Name"), lambda row: row["name"]),
        Column("first-names", _("First names"), lambda row: parts(row["name"]).given, usual=False),
        Column("last-name", _("Last name"), lambda row: parts(row["name"]).last, usual=False),
        Column("ticket", _("Ticket"), lambda row: tickets[row["ticket_type"]][0]),
        Column("role", _("Role"), lambda row: tickets[row["ticket_type"]][1], usual=False),
        Column("supports", _("Supports"), lambda row: row["supports__name"], usual=False),
    ]


def _sessions_of(event: Event) -> list[Column]:
    if event.session_choice == SessionChoice.WHOLE:
        return []
    names = {row.pk: row.name for row in event.sessions.all()}
    chosen: dict[int, list[str]] = {}
    choices = AttendeeSession.objects.filter(attendee__event=event).order_by("session__sort_order", "session")
    for attendee, session in choices.values_list("attendee", "session"):
        chosen.setdefault(attendee, []).append(names.get(session, ""))
    return [Column("sessions", _("Sessions"), lambda row: ", ".join(chosen.get(row["pk"], ())))]


def _contact_of_people(event: Event) -> list[Column]:
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    zone, yes = event.zone, _("Yes")
    return [
        Column("organisation", _("Organisation"), lambda row: row["organisation"]),
        Column("email", _("E-mail address"), lambda row: row["email"] or row["booking__email"]),
        Column("pronouns", _("Pronouns"), lambda row: row["pronouns"], usual=False),
        Column("language", _("Language"), lambda row: languages.get(row["language"], ""), usual=False),
        Column("speaks-welsh", _("Speaks Welsh"), lambda row: yes * row["speaks_welsh"], usual=False),
        Column("no-photos", _("No photographs"), lambda row: yes * row["no_photos"], usual=False),
        Column("booked-by", _("Booked by"), lambda row: row["booking__name"], usual=False),
        Column("booker-email", _("E-mail address of who booked"), lambda row: row["booking__email"], usual=False),
        Column("phone", _("Telephone"), lambda row: row["booking__phone"], usual=False),
        Column("booked-at", _("Booked on"), lambda row: _local(row["booking__created_at"], zone), usual=False),
    ]


def _answers_of(event: Event) -> list[Column]:
    questions = list(event.questions.all())
    if not questions:
        return []
    of_people: dict[tuple[int, int], Cell] = {}
    of_bookings: dict[tuple[int, int], Cell] = {}
    kinds = {question.pk: QuestionKind(question.kind) for question in questions}
    answers = Answer.objects.filter(question__event=event).order_by()
    for question, booking, attendee, value in answers.values_list("question", "booking", "attendee", "value"):
        found, owner = (of_bookings, booking) if attendee is None else (of_people, attendee)
        found[question, owner] = answer_text(kinds[question], value)
    return [
        _answer_column(question, of_bookings if question.asked_of == AskedOf.BOOKING else of_people)
        for question in questions
    ]


def _answer_column(question: Question, found: Mapping[tuple[int, int], Cell]) -> Column:
    owner = "booking" if question.asked_of == AskedOf.BOOKING else "pk"
    return Column(f"{ANSWER}{question.pk}", str(question), lambda row: found.get((question.pk, row[owner])))


def _needs_of(event: Event) -> list[Column]:
    """One for each kind of need that somebody who is coming has; nobody gets one without choosing it."""
    found: dict[str, dict[int, list[str]]] = {}
    needs = Need.objects.filter(attendee__in=Attendee.objects.filter(event=event).on_lists()).order_by("pk")
    for kind, person, option, text in needs.values_list("kind", "attendee", "option", "text"):
        words = [word for word in (str(LABELS.get(option, option)), text) if word]
        found.setdefault(kind, {}).setdefault(person, []).extend(words)
    return [_need_column(kind, found[kind]) for kind in NeedKind if kind in found]


def _need_column(kind: NeedKind, found: Mapping[int, Sequence[str]]) -> Column:
    return Column(f"needs-{kind}", str(kind.label), lambda row: "; ".join(found.get(row["pk"], ())), usual=False)


def answer_text(kind: QuestionKind, value: Any) -> Cell:
    """An answer as a reader wants it: yes or no, choices in one line, a date as a date."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if kind == QuestionKind.DATE and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value if isinstance(value, int | float) else str(value)


def _local(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return instant.astimezone(zone)
