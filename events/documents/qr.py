"""QR codes as vectors. The pattern is our own code only: random, so it says nothing about a person or a booking."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import segno

QUIET = 2
"""Modules left white around the pattern inside its box; paper adds the rest of the four that the standard asks for."""

MASK = 3
"""A fixed mask saves four fifths of the time. Any mask can be read; only very regular content profits from the search,
and codes are random."""


@dataclass(frozen=True)
class Pattern:
    """`runs` are (column, row, length) of dark modules within `size` × `size`, quiet zone included."""

    size: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def rectangles(self) -> str:
        """As operators of a PDF path."""
        return " ".join(f"{column} {row} {length} 1 re" for column, row, length in self.runs)

    @property
    def path(self) -> str:
        """As the `d` of an SVG path in a view box of `size` × `size`."""
        return "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in self.runs)


@functools.lru_cache(maxsize=64)
def pattern(code: str) -> Pattern:
    """The code at error level M, or better where it costs no room (12 characters: Q, 21 × 21 modules)."""
    matrix = segno.make(code, error="m", mask=MASK, micro=False).matrix
    runs = tuple(
        (start + QUIET, number + QUIET, end - start)
        for number, row in enumerate(matrix)
        for start, end in _dark_runs(row)
    )
    return Pattern(len(matrix) + 2 * QUIET, runs)


def grouped(code: str) -> str:
    """A code as people read it out: "7K3F 9QXH 2MAC"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """(start, end) of each run of ones."""
    runs, end = [], 0
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        runs.append((start, end))
        start = row.find(1, end)
    return runs
