"""The organisers' own questions as form fields, and what is stored of the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.choices import QuestionKind
from events.inputs import DateField, LineField, TextField
from events.models.events import Question, TicketType

CANONICAL = "en"
"""Chosen answers are stored in this language whatever the form's, so that they can be counted together."""

CHOOSE = _("Choose an answer to “%(question)s”")
WRITE = _("Write an answer to “%(question)s”")
NUMBER = _("“%(question)s”: write a number in figures, for example 3")
DATE = _("“%(question)s”: write the date as day, month and year, for example 11/02/2027")
SAID: dict[QuestionKind, Any] = {
    QuestionKind.SHORT_TEXT: WRITE,
    QuestionKind.LONG_TEXT: WRITE,
    QuestionKind.NUMBER: NUMBER,
    QuestionKind.DATE: DATE,
}
"""What to do about a missing or impossible answer. The list that heads the page must say which question it is."""

LARGEST = 1_000_000_000


def field_name(question: Question) -> str:
    return f"q{question.pk}"


def field_for(question: Question) -> forms.Field:
    """The field of one question in the active language."""
    words = {"label": str(question), "help_text": question.say("help"), "required": question.is_required}
    kind = QuestionKind(question.kind)
    field = FIELDS[kind](question, words)
    said = str(SAID.get(kind, CHOOSE)) % {"question": question}
    field.error_messages |= dict.fromkeys(("required", "invalid", "invalid_choice"), said)
    return field


def is_asked(question: Question, tickets: Iterable[TicketType]) -> bool:
    """Whether a question concerns somebody with (one of) these tickets."""
    return not question.ticket_keys or any(str(ticket.key) in question.ticket_keys for ticket in tickets)


def stored(question: Question, value: Any) -> Any:
    """What is kept of a cleaned answer: a string, number, boolean, ISO date or list of strings; None for no answer."""
    if value in (None, "", []):
        return None
    if question.kind == QuestionKind.CHOICE:
        return question.choices_in(CANONICAL)[int(value)]
    if question.kind == QuestionKind.CHOICES:
        texts = question.choices_in(CANONICAL)
        return [texts[int(number)] for number in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def answers(questions: Iterable[Question], cleaned: dict[str, Any]) -> dict[int, Any]:
    """{question pk: stored value} of those questions that were answered."""
    found = {row.pk: stored(row, cleaned.get(field_name(row))) for row in questions}
    return {pk: value for pk, value in found.items() if value is not None}


def initial(questions: Iterable[Question], given: Mapping[int, Any]) -> dict[str, Any]:
    """What stands in the fields of `questions` that were answered before: the stored values turned back."""
    return {field_name(row): _shown(row, given[row.pk]) for row in questions if row.pk in given}


def _shown(question: Question, value: Any) -> Any:
    texts = question.choices_in(CANONICAL)
    if question.kind == QuestionKind.CHOICE:
        return str(texts.index(value)) if value in texts else ""
    if question.kind == QuestionKind.CHOICES:
        return [str(texts.index(text)) for text in value if text in texts] if isinstance(value, list) else []
    if question.kind == QuestionKind.YES_NO:
        return "yes" if value else "no"
    return value


def _options(question: Question) -> list[tuple[str, str]]:
    canonical, spoken = question.choices_in(CANONICAL), question.choices_in()
    texts = [*spoken, *canonical[len(spoken) :]][: len(canonical)]
    return [(str(number), str(text)) for number, text in enumerate(texts)]


def _choice(question: Question, words: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_options(question), widget=forms.RadioSelect, **words)


def _choices(question: Question, words: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_options(question),
        widget=forms.CheckboxSelectMultiple,
        **words,
    )


def _yes_no(_question: Question, words: dict[str, Any]) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        **words,
    )


def _number(_question: Question, words: dict[str, Any]) -> forms.Field:
    return forms.DecimalField(
        min_value=-LARGEST,
        max_value=LARGEST,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-10"}),
        **words,
    )


FIELDS: dict[QuestionKind, Callable[[Question, dict[str, Any]], forms.Field]] = {
    QuestionKind.SHORT_TEXT: lambda _question, words: LineField(**words),
    QuestionKind.LONG_TEXT: lambda _question, words: TextField(**words),
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: lambda _question, words: DateField(**words),
}
