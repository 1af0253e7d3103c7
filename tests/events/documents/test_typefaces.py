"""The measures of the shipped fonts against the fonts themselves, and against WeasyPrint's own layout."""

from __future__ import annotations

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from events.documents.assets import RefusedError, static_path
from events.documents.pdf import Workshop
from events.documents.stencil import POINT
from events.documents.typefaces import FAMILIES, face

FACES = [
    ("Croeso Text", 400),
    ("Croeso Text", 600),
    ("Croeso Text", 700),
    ("Croeso Display", 700),
    ("Croeso Display", 800),
]
WELSH = "ŵŷŴŶẁẃẅẀẂẄỳýỲÝâêîôûÂÊÎÔÛäëïöüÄËÏÖÜáéíóúàèìòùÁÉÍÓÚÀÈÌÒÙÿŸ’"
WORDS = "AVATAR Tŵr Toŷ Tâf Wyn Ŵyn LlŷrVa To. Ty, 1710 Enghraifft fforffedu “Te” P.A. Yr-Wyddfa L’Ŷ WŴA TyTŷ"


@pytest.fixture(params=FACES, ids=lambda face: f"{face[0]} {face[1]}")
def shipped(request: pytest.FixtureRequest) -> tuple[str, int]:
    return request.param  # type: ignore[no-any-return]


def test_a_face_has_every_welsh_letter(shipped: tuple[str, int]) -> None:
    assert [letter for letter in WELSH if not face(*shipped).covers(letter)] == []


def test_a_face_leaves_to_others_what_needs_its_neighbours(shipped: tuple[str, int]) -> None:
    for text in ("x\u0302", "محمد", "\u200d", "\u00a0", "\n", "😀", "\u202e"):
        assert not face(*shipped).covers(text)


def test_measures_are_those_of_the_font(shipped: tuple[str, int]) -> None:
    family, weight = shipped
    font = TTFont(static_path(f"fonts/print/croeso-{FAMILIES[family]}-{weight}.ttf"))
    order, names, found = font.getReverseGlyphMap(), font.getBestCmap(), face(family, weight)
    assert (found.ascent, found.descent) == (font["hhea"].ascent, -font["hhea"].descent)
    assert found.ids == {letter: order[names[ord(letter)]] for letter in found.ids}
    assert found.widths == [font["hmtx"][name][0] for name in font.getGlyphOrder()]
    plain = {chr(code) for code in names if unicodedata.category(chr(code))[0] in "LNPS"}
    assert set(found.ids) == plain | {" "}


@pytest.mark.parametrize("size", [9.5, 12, 40])
def test_words_are_as_wide_as_weasyprint_sets_them(shipped: tuple[str, int], size: float) -> None:
    """Kerning included: each word alone, so that an error cannot hide in a sum."""
    family, weight = shipped
    html = "".join(f'<p style="font: {weight} {size}pt/1 {family}">{word}</p>' for word in WORDS.split())
    page = Workshop().lay_out(f'<html lang="cy"><title>a</title>{html}').pages[0]
    boxes = [box for box in page._page_box.descendants() if getattr(box, "text", "")]
    assert [box.text for box in boxes] == WORDS.split()
    for box in boxes:
        assert face(family, weight).width(box.text) * size / 1000 == pytest.approx(box.width * POINT, abs=size * 0.004)


def test_accented_letters_are_kerned_like_plain_ones() -> None:
    found = face("Croeso Text", 400)
    assert found.width("Tŵ") - found.width("Tw") == found.width("ŵ") - found.width("w")
    assert found.width("Tŷ") - found.width("Ty") == found.width("ŷ") - found.width("y")
    assert found.width("Ty") < found.width("T") + found.width("y")


def test_word_writes_glyphs_and_kerning() -> None:
    found = face("Croeso Text", 400)
    a, v = found.ids["A"], found.ids["V"]
    kern = found.widths[a] + found.widths[v] - found.width("AV")
    assert found.word("AV").glyphs == f"<{a:04x}>{kern}<{v:04x}>"
    assert found.word("AV") is found.word("AV")


def test_word_refuses_letters_that_it_lacks() -> None:
    with pytest.raises(KeyError):
        face("Croeso Text", 400).word("م")


def test_face_refuses_other_families_and_weights() -> None:
    with pytest.raises(KeyError):
        face("DejaVu Sans", 400)
    with pytest.raises(RefusedError):
        face("Croeso Text", 350)
