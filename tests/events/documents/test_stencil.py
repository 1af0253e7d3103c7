"""What is read from WeasyPrint's pages: guards the part of it that is not public."""

from __future__ import annotations

import pytest

from events.documents.pdf import Workshop
from events.documents.stencil import Stencil, ink, read
from events.documents.typefaces import face

MM = 72 / 25.4


def stencil(body: str) -> Stencil:
    style = "<style>@page { size: 100mm 50mm; margin: 5mm } body { font-family: 'Croeso Text' }</style>"
    return read(Workshop().lay_out(f'<html lang="en"><title>a</title>{style}{body}').pages[0], 3)


def test_read_gives_the_size_of_the_page_and_its_number() -> None:
    found = stencil("<p>a</p>")
    assert (found.number, found.slots) == (3, {})
    assert (found.width, found.height) == (pytest.approx(100 * MM), pytest.approx(50 * MM))


def test_read_gives_boxes_in_points_from_the_top_left() -> None:
    slot = stencil('<div data-slot="a" style="width: 20mm; height: 10mm; padding: 1mm; border: 2mm solid red"></div>')[
        "a"
    ]
    assert [slot.box.x, slot.box.y, slot.box.width, slot.box.height] == pytest.approx(
        [5 * MM, 5 * MM, 26 * MM, 16 * MM]
    )
    assert [slot.inside.x, slot.inside.y, slot.inside.width, slot.inside.height] == pytest.approx(
        [8 * MM, 8 * MM, 20 * MM, 10 * MM]
    )
    assert (slot.rule, slot.rule_colour) == (pytest.approx(2 * MM), "1 0 0 RG")


def test_read_gives_styles_as_css_computed_them() -> None:
    slot = stencil(
        '<p data-slot="a" style="font: 800 20pt/1.25 Croeso Display; letter-spacing: -.02em; text-align: center; '
        'margin-top: 3mm; color: #336699; background: #e9e9e9">Sam</p>'
    )["a"]
    style = slot.style
    assert style.face is face("Croeso Display", 800)
    assert (style.size, style.leading, style.align) == (pytest.approx(20), pytest.approx(25), "center")
    assert style.spacing == pytest.approx(-0.4)
    assert (style.colour, slot.ground) == ("0.2 0.4 0.6 rg", "0.9137 0.9137 0.9137 rg")
    assert slot.margin_top == pytest.approx(3 * MM)


def test_read_finds_slots_inside_positioned_elements_and_tables() -> None:
    found = stencil(
        '<div style="position: absolute; left: 10mm; top: 10mm"><p data-slot="deep">a</p></div>'
        '<table><tr><td data-slot="cell-0">a</td><td data-slot="cell-1">b</td></tr></table>'
    )
    assert found["deep"].box.x == pytest.approx(15 * MM)
    assert found.named("cell") == [found["cell-0"], found["cell-1"]]
    assert found["cell-0"].box.right <= found["cell-1"].box.x


def test_a_line_of_ours_stands_where_weasyprint_would_set_it() -> None:
    page = (
        Workshop()
        .lay_out(
            '<html lang="en"><title>a</title>'
            '<p data-slot="a" style="font: 700 15pt/1.4 Croeso Text; margin: 0">Gwŷdd</p>'
        )
        .pages[0]
    )
    text = next(box for box in page._page_box.descendants() if getattr(box, "text", ""))
    style = read(page, 0)["a"].style
    assert read(page, 0)["a"].box.y + style.baseline == pytest.approx(
        (text.position_y + text.baseline) * 0.75, abs=0.02
    )


def test_normal_line_height_is_the_fonts_own() -> None:
    style = stencil('<p data-slot="a" style="font: 400 10pt Croeso Text">a</p>')["a"].style
    assert style.leading == pytest.approx((style.face.ascent + style.face.descent) / 100)


def test_ink_is_the_box_around_all_text_even_over_the_edge() -> None:
    page = (
        Workshop()
        .lay_out(
            '<html lang="en"><title>a</title><style>@page { size: 40mm 90mm; margin: 10mm }</style>'
            f'<p style="font: 400 10pt/1 Croeso Text; margin: 0">{"W" * 30}</p>'
        )
        .pages[0]
    )
    found = ink(page)
    assert found.x == pytest.approx(10 * MM)
    assert found.width == pytest.approx(face("Croeso Text", 400).width("W" * 30) / 100, rel=0.002)


def test_ink_of_an_empty_page_is_nothing() -> None:
    page = Workshop().lay_out('<html lang="en"><title>a</title>').pages[0]
    assert (ink(page).width, ink(page).height) == (0, 0)


def test_slots_must_be_set_in_our_fonts() -> None:
    with pytest.raises(KeyError):
        stencil('<p data-slot="a" style="font-family: serif">a</p>')
