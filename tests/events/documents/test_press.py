"""Stencils and leaves joined into one PDF."""

from __future__ import annotations

import pytest

from events.documents.badge_layouts import LAYOUTS
from events.documents.press import Press
from events.documents.typesetting import one_line
from tests.events.documents import reading

LAYOUT = LAYOUTS["a4-90x55"]
CONTEXT = {"layout": LAYOUT, "cells": LAYOUT.corners, "weave": "", "all_marks": []}


def test_templates_get_title_and_language() -> None:
    press = Press(title="Sample <title>", language="cy")
    press.lay_out("type_case.html", {"cases": []})
    press.leaf(100, 50)
    pdf = reading.reader(press.print())
    assert str((pdf.metadata or {})["/Title"]) == "Sample <title>"
    assert pdf.trailer["/Root"]["/Lang"] == "cy"


def test_pages_are_numbered_across_templates() -> None:
    press = Press(title="a", language="en")
    first = press.lay_out("badges.html", CONTEXT)
    second = press.lay_out("type_case.html", {"cases": []})
    assert [stencil.number for stencil in (*first, *second)] == [0, 1, 2, 3]


def test_only_the_leaves_are_printed() -> None:
    press = Press(title="a", language="en")
    _sheet, card, samples = press.lay_out("badges.html", CONTEXT)
    for words in ("first", "second"):
        leaf = press.leaf(300, 200)
        with leaf.marked(press.tree.document.add("P")):
            leaf.lines([one_line(words, card["code"].style)], card["code"].box, 20)
    document = press.print()
    assert reading.page_texts(document) == ["first", "second"]
    assert [page.mediabox.width for page in reading.reader(document).pages] == [300, 300]
    assert b"Enghraifft" not in document
    assert samples["rest"].style.size == pytest.approx(13)


def test_what_weasyprint_drew_is_kept_only_where_it_is_stamped() -> None:
    press = Press(title="a", language="en")
    _sheet, card, samples = press.lay_out("badges.html", CONTEXT)
    leaf = press.leaf(300, 2300)
    with leaf.marked(press.tree.document.add("P")):
        leaf.stamp(samples, 0, 0)
    document = press.print()
    forms = reading.reader(document).pages[0]["/Resources"]["/XObject"]
    assert list(forms) == [f"/X{samples.number}"]
    assert f"/X{card.number}" not in forms
    assert "Maximiliana" in reading.page_texts(document)[0]
    assert reading.tree(document).all("P")[0].text.startswith("Llŷr")


def test_a_print_job_claims_what_pdf_ua_asks_for() -> None:
    press = Press(title="a", language="en")
    press.lay_out("type_case.html", {"cases": []})
    press.leaf(100, 50)
    root = reading.reader(press.print()).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/Pages"]["/Kids"][0]["/Tabs"] == "/S"
