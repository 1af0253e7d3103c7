"""Breaks text into lines and says how much room they take. Pure arithmetic in points; nothing is drawn here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from events.documents.typefaces import Face, Word

BREAKS = re.compile(r"(?<=[-‐–/])(?=[^\s\d])")
"""Where a long word may go on in the next line: after a hyphen, dash or slash."""


@dataclass(frozen=True)
class Style:
    """How a run of text looks. `leading` is the height of its line, `spacing` what is added after each letter."""

    face: Face
    size: float
    leading: float
    colour: str = "0 0 0 rg"
    spacing: float = 0.0
    align: str = "start"

    def scaled(self, factor: float) -> Style:
        return replace(self, size=self.size * factor, leading=self.leading * factor, spacing=self.spacing * factor)

    @property
    def baseline(self) -> float:
        """From the top of the line down to where letters stand, as CSS centres text in its line height."""
        ascent, descent = self.face.ascent * self.size / 1000, self.face.descent * self.size / 1000
        return (self.leading - ascent - descent) / 2 + ascent

    def width(self, text: str) -> float:
        return self.face.word(text).width * self.size / 1000 + self.spacing * len(text)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, set one after the other."""

    style: Style
    words: tuple[Word, ...]
    width: float

    @property
    def glyphs(self) -> str:
        space = self.style.face.word(" ").glyphs
        return space.join(word.glyphs for word in self.words).replace("><", "")


@dataclass(frozen=True, slots=True)
class Line:
    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """What may not be divided: a word, or the part of one up to a hyphen."""

    text: str
    style: Style
    width: float
    is_glued: bool


def break_lines(text: str, style: Style, width: float) -> list[Line]:
    """Lines no wider than `width`. A word that is wider alone is divided between letters."""
    if not text:
        return []
    line = one_line(text, style)
    if line.width <= width:
        return [line]
    return break_runs([(text, style)], width)


def one_line(text: str, style: Style) -> Line:
    words = tuple(map(style.face.word, text.split(" ")))
    run = _run(style, words, len(text))
    return Line((run,), run.width)


def break_runs(runs: list[tuple[str, Style]], width: float) -> list[Line]:
    """As `break_lines`, for text that changes its style on the way. Runs are separate words."""
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for piece in _fitting(_pieces(runs), width):
        gap = 0.0 if piece.is_glued or not lines[-1] else _space(piece.style)
        if lines[-1] and used + gap + piece.width > width + 0.01:
            lines.append([])
            used = gap = 0.0
        lines[-1].append(piece)
        used += gap + piece.width
    return [_line(pieces) for pieces in lines if pieces]


def lines_height(lines: list[Line]) -> float:
    return sum(max(run.style.leading for run in line.runs) for line in lines)


def widest_piece(text: str, style: Style) -> float:
    """The least width at which `text` can be set without dividing a word."""
    return max((piece.width for piece in _pieces([(text, style)])), default=0.0)


def _pieces(runs: list[tuple[str, Style]]) -> Iterator[_Piece]:
    for text, style in runs:
        for word in text.split():
            for number, part in enumerate(BREAKS.split(word)):
                yield _Piece(part, style, style.width(part), is_glued=number > 0)


def _fitting(pieces: Iterator[_Piece], width: float) -> Iterator[_Piece]:
    for piece in pieces:
        if piece.width <= width:
            yield piece
            continue
        glued = piece.is_glued
        for part in _letters(piece, width):
            yield _Piece(part, piece.style, piece.style.width(part), is_glued=glued)
            glued = True


def _letters(piece: _Piece, width: float) -> Iterator[str]:
    part = ""
    for char in piece.text:
        if part and piece.style.width(part + char) > width:
            yield part
            part = ""
        part += char
    yield part


def _line(pieces: list[_Piece]) -> Line:
    runs: list[Run] = []
    group: list[_Piece] = []
    for piece in pieces:
        if group and group[0].style is not piece.style:
            runs.append(_group_run(group))
            group = []
        group.append(piece)
    runs.append(_group_run(group))
    gaps = sum(_space(run.style) for run in runs[1:])
    return Line(tuple(runs), sum(run.width for run in runs) + gaps)


def _group_run(pieces: list[_Piece]) -> Run:
    words: list[str] = []
    for piece in pieces:
        if words and piece.is_glued:
            words[-1] += piece.text
        else:
            words.append(piece.text)
    style = pieces[0].style
    return _run(style, tuple(map(style.face.word, words)), len(" ".join(words)))


def _run(style: Style, words: tuple[Word, ...], letters: int) -> Run:
    thousandths = sum(word.width for word in words) + (len(words) - 1) * style.face.width(" ")
    return Run(style, words, thousandths * style.size / 1000 + style.spacing * letters)


def _space(style: Style) -> float:
    return style.width(" ")
