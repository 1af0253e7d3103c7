"""Organisers' questions of all kinds: what is asked, and what is stored."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from events.choices import QuestionKind
from events.inputs import questions
from tests.factories.events import make_event, make_question, make_ticket_type

pytestmark = pytest.mark.django_db

LUNCH = {
    "en": {"label": "Lunch?", "help": "It is warm.", "choices": ["Soup", "Salad"]},
    "cy": {"label": "Cinio?", "help": "", "choices": ["Cawl", "Salad"]},
}


def ask(kind, **facts):
    question = make_question(make_event(), kind=kind, **facts)
    if kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        question.words = LUNCH
    return question


def answer(question, typed):
    return questions.stored(question, questions.field_for(question).clean(typed))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (QuestionKind.SHORT_TEXT, " A  word\u202e ", "A word"),
        (QuestionKind.LONG_TEXT, "One\r\ntwo", "One\ntwo"),
        (QuestionKind.CHOICE, "1", "Salad"),
        (QuestionKind.CHOICES, ["0", "1"], ["Soup", "Salad"]),
        (QuestionKind.YES_NO, "no", False),
        (QuestionKind.YES_NO, "yes", True),
        (QuestionKind.NUMBER, "3", 3),
        (QuestionKind.NUMBER, "2.5", 2.5),
        (QuestionKind.DATE, "11/02/2027", "2027-02-11"),
    ],
)
def test_answer_is_stored_as_its_kind_says(kind, typed, kept):
    found = answer(ask(kind), typed)

    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_question_left_open_stores_nothing(kind):
    assert answer(ask(kind), [] if kind == QuestionKind.CHOICES else "") is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (QuestionKind.SHORT_TEXT, "Write an answer to “Question”"),
        (QuestionKind.LONG_TEXT, "Write an answer to “Question”"),
        (QuestionKind.CHOICE, "Choose an answer to “Lunch?”"),
        (QuestionKind.CHOICES, "Choose an answer to “Lunch?”"),
        (QuestionKind.YES_NO, "Choose an answer to “Question”"),
        (QuestionKind.NUMBER, "“Question”: write a number in figures, for example 3"),
        (QuestionKind.DATE, "“Question”: write the date as day, month and year, for example 11/02/2027"),
    ],
)
def test_question_that_must_be_answered_says_what_to_do(kind, said):
    with pytest.raises(ValidationError) as caught:
        answer(ask(kind, is_required=True), [] if kind == QuestionKind.CHOICES else "")
    assert caught.value.messages == [said]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.CHOICE, "2"),
        (QuestionKind.CHOICE, "-1"),
        (QuestionKind.CHOICES, ["0", "x"]),
        (QuestionKind.YES_NO, "perhaps"),
        (QuestionKind.NUMBER, "NaN"),
        (QuestionKind.NUMBER, "1e999"),
        (QuestionKind.NUMBER, "9999999999999"),
        (QuestionKind.DATE, "31/02/2027"),
        (QuestionKind.LONG_TEXT, "a" * 10_000),
    ],
)
def test_answer_that_is_none_is_refused(kind, typed):
    with pytest.raises(ValidationError):
        answer(ask(kind), typed)


def test_choice_is_read_in_one_language_and_stored_in_another():
    question = ask(QuestionKind.CHOICE)

    with override("cy"):
        field = questions.field_for(question)
        assert (field.label, field.choices) == ("Cinio?", [("0", "Cawl"), ("1", "Salad")])
        assert answer(question, "0") == "Soup"


def test_choice_without_a_translation_is_shown_in_the_other_language():
    question = ask(QuestionKind.CHOICE)
    question.words = {"en": LUNCH["en"], "cy": {"label": "Cinio?", "choices": ["Cawl"]}}

    with override("cy"):
        assert questions.field_for(question).choices == [("0", "Cawl"), ("1", "Salad")]


def test_question_can_be_for_some_tickets_only():
    event = make_event()
    free, paid = event.ticket_types.all()[0], make_ticket_type(event, name="Paid")
    question = make_question(event, ticket_keys=[str(paid.key)])

    assert [questions.is_asked(question, tickets) for tickets in ([free], [paid], [free, paid], [])] == [
        False,
        True,
        True,
        False,
    ]
    assert questions.is_asked(make_question(event), [free])


def test_stored_answers_leave_out_what_was_not_answered():
    event = make_event()
    first, second = make_question(event), make_question(event)

    found = questions.answers([first, second], {f"q{first.pk}": "Yes", f"q{second.pk}": ""})

    assert found == {first.pk: "Yes"}


def test_stored_value_of_a_whole_decimal_is_a_whole_number():
    question = ask(QuestionKind.NUMBER)

    assert [questions.stored(question, Decimal(text)) for text in ("3.000", "0", "-1.5")] == [3, 0, -1.5]
    assert questions.stored(question, dt.date(2027, 2, 11)) == "2027-02-11"
