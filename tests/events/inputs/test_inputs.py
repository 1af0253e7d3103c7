"""What people type is made inert, and each error says what to do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from events.inputs import AddressField, DateField, LineField, TextField, tidy_lines


def problem(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("a\u0000b\u0007c\u001b[31m", "abc[31m"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("\ud800lone", "lone"),
        ("w\u0302yr", "ŵyr"),
        ("tab\there", "tab\there"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
    ],
)
def test_tidy_lines_keeps_what_can_be_seen(typed, kept):
    assert tidy_lines(typed) == kept


@pytest.mark.parametrize("typed", ["=cmd()", "<script>", "'; DROP TABLE", "{{ 7*7 }}", "Siân O’Sampl"])
def test_line_keeps_signs_as_they_are(typed):
    assert LineField().clean(typed) == typed


def test_line_is_one_line():
    assert LineField().clean("  Sam\r\n\tSample\u2028") == "Sam Sample"


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", None])
def test_line_of_nothing_visible_is_missing(typed):
    assert problem(LineField(missing="Type your name"), typed) == "Type your name"


def test_line_that_is_too_long_says_how_long_it_may_be():
    assert problem(LineField(max_length=120), "a" * 10_000) == "Use at most 120 characters"
    assert problem(TextField(max_length=1), "ab") == "Use at most 1 character"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your e-mail address"),
        ("sam", "Type the whole address with its @, for example name@example.org"),
        ("sam@", "Add the part after the @, for example name@example.org"),
        ("sam@example", "Add the part after the @, for example name@example.org"),
    ],
)
def test_address_says_which_part_is_missing(typed, said):
    assert problem(AddressField(), typed) == said


@pytest.mark.parametrize("typed", ["sam@example.org\nBcc: ann@example.org", "a@b@example.org", "<sam@example.org>"])
def test_address_takes_one_address_only(typed):
    assert problem(AddressField(), typed).startswith("Add the part after the @")


def test_address_drops_what_cannot_be_seen():
    assert AddressField().clean(" sam@example.org\u200b\r\n") == "sam@example.org"


@pytest.mark.parametrize("typed", ["2027-02-11", "11/02/2027", "11.02.2027", "11-02-2027"])
def test_date_can_be_typed_in_many_ways(typed):
    assert DateField().clean(typed) == dt.date(2027, 2, 11)


def test_date_that_is_none_says_how_to_write_it():
    assert problem(DateField(), "tomorrow") == "Write the date as day, month and year, for example 11/02/2027"
