"""Lines, and where they break."""

from __future__ import annotations

import pytest

from events.documents.typefaces import face
from events.documents.typesetting import Line, Style, break_lines, break_runs, lines_height, one_line, widest_piece

TEXT = Style(face("Croeso Text", 400), size=10, leading=12)
BOLD = Style(face("Croeso Text", 700), size=12, leading=15)


def words(lines: list[Line]) -> list[str]:
    return [" ".join(word.text for run in line.runs for word in run.words) for line in lines]


def test_a_text_that_fits_is_one_line() -> None:
    [line] = break_lines("Sample Person", TEXT, 500)
    assert words([line]) == ["Sample Person"]
    assert line.width == pytest.approx(TEXT.width("Sample Person"), abs=0.2)


def test_nothing_is_no_line() -> None:
    assert break_lines("", TEXT, 100) == []


def test_lines_break_at_spaces_as_late_as_they_can() -> None:
    width = TEXT.width("Sample University")
    lines = break_lines("Sample University Health Board", TEXT, width + 0.1)
    assert words(lines) == ["Sample University", "Health Board"]
    assert break_lines("Sample University Health Board", TEXT, width - 1)[0].width < width


def test_lines_break_after_hyphens_and_slashes_before_they_divide_a_word() -> None:
    width = TEXT.width("Featherstonehaugh-")
    assert words(break_lines("Featherstonehaugh-Sample", TEXT, width + 1)) == ["Featherstonehaugh-", "Sample"]
    assert words(break_lines("they/them/theirs", TEXT, TEXT.width("they/them/") + 0.5)) == ["they/them/", "theirs"]


def test_a_hyphen_before_a_number_holds() -> None:
    assert words(break_lines("Covid-19", TEXT, TEXT.width("Covid-1"))) == ["Covid-1", "9"]


def test_a_word_wider_than_the_line_is_divided_and_loses_no_letter() -> None:
    lines = break_lines("Llanfairpwllgwyngyllgogerychwyrndrobwll", TEXT, 60)
    assert len(lines) == 4
    assert "".join(words(lines)) == "Llanfairpwllgwyngyllgogerychwyrndrobwll"
    assert max(line.width for line in lines) <= 60


def test_a_line_too_narrow_for_a_letter_still_takes_one() -> None:
    assert words(break_lines("WW", TEXT, 1)) == ["W", "W"]


def test_runs_keep_their_styles_across_lines() -> None:
    width = BOLD.width("Enghraifft") + TEXT.width(" ") + TEXT.width("(she/") + 0.1
    lines = break_runs([("Enghraifft", BOLD), ("(she/her)", TEXT)], width)
    assert words(lines) == ["Enghraifft (she/", "her)"]
    assert [[run.style for run in line.runs] for line in lines] == [[BOLD, TEXT], [TEXT]]
    assert lines_height(lines) == 15 + 12


def test_letter_spacing_counts_for_every_letter() -> None:
    spaced = Style(TEXT.face, 10, 12, spacing=-0.2)
    assert one_line("Sam Sample", spaced).width == pytest.approx(one_line("Sam Sample", TEXT).width - 10 * 0.2)


def test_widest_piece_is_the_least_width_without_dividing() -> None:
    text = "Bartholomew-Alexander Sample"
    width = widest_piece(text, TEXT)
    assert width == TEXT.width("Bartholomew-")
    assert words(break_lines(text, TEXT, width)) == ["Bartholomew-", "Alexander", "Sample"]


def test_glyphs_of_a_run_are_its_words_with_spaces_between() -> None:
    [line] = break_lines("no no", TEXT, 100)
    n, o, space = (TEXT.face.ids[letter] for letter in "no ")
    assert line.runs[0].glyphs == f"<{n:04x}{o:04x}{space:04x}{n:04x}{o:04x}>"


def test_scaled_keeps_the_proportions() -> None:
    half = Style(TEXT.face, 10, 12, spacing=1).scaled(0.5)
    assert (half.size, half.leading, half.spacing) == (5, 6, 0.5)


def test_baseline_centres_the_letters_in_their_line() -> None:
    ascent, descent = TEXT.face.ascent / 100, TEXT.face.descent / 100
    assert TEXT.baseline == pytest.approx((12 - ascent - descent) / 2 + ascent)
