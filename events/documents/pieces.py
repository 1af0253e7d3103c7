"""Text ready to be put somewhere: as lines of our own, or as a stamp where WeasyPrint has to shape it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from events.documents.leaf import Leaf
from events.documents.press import Press
from events.documents.stencil import Box, Stencil, ink, read
from events.documents.typesetting import Line, Style, break_lines, lines_height


class Piece(Protocol):
    @property
    def height(self) -> float: ...

    def put(self, leaf: Leaf, room: Box) -> None:
        """Draw it in the middle of the height of `room`, aligned as its style says."""


class Wanted(NamedTuple):
    """One line of text in NFC, how it should look, and the room it has (points). It is set smaller only when it is
    too high otherwise."""

    text: str
    style: Style
    width: float
    height: float = math.inf


@dataclass(frozen=True, slots=True)
class Lines:
    lines: list[Line]
    height: float

    def put(self, leaf: Leaf, room: Box) -> None:
        if self.lines:
            leaf.lines(self.lines, room, room.y + (room.height - self.height) / 2)


@dataclass(frozen=True)
class Stamped:
    """A laid out page on which `drawn` is what can be seen."""

    stencil: Stencil
    drawn: Box

    @property
    def height(self) -> float:
        return self.drawn.height

    def put(self, leaf: Leaf, room: Box) -> None:
        """As large as it is laid out, smaller only where it would reach out of `room`."""
        scale = min(1.0, room.width / self.drawn.width, room.height / self.drawn.height)
        free = room.width - self.drawn.width * scale
        left = room.x + free * {"start": 0.0, "center": 0.5, "end": 1.0}[self.stencil["block"].style.align]
        top = room.y + (room.height - self.drawn.height * scale) / 2
        leaf.stamp(self.stencil, left - self.drawn.x * scale, top - self.drawn.y * scale, scale)


def stamped(number: int, page: Any) -> Stamped:
    """Measure a page whose slot "block" holds the text."""
    stencil, inked = read(page, number), ink(page)
    block = stencil["block"].box
    return Stamped(stencil, Box(inked.x, block.y, max(inked.width, 0.1), max(block.height, 0.1)))


def pieces(press: Press, wanted: Sequence[Wanted]) -> list[Piece]:
    """A piece for each text, in order. Those in scripts that our fonts lack are laid out together."""
    others = [want for want in dict.fromkeys(wanted) if not want.style.face.covers(want.text)]
    shaped: dict[Wanted, Piece] = {}
    if others:
        context = {"pieces": [{"text": want.text, "style": _css(want)} for want in others]}
        pages = press.lay_out_pages("pieces.html", context)
        shaped = {want: stamped(number, page) for want, (number, page) in zip(others, pages, strict=True)}
    return [shaped.get(want) or _lines(want) for want in wanted]


def _lines(want: Wanted) -> Lines:
    style = want.style
    lines = break_lines(want.text, style, want.width)
    while lines_height(lines) > want.height:
        style = style.scaled(0.9)
        lines = break_lines(want.text, style, want.width)
    return Lines(lines, lines_height(lines))


def _css(want: Wanted) -> str:
    style = want.style
    return (
        f"width: {want.width:.2f}pt; font-family: '{style.face.family}', 'DejaVu Sans', sans-serif; "
        f"font-weight: {style.face.weight}; font-size: {style.size:.2f}pt; "
        f"line-height: {style.leading / style.size:.4f}; letter-spacing: {style.spacing:.3f}pt; "
        f"text-align: {style.align}"
    )
