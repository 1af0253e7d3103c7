"""Decides how large the words on a badge are set, so that a name is never cut and never runs into anything. Pure."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from events.documents.typesetting import Line, Style, break_lines, break_runs, lines_height, one_line, widest_piece

LARGE_LETTERS, MEDIUM_LETTERS, LINE_LETTERS = 7, 9, 14
"""First names up to 7 letters are set large, up to 9 medium; over 14 they may take two lines."""

SMALLEST = 9.5
"""Points. Other words go down to this before the first name gets smaller than its smallest size."""

EVEN = 1.06
"""A divided name has lines of about the same length: this much more than their share of the whole."""

WHOLE = (0.9, 0.8, 0.7)
"""How far a first name is shrunk before it is divided between letters."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on one badge, each in NFC and one line of text; all but `first` may be empty."""

    first: str
    rest: str = ""
    pronouns: str = ""
    organisation: str = ""
    note: str = ""

    @property
    def all(self) -> str:
        return f"{self.first}{self.rest}{self.pronouns}{self.organisation}{self.note}"


@dataclass(frozen=True)
class Look:
    """Styles that the template gives each kind of word, and the space above it. `first` has the three sizes."""

    first: tuple[Style, Style, Style]
    rest: Style
    rest_gap: float
    pronouns: Style
    pronouns_gap: float
    organisation: Style
    organisation_gap: float
    pronouns_follow_name: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, and the space above them."""

    lines: list[Line]
    gap: float

    @property
    def height(self) -> float:
        return lines_height(self.lines)


def size_class(first: str) -> int:
    """0 large, 1 medium, 2 small. Marks over a letter are no letters of their own."""
    letters = letter_count(first)
    return (letters > LARGE_LETTERS) + (letters > MEDIUM_LETTERS)


def letter_count(text: str) -> int:
    return sum(1 for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def fit(words: Words, look: Look, width: float, height: float) -> list[Block]:
    """The words as blocks from top to bottom, as large as the first of these that fits: the size for their number of
    letters, the smaller sizes, then shrunk, at last with the first name divided between letters."""
    blocks: list[Block] = []
    for first, others, may_divide in _choices(words, look):
        if not may_divide and widest_piece(words.first, first) > width:
            continue
        blocks = _blocks(words, look, first, others, width)
        if total_height(blocks) <= height and len(blocks[0].lines) <= _most_lines(words.first, may_divide):
            break
    return blocks


def total_height(blocks: list[Block]) -> float:
    return sum(block.gap + block.height for block in blocks)


def _choices(words: Words, look: Look) -> Iterator[tuple[Style, float, bool]]:
    """(style of the first name, factor for the other words, whether letters may be divided), best first."""
    least = min(1.0, SMALLEST / look.organisation.size)
    small = look.first[2]
    whole = [*look.first[size_class(words.first) :], *(small.scaled(factor) for factor in WHOLE)]
    for style in whole:
        yield from ((style, others, False) for others in (1.0, (1.0 + least) / 2, least))
    factor = 1.0
    while factor > 0.05:
        yield small.scaled(factor), 1.0 if factor > 0.7 else least, True
        yield small.scaled(factor), min(least, 2 * factor), True
        factor *= 0.92


def _most_lines(first: str, may_divide: bool) -> int:
    letters = letter_count(first)
    return (3 if may_divide and letters > 4 * LINE_LETTERS else 2) if letters > LINE_LETTERS else 1


def _blocks(words: Words, look: Look, first: Style, factor: float, width: float) -> list[Block]:
    rest, pronouns = look.rest.scaled(factor), look.pronouns.scaled(factor)
    blocks = [Block(_first_lines(words.first, first, width), 0.0)]
    follows = look.pronouns_follow_name
    runs = [(words.rest, rest)] if words.rest else []
    if words.pronouns and follows:
        runs.append((f"({words.pronouns})", pronouns))
    if runs:
        blocks.append(Block(break_runs(runs, width), look.rest_gap * factor))
    if words.pronouns and not follows:
        blocks.append(Block(break_lines(words.pronouns, pronouns, width), look.pronouns_gap * factor))
    organisation = look.organisation.scaled(factor)
    blocks += [
        Block(break_lines(text, organisation, width), look.organisation_gap * factor)
        for text in (words.organisation, words.note)
        if text
    ]
    return blocks


def _first_lines(first: str, style: Style, width: float) -> list[Line]:
    if not first:
        return []
    whole = one_line(first, style)
    if whole.width <= width:
        return [whole]
    if widest_piece(first, style) <= width:
        return break_lines(first, style, width)
    even = whole.width / math.ceil(whole.width / width) * EVEN
    return break_lines(first, style, min(width, even))
