"""How large words on a badge are set. Arithmetic only; test_badges looks at the finished sheets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.documents.badge_words import Block, Look, Words, fit, letter_count, size_class, total_height
from events.documents.typefaces import face
from events.documents.typesetting import Style
from tests.events.documents.samples import FORTY_LETTERS, LONG_ORGANISATION

DISPLAY, TEXT = face("Croeso Display", 800), face("Croeso Text", 400)
WIDTH, HEIGHT = 232.4, 83.6
LOOK = Look(
    first=(Style(DISPLAY, 40, 40, spacing=-0.8), Style(DISPLAY, 33, 33), Style(DISPLAY, 26, 26)),
    rest=Style(TEXT, 13, 15),
    rest_gap=3,
    pronouns=Style(TEXT, 10.5, 12),
    pronouns_gap=2,
    organisation=Style(TEXT, 10.5, 12),
    organisation_gap=1,
    pronouns_follow_name=True,
)
LETTERS = st.characters(whitelist_categories=("Lu", "Ll"), max_codepoint=0x17F).filter(TEXT.covers)
LETTERS = LETTERS.filter(DISPLAY.covers)


def sizes(blocks: list[Block]) -> list[float]:
    return [block.lines[0].runs[0].style.size for block in blocks]


def texts(blocks: list[Block]) -> list[list[str]]:
    return [
        [" ".join(word.text for run in line.runs for word in run.words) for line in block.lines] for block in blocks
    ]


@pytest.mark.parametrize(
    ("first", "letters", "size"),
    [("Jo", 2, 0), ("Gwŷdd", 5, 0), ("Myfanwy", 7, 0), ("Rhiannon", 8, 1), ("Gwenllian", 9, 1), ("Maximiliana", 11, 2)],
)
def test_size_class_counts_letters_not_marks(first: str, letters: int, size: int) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, first)
        assert (letter_count(name), size_class(name)) == (letters, size)


@pytest.mark.parametrize(("first", "size"), [("Sam", 40), ("Rhiannon", 33), ("Maximiliana", 26)])
def test_fit_uses_the_size_of_the_class(first: str, size: float) -> None:
    blocks = fit(Words(first, "Sample", "she/her", "Cyngor Enghraifft"), LOOK, WIDTH, HEIGHT)
    assert sizes(blocks) == [size, 13, 10.5]
    assert texts(blocks) == [[first], ["Sample (she/her)"], ["Cyngor Enghraifft"]]


def test_fit_goes_down_a_class_when_a_wide_name_does_not_fit() -> None:
    assert sizes(fit(Words("WWWWWWW"), LOOK, WIDTH, HEIGHT)) == [26]


def test_fit_takes_two_lines_over_fourteen_letters() -> None:
    blocks = fit(Words("Bartholomew-Alexander", "Sample"), LOOK, WIDTH, HEIGHT)
    assert texts(blocks)[0] == ["Bartholomew-", "Alexander"]
    assert sizes(blocks)[0] == 26


def test_fit_keeps_a_short_double_name_in_one_line() -> None:
    [block] = fit(Words("Mari-Wynne"), LOOK, WIDTH, HEIGHT)
    assert len(block.lines) == 1


def test_fit_shrinks_other_words_before_the_first_name() -> None:
    blocks = fit(Words("Sam", "Sample", "they/them", LONG_ORGANISATION), LOOK, WIDTH, 91)
    assert sizes(blocks)[0] == 40
    assert sizes(blocks)[1] < 13


def test_fit_divides_a_word_that_is_too_long_into_even_lines() -> None:
    blocks = fit(Words(FORTY_LETTERS, "Sample"), LOOK, WIDTH, HEIGHT)
    [first, second] = texts(blocks)[0]
    assert first + second == FORTY_LETTERS
    assert abs(len(first) - len(second)) <= 3


def test_fit_of_a_badge_to_write_on_is_empty() -> None:
    assert [block.lines for block in fit(Words(""), LOOK, WIDTH, HEIGHT)] == [[]]


def test_fit_sets_pronouns_on_their_own_line_where_the_layout_says_so() -> None:
    look = Look(**{**vars(LOOK), "pronouns_follow_name": False})
    assert texts(fit(Words("Jo", "Sample", "she/her", "Org"), look, WIDTH, 200)) == [
        ["Jo"],
        ["Sample"],
        ["she/her"],
        ["Org"],
    ]


@settings(max_examples=150, deadline=None)
@given(
    first=st.text(LETTERS, min_size=1, max_size=120),
    rest=st.text(st.one_of(LETTERS, st.just(" "), st.just("-")), max_size=119),
    pronouns=st.text(LETTERS, max_size=40),
    organisation=st.text(st.one_of(LETTERS, st.just(" ")), max_size=120),
)
def test_fit_always_fits_and_loses_no_letter(first: str, rest: str, pronouns: str, organisation: str) -> None:
    words = Words(first, " ".join(rest.split()), pronouns, " ".join(organisation.split()))
    blocks = fit(words, LOOK, WIDTH, HEIGHT)
    assert total_height(blocks) <= HEIGHT
    assert max(line.width for block in blocks for line in block.lines) <= WIDTH + 0.02
    shown = "".join("".join(lines) for lines in texts(blocks)).replace(" ", "")
    follows = f"({pronouns})" if pronouns else ""
    assert shown == f"{words.first}{words.rest}{follows}{words.organisation}".replace(" ", "")
