import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from home import weave

ROOT = Path(__file__).resolve().parents[2]
TILES = ROOT / "static" / "img" / "weave"


def cells_of(document: str) -> dict[tuple[int, int], str]:
    """The colour of each of the 256 cells of a drawn tile."""
    svg = ElementTree.fromstring(document)
    ground, *paths = svg.findall("{*}path")
    cells = {(x, y): ground.attrib["fill"] for x in range(16) for y in range(16)}
    for path in paths:
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.attrib["d"]):
            cells.update({(int(x) + step, int(y)): path.attrib["fill"] for step in range(int(width))})
    return cells


def test_tile_for_never_changes_for_a_slug():
    slugs = ("coffee-and-co-production", "time-banking-masterclass", "members-forum")

    assert [weave.tile_for(slug) for slug in slugs] == [0, 0, 1]


def test_tile_for_uses_every_tile():
    counts = [0, 0, 0]
    for number in range(300):
        counts[weave.tile_for(f"event-{number}")] += 1

    assert min(counts) > 80


def test_tile_for_takes_welsh_letters():
    assert weave.tile_for("tŷ-gŵyl") in range(3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("t-plum", "plum"), ("gorse", "gorse"), ("", "sea"), ("t-", "sea"), ("../secret", "sea"), ("t-t-plum", "sea")],
)
def test_threads_named(name, expected):
    assert weave.threads_named(name) == expected


@pytest.mark.parametrize("tile", range(3))
def test_tile_svg_draws_each_cell_in_its_threads_colour(tile):
    cells = cells_of(weave.tile_svg("plum", tile))

    assert cells == {(x, y): weave.THREADS["plum"][weave.TILES[tile](x, y)] for x in range(16) for y in range(16)}


@pytest.mark.parametrize("tile", range(3))
def test_tiles_are_woven_from_all_four_threads(tile):
    assert {weave.TILES[tile](x, y) for x in range(16) for y in range(16)} == {0, 1, 2, 3}


@pytest.mark.parametrize("tile", range(3))
def test_tiles_are_symmetric_about_their_middle(tile):
    thread_at = weave.TILES[tile]

    assert all(
        thread_at(x, y) == thread_at(16 - x, y) == thread_at(x, 16 - y) == thread_at(y, x)
        for x in range(1, 16)
        for y in range(1, 16)
    )


def test_tile_svg_needs_no_inline_style_or_script():
    for document in weave.all_tiles().values():
        assert not re.search(r"style|script|href", document)


def test_thread_paths_name_threads_one_to_three():
    assert [thread for thread, _ in weave.thread_paths(0)] == [1, 2, 3]


def test_drawn_files_are_what_the_code_draws():
    drawn = {path.name: path.read_text(encoding="utf-8") for path in TILES.iterdir()}

    assert drawn == weave.all_tiles()
