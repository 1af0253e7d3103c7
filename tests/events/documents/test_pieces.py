"""Texts made ready, by us or by WeasyPrint."""

from __future__ import annotations

import pytest

from events.documents.pieces import Lines, Piece, Stamped, Wanted, pieces
from events.documents.press import Press
from events.documents.stencil import Box
from events.documents.typefaces import face
from events.documents.typesetting import Style
from tests.events.documents import reading

STYLE = Style(face("Croeso Text", 400), 10, 13)


def made(*wanted: Wanted) -> list[Piece]:
    return pieces(Press(title="a", language="en"), wanted)


def test_our_letters_are_set_by_us_and_others_by_weasyprint() -> None:
    found = made(Wanted("Gwŷdd", STYLE, 100), Wanted("محمد", STYLE, 100), Wanted("", STYLE, 100))
    assert [type(piece) for piece in found] == [Lines, Stamped, Lines]
    assert [piece.height for piece in found] == [13, pytest.approx(13, abs=0.2), 0]


def test_the_same_text_is_laid_out_once() -> None:
    press = Press(title="a", language="en")
    found = pieces(press, [Wanted("محمد", STYLE, 100)] * 3)
    assert found[0] is found[1] is found[2]
    assert press.lay_out("type_case.html", {"cases": []})[0].number == 1


def test_a_text_too_high_for_its_room_is_set_smaller() -> None:
    text = " ".join(["Sample"] * 60)
    [tall, small] = made(Wanted(text, STYLE, 100), Wanted(text, STYLE, 100, 60))
    assert tall.height > 200
    assert small.height <= 60


@pytest.mark.parametrize(("align", "place"), [("start", 0), ("center", 0.5), ("end", 1)])
def test_a_stamp_is_aligned_like_a_line(align: str, place: float) -> None:
    press = Press(title="a", language="en")
    style = Style(STYLE.face, 10, 13, align=align)
    [piece] = pieces(press, [Wanted("Σοφία", style, 200)])
    leaf = press.leaf(300, 100)
    with leaf.marked(None):
        piece.put(leaf, Box(50, 40, 200, 20))
    boxes = [box for letter, box in reading.letters(press.print()) if letter.strip()]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    assert left - 50 == pytest.approx(place * (200 - (right - left)), abs=1.5)
    assert 40 <= min(box[1] for box in boxes) <= max(box[3] for box in boxes) <= 60


def test_a_stamp_shrinks_to_its_room() -> None:
    press = Press(title="a", language="en")
    [piece] = pieces(press, [Wanted("Παραδειγματοπούλου" * 3, STYLE, 60)])
    leaf = press.leaf(300, 100)
    with leaf.marked(None):
        piece.put(leaf, Box(50, 40, 60, 20))
    boxes = [box for letter, box in reading.letters(press.print()) if letter.strip()]
    assert min(box[0] for box in boxes) >= 49
    assert max(box[2] for box in boxes) <= 111
