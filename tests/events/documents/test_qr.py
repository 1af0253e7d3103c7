"""Codes as vectors."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from events.documents.qr import QUIET, grouped, pattern
from tests.events.documents.samples import code


def drawn(text: str) -> Image.Image:
    found, scale = pattern(text), 4
    image = Image.new("L", (found.size * scale, found.size * scale), 255)
    pen = ImageDraw.Draw(image)
    for column, row, length in found.runs:
        pen.rectangle((column * scale, row * scale, (column + length) * scale - 1, (row + 1) * scale - 1), fill=0)
    return image


@pytest.mark.parametrize("number", range(50))
def test_pattern_says_its_code(number: int) -> None:
    assert [found.text for found in zxingcpp.read_barcodes(drawn(code(number)))] == [code(number)]


def test_pattern_of_a_ticket_code_is_the_smallest_with_its_quiet_zone() -> None:
    found = pattern(code(1))
    assert found.size == 21 + 2 * QUIET
    assert min(column for column, _row, _length in found.runs) == QUIET
    assert max(column + length for column, _row, length in found.runs) == 21 + QUIET


def test_pattern_of_a_longer_text_grows() -> None:
    assert pattern("HTTPS://EXAMPLE.ORG/A-LONGER-TEXT").size > 25


def test_rectangles_and_path_draw_the_same_runs() -> None:
    found = pattern(code(2))
    rectangles = re.findall(r"(\d+) (\d+) (\d+) 1 re", found.rectangles)
    path = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", found.path)
    assert rectangles == path == [tuple(map(str, run)) for run in found.runs]


@pytest.mark.parametrize(("whole", "read_out"), [("ACDEFGHJKMNP", "ACDE FGHJ KMNP"), ("ACDEF", "ACDE F"), ("", "")])
def test_grouped(whole: str, read_out: str) -> None:
    assert grouped(whole) == read_out
