"""A piece of an event's weave for paper, in one go: tiles laid side by side show hairlines between them."""

from __future__ import annotations

import base64
import functools

from home.weave import SIZE, THREADS, TILES, threads_named, tile_for


@functools.lru_cache(maxsize=32)
def piece(seed: str, threads: str, across: int, down: int) -> str:
    """A picture of `across` × `down` tiles as a data: address. `seed` and `threads` are the event's slug and thread
    set, as for the pattern on its page."""
    colours = THREADS[threads_named(threads)]
    thread_at = TILES[tile_for(seed)]
    width, height = across * SIZE, down * SIZE
    paths: list[list[str]] = [[], [], [], []]
    for y in range(height):
        row = [thread_at(x % SIZE, y % SIZE) for x in range(SIZE)] * across
        start = 0
        for x in range(1, width + 1):
            if x == width or row[x] != row[start]:
                paths[row[start]].append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = x
    drawn = "".join(f'<path fill="{colours[thread]}" d="{"".join(paths[thread])}"/>' for thread in (1, 2, 3))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path fill="{colours[0]}" d="M0 0h{width}v{height}H0z"/>{drawn}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
