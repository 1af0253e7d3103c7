"""What is written into the content of a page."""

from __future__ import annotations

import zlib

import pytest

from events.documents.leaf import Ink, Leaf
from events.documents.stencil import Box, Stencil
from events.documents.tags import Element, Tree
from events.documents.typefaces import face
from events.documents.typesetting import Style, break_lines, one_line

STYLE = Style(face("Croeso Text", 400), 10, 12)


@pytest.fixture
def ink() -> Ink:
    return Ink()


@pytest.fixture
def leaf(ink: Ink) -> Leaf:
    return Leaf(ink, 200, 100)


def written(leaf: Leaf) -> list[str]:
    leaf.close()
    return zlib.decompress(leaf.content).decode().splitlines()


def paragraph() -> Element:
    return Tree().document.add("P")


def test_marks_are_numbered_within_the_page(leaf: Leaf) -> None:
    first, second = paragraph(), paragraph()
    for element in (first, None, second, first):
        with leaf.marked(element):
            pass
    assert written(leaf) == [
        "/P<</MCID 0>>BDC",
        "EMC",
        "/Artifact BMC",
        "EMC",
        "/P<</MCID 1>>BDC",
        "EMC",
        "/P<</MCID 2>>BDC",
        "EMC",
    ]
    assert (first.marks, second.marks) == ((0, 2), (1,))
    assert leaf.elements == [first, second, first]


def test_lines_stand_on_their_baselines_and_say_how_far_they_went(leaf: Leaf) -> None:
    lines = break_lines("Sam Sample", STYLE, 40)
    assert leaf.lines(lines, Box(5, 0, 30, 0), 20) == 20 + 2 * 12
    begin, look, first, second, end = written(leaf)
    assert (begin, look, end) == ("BT", "0 0 0 rg/F0 10.00 Tf 0.000 Tc", "ET")
    assert first.startswith(f"1 0 0 1 5.00 {100 - 20 - STYLE.baseline:.2f} Tm[<")
    assert second.startswith(f"1 0 0 1 5.00 {100 - 32 - STYLE.baseline:.2f} Tm[<")


@pytest.mark.parametrize(("align", "share"), [("start", 0), ("center", 0.5), ("end", 1)])
def test_lines_are_aligned_within_their_box(leaf: Leaf, align: str, share: float) -> None:
    line = one_line("Sam", Style(STYLE.face, 10, 12, align=align))
    leaf.lines([line], Box(10, 0, 100, 12), 0)
    x = 10 + share * (100 - line.width)
    assert f"1 0 0 1 {x:.2f} " in written(leaf)[2]


def test_a_look_is_said_once_until_it_changes(leaf: Leaf) -> None:
    red = Style(STYLE.face, 10, 12, colour="1 0 0 rg", spacing=-0.5)
    leaf.lines([one_line("a", STYLE), one_line("a", STYLE), one_line("a", red)], Box(0, 0, 9, 9), 0)
    looks = [line for line in written(leaf) if " Tf " in line]
    assert looks == ["0 0 0 rg/F0 10.00 Tf 0.000 Tc", "1 0 0 rg/F0 10.00 Tf -0.500 Tc"]


def test_a_stamp_is_put_by_its_top_left_corner_without_our_letter_spacing(leaf: Leaf, ink: Ink) -> None:
    leaf.stamp(Stencil(4, 60, 40, {}), 10, 5, scale=0.5)
    assert written(leaf) == ["q 0 Tc 0.5 0 0 0.5 10.000 75.000 cm/X4 Do Q"]
    assert ink.stamps == {4: "X4"}


def test_modules_are_scaled_into_their_box(leaf: Leaf) -> None:
    leaf.modules("0 0 7 1 re", Box(10, 20, 50, 50), 25)
    assert written(leaf) == ["q 2.00000 0 0 -2.00000 10.000 80.000 cm 0 g 0 0 7 1 re f Q"]


def test_rules_and_grounds_are_measured_from_the_top(leaf: Leaf) -> None:
    leaf.filled(Box(1, 2, 30, 4), "0.9 0.9 0.9 rg")
    leaf.rules([(0, 10, 50, 10)], 0.5, "0 0 0 RG")
    leaf.rules([], 0.5, "0 0 0 RG")
    assert written(leaf) == [
        "q 0.9 0.9 0.9 rg 1.00 94.00 30.00 4.00 re f Q",
        "q 0.500 w 0 0 0 RG 0.00 90.00 m 50.00 90.00 l S Q",
    ]


def test_bounds_are_those_of_the_page(leaf: Leaf) -> None:
    assert leaf.bounds(Box(10, 20, 30, 40)) == "/A<</O/Layout/BBox[10.0 40.0 40.0 80.0]>>"


def test_ink_remembers_every_word_of_every_face(leaf: Leaf, ink: Ink) -> None:
    leaf.lines(
        [one_line("Sam Sample", STYLE), one_line("Jo", Style(face("Croeso Text", 700), 9, 9))], Box(0, 0, 9, 9), 0
    )
    assert [(use.name, use.words) for use in ink.faces.values()] == [("F0", {"Sam", "Sample"}), ("F1", {"Jo"})]
