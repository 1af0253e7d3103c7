"""Everything staff see of one booking: its people with their answers, its history, and what was sent. Never a need."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from events.backoffice.words import action_words, who_acted
from events.booking.waitlist import position
from events.choices import MessageKind, QuestionKind
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking
from events.models.messages import Message
from events.reports.attendance import answer_text
from events.reports.disclosure import SHOWN


@dataclass(frozen=True)
class Said:
    """A question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class PersonShown:
    attendee: Attendee
    sessions: str
    answers: list[Said]


@dataclass(frozen=True)
class Step:
    """One line of the history. `who` is a colleague's name, or in general words who acted."""

    entry: AuditEntry
    what: str
    who: str


@dataclass(frozen=True)
class Sent:
    message: Message
    kind: str
    state: str


@dataclass(frozen=True)
class Dossier:
    """`position` is the place in the queue, or None."""

    booking: Booking
    language: str
    position: int | None
    people: list[PersonShown]
    answers: list[Said]
    history: list[Step]
    messages: list[Sent]


def dossier_of(booking: Booking) -> Dossier:
    """A fixed number of queries, however many people and entries there are."""
    answers = list(Answer.objects.filter(booking=booking).select_related("question").order_by("question__sort_order"))
    people = booking.attendees.select_related("ticket_type", "supports").prefetch_related("sessions")
    return Dossier(
        booking=booking,
        language=str(dict(settings.LANGUAGES).get(booking.language, "")),
        position=position(booking),
        people=[_person(person, answers) for person in people.order_by("position", "pk")],
        answers=[_said(answer) for answer in answers if answer.attendee_id is None],
        history=_history(booking),
        messages=[_sent(row) for row in Message.objects.filter(booking=booking).order_by("created_at", "pk")],
    )


def _person(person: Attendee, answers: list[Answer]) -> PersonShown:
    return PersonShown(
        attendee=person,
        sessions=", ".join(str(session) for session in person.sessions.all()),
        answers=[_said(answer) for answer in answers if answer.attendee_id == person.pk],
    )


def _said(answer: Answer) -> Said:
    return Said(str(answer.question), str(answer_text(QuestionKind(answer.question.kind), answer.value)))


def _history(booking: Booking) -> list[Step]:
    entries = AuditEntry.objects.filter(booking=booking).exclude(action__in=SHOWN).select_related("user")
    return [Step(entry, action_words(entry), who_acted(entry)) for entry in entries]


def _sent(message: Message) -> Sent:
    if message.failed_at:
        state = _("Could not be delivered")
    elif message.sent_at:
        state = _("Sent")
    else:
        state = _("On its way")
    return Sent(message, str(MessageKind(message.kind).label), state)
