"""The shipped fonts as numbers: which letters they have, how wide a word is, and which glyphs draw it.

Setting a line from these numbers costs microseconds where laying it out costs a millisecond, and gives the same line:
widths, kerning and glyph numbers are those of the font file that WeasyPrint embeds (`script/make_print_fonts.py` writes
both).
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from typing import Any

from events.documents.assets import static_path

FAMILIES = {"Croeso Text": "text", "Croeso Display": "display"}
"""CSS family to the name in "fonts/print/croeso-<name>-<weight>.json" (and .ttf)."""


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs of one word as a piece of a PDF `TJ` array, and its width in thousandths of the font size."""

    text: str
    glyphs: str
    width: int


@dataclass(eq=False)
class Face:
    """One font at one weight. Lengths are in thousandths of the font size; `ids` are glyph numbers, `kerning` the
    tables of each lookup: lookups add up, within a lookup the first table that applies decides."""

    family: str
    weight: int
    ascent: int
    descent: int
    ids: dict[str, int]
    widths: list[int]
    kerning: list[list[NamedPairs | ClassPairs]]
    _pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    _words: dict[str, Word] = field(default_factory=dict)

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph of its own that needs no neighbour to be placed."""
        return all(char in self.ids for char in text)

    def word(self, text: str) -> Word:
        """Raises KeyError for a character that the face does not cover."""
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = self._set(text)
        return found

    def width(self, text: str) -> int:
        return self.word(text).width

    def _set(self, text: str) -> Word:
        glyphs, width, before = "<", 0, -1
        for char in text:
            glyph = self.ids[char]
            kern = self._kern(before, glyph) if before >= 0 else 0
            if kern:
                glyphs += f">{-kern}<"
                width += kern
            glyphs += f"{glyph:04x}"
            width += self.widths[glyph]
            before = glyph
        return Word(text, glyphs + ">", width)

    def _kern(self, left: int, right: int) -> int:
        pair = (left, right)
        if pair not in self._pairs:
            self._pairs[pair] = sum(_first_value(lookup, left, right) for lookup in self.kerning)
        return self._pairs[pair]


@functools.cache
def face(family: str, weight: int) -> Face:
    """Raises KeyError for a family that is not ours, RefusedError for a weight that is not shipped."""
    path = static_path(f"fonts/print/croeso-{FAMILIES[family]}-{weight}.json")
    measures = json.loads(path.read_text(encoding="utf-8"))
    return Face(
        family=family,
        weight=weight,
        ascent=measures["ascent"],
        descent=measures["descent"],
        ids=measures["letters"],
        widths=measures["widths"],
        kerning=[[_table(table) for table in lookup] for lookup in measures["kerning"]],
    )


@dataclass(frozen=True)
class NamedPairs:
    """Format 1 of OpenType's pair adjustment: pairs one by one."""

    values: dict[tuple[int, int], int]

    def value(self, left: int, right: int) -> int | None:
        return self.values.get((left, right))


@dataclass(frozen=True)
class ClassPairs:
    """Format 2: a matrix of classes. It decides about every pair whose first glyph it covers, also with 0."""

    first: dict[str, int]
    second: dict[str, int]
    values: list[list[int]]

    def value(self, left: int, right: int) -> int | None:
        row = self.first.get(str(left))
        return None if row is None else self.values[row][self.second.get(str(right), 0)]


def _table(measures: dict[str, Any]) -> NamedPairs | ClassPairs:
    if "pairs" in measures:
        return NamedPairs({(left, right): value for left, right, value in measures["pairs"]})
    return ClassPairs(**measures)


def _first_value(tables: list[NamedPairs | ClassPairs], left: int, right: int) -> int:
    for table in tables:
        value = table.value(left, right)
        if value is not None:
            return value
    return 0
