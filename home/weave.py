"""The weave: a Welsh-blanket pattern worked out from an event, so that no event ever lacks a picture. Pure.

A tile is 16 by 16 cells; each cell takes one of four threads, 0 (the ground) to 3. The same seed always gets the same
of the three tiles, and its thread set gives the colours. The tiles lie in `static/img/weave/`, one file for each set
and tile, drawn by `manage.py draw_weaves`; pages show them as backgrounds, so that a strict content policy holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

SIZE = 16
"""Cells along each edge of a tile."""

THREADS: dict[str, tuple[str, str, str, str]] = {
    "plum": ("#5c2449", "#f4b8c1", "#ffc845", "#b0527f"),
    "coral": ("#a8382a", "#ffd9a8", "#ffc845", "#efa08f"),
    "sea": ("#0b5d5b", "#ffc845", "#e7674f", "#8fd0c5"),
    "sky": ("#23527c", "#bfe0f2", "#ffc845", "#7fb2d6"),
    "gorse": ("#8a5a00", "#ffc845", "#2f6b4f", "#ffe9ad"),
    "slate": ("#3a4a55", "#c9d4da", "#e7674f", "#8b9ca6"),
}
"""Colours of threads 0 to 3 in each set; the style sheet's `t-*` classes hold the same ones."""

DEFAULT_THREADS = "sea"


def tile_for(seed: str) -> int:
    """Return the number of the tile that an event wears. `seed` is its slug, the same in every language."""
    return zlib.crc32(seed.encode()) % len(TILES)


def threads_named(name: str) -> str:
    """Return a thread set's name for a class such as "t-plum", for a plain name, and the default for anything else."""
    plain = name.removeprefix("t-")
    return plain if plain in THREADS else DEFAULT_THREADS


def thread_paths(tile: int) -> list[tuple[int, str]]:
    """Return (thread, SVG path data) for threads 1 to 3 of a tile; thread 0 is the ground behind them."""
    runs: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for thread, x, y, width in _runs(TILES[tile]):
        if thread:
            runs[thread].append(f"M{x} {y}h{width}v1h-{width}z")
    return [(thread, "".join(parts)) for thread, parts in runs.items()]


def tile_svg(threads: str, tile: int) -> str:
    """Return one tile as an SVG document that repeats without a seam."""
    ground, *colours = THREADS[threads]
    paths = "".join(f'<path fill="{colours[thread - 1]}" d="{data}"/>' for thread, data in thread_paths(tile))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE * 6}" height="{SIZE * 6}" viewBox="0 0 {SIZE} {SIZE}" '
        f'shape-rendering="crispEdges"><path fill="{ground}" d="M0 0h{SIZE}v{SIZE}H0z"/>{paths}</svg>\n'
    )


def all_tiles() -> dict[str, str]:
    """Return {file name: document} of every tile in every thread set."""
    return {f"{threads}-{tile}.svg": tile_svg(threads, tile) for threads in THREADS for tile in range(len(TILES))}


def _runs(thread_at: Callable[[int, int], int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (thread, x, y, width) of each run of cells of one thread, row by row."""
    for y in range(SIZE):
        start = 0
        for x in range(1, SIZE + 1):
            if x == SIZE or thread_at(x, y) != thread_at(start, y):
                yield thread_at(start, y), start, y, x - start
                start = x


def _diamonds(x: int, y: int) -> int:
    """Diamonds within diamonds, with a small one where four tiles meet."""
    across, down = abs(x - 8), abs(y - 8)
    from_middle, from_corner = across + down, 16 - across - down
    if from_middle <= 6:
        return (2, 2, 1, 1, 0, 3, 3)[from_middle]
    return {0: 2, 1: 2, 2: 1, 3: 1, 5: 3}.get(from_corner, 0)


def _rings(x: int, y: int) -> int:
    """A wheel with a cross in it."""
    across, down = abs(x - 8), abs(y - 8)
    far, near = max(across, down), min(across, down)
    shapes = (
        (far <= 1, 1),
        (near == 0 and far < 7, 2),
        (far == 3 and near < 3, 1),
        (far == 5 and near <= 2, 3),
        (across + down in (7, 8) and near > 2, 1),
        (across + down >= 14, 2),
        (far == 8 and near > 4, 3),
    )
    return next((thread for inside, thread in shapes if inside), 0)


def _stars(x: int, y: int) -> int:
    """Stars joined by fine lines."""
    across, down = abs(x - 8), abs(y - 8)
    from_middle = across + down
    shapes = (
        (from_middle == 0, 1),
        (from_middle <= 2, 2),
        (across == down and across < 6, 1),
        (from_middle in (5, 6), 3),
        (from_middle >= 14, 1),
        (from_middle == 12, 2),
        (min(across, down) == 0, 1),
    )
    return next((thread for inside, thread in shapes if inside), 0)


TILES: tuple[Callable[[int, int], int], ...] = (_diamonds, _rings, _stars)
