"""The weave on paper is the one on the page."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from events.documents.woven import piece
from home.weave import SIZE, THREADS, TILES, tile_for


@pytest.mark.parametrize(("across", "down"), [(1, 1), (3, 2)])
def test_piece_draws_every_cell_in_its_colour(across: int, down: int) -> None:
    svg = ElementTree.fromstring(base64.b64decode(piece("coffee", "t-plum", across, down).partition(",")[2]))
    assert svg.attrib["viewBox"] == f"0 0 {across * SIZE} {down * SIZE}"
    ground, *paths = svg.findall("{*}path")
    cells = {(x, y): ground.attrib["fill"] for x in range(across * SIZE) for y in range(down * SIZE)}
    for path in paths:
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.attrib["d"]):
            cells.update({(int(x) + step, int(y)): path.attrib["fill"] for step in range(int(width))})
    thread_at = TILES[tile_for("coffee")]
    assert cells == {(x, y): THREADS["plum"][thread_at(x % SIZE, y % SIZE)] for x, y in cells}


def test_runs_cross_the_edges_of_tiles() -> None:
    """Two tiles side by side would each end there, and a hairline would show."""
    svg = base64.b64decode(piece("coffee", "t-plum", 3, 1).partition(",")[2]).decode()
    runs = [(int(x), int(width)) for x, width in re.findall(r"M(\d+) \d+h(\d+)v1", svg)]
    assert any(x < SIZE < x + width for x, width in runs)


def test_unknown_threads_get_the_default() -> None:
    assert piece("a", "t-unknown", 1, 1) == piece("a", "t-sea", 1, 1)
