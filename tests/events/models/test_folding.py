"""How words are compared when somebody searches."""

import pytest

from events.models.folding import beginnings, folded, letters


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tŷ’r Eglwys", " ty r eglwys "),
        ("ŴYŶ ŵyŷ", " wyy wyy "),
        ("Llên, canu & gêm!", " llen canu gem "),
        ("Café naïve", " cafe naive "),
        ("Straße", " strasse "),
        ("", "  "),
    ],
)
def test_folded_leaves_plain_words(text, words):
    assert folded(text) == words


@pytest.mark.parametrize("text", ["Tŷ’r Eglwys", "ty\u0302-r EGLWYS", "tyr_eglwys"])
def test_letters_are_what_is_left_without_spaces(text):
    assert letters(text) == "tyreglwys"


def test_folded_treats_composed_and_decomposed_letters_alike():
    assert folded("tŷ") == folded("ty\u0302")


def test_beginnings_are_those_of_each_word_once():
    assert beginnings("Tŷ  agored tŷ") == [" ty", " agored"]


def test_beginnings_of_nothing_are_none():
    assert beginnings(" … ") == []
