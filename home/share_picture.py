"""The picture that stands beside a link to a page: the weave in a band, and the title on plain paper next to it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import astuple, dataclass
from functools import lru_cache

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from home.weave import SIZE, THREADS, TILES, threads_named, tile_for

WIDTH, HEIGHT = 1200, 630
"""What the sites that show links ask for."""

BAND, CELL = 240, 15
LEFT, RIGHT, TOP, BOTTOM = BAND + 56, WIDTH - 56, 64, HEIGHT - 56
PAPER, INK, SECOND_INK = "#fcfbf9", "#17262a", "#425257"
TITLE_SIZES = (84, 72, 62, 54, 46, 40)
MOST_LINES = 4
FORM = "1"
"""Raise it when the picture changes for a card that has not."""


@dataclass(frozen=True)
class ShareCard:
    """`line` says when and where; `seed` and `threads` choose the weave, as on the page itself."""

    title: str
    line: str = ""
    site_name: str = "Croeso"
    seed: str = "home"
    threads: str = ""

    def digest(self) -> str:
        """The same for the same picture, in the page's address for it: a changed one has another."""
        return hashlib.sha256("\n".join((FORM, *astuple(self))).encode()).hexdigest()[:16]


def draw(card: ShareCard) -> bytes:
    """A PNG of 1200 × 630. Text never lies on the pattern."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    _weave(picture, card)
    brush = ImageDraw.Draw(picture)
    font, lines = _fitting(card.title)
    step = round(font.size * 1.12)
    for number, line in enumerate(lines):
        brush.text((LEFT, TOP + number * step), line, font=font, fill=INK)
    if card.line:
        small, wrapped = _wrapped_at(card.line, 34, most=2)
        for number, line in enumerate(wrapped):
            brush.text((LEFT, TOP + len(lines) * step + 28 + number * 44), line, font=small, fill=SECOND_INK)
    brush.text((LEFT, BOTTOM - 36), card.site_name, font=_font("croeso-display-800", 36), fill=THREADS["sea"][0])
    written = io.BytesIO()
    picture.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def _weave(picture: Image.Image, card: ShareCard) -> None:
    thread_at, colours = TILES[tile_for(card.seed)], THREADS[threads_named(card.threads)]
    brush = ImageDraw.Draw(picture)
    for row in range(HEIGHT // CELL):
        for column in range(BAND // CELL):
            corner = (column * CELL, row * CELL)
            colour = colours[thread_at(column % SIZE, row % SIZE)]
            brush.rectangle((corner, (corner[0] + CELL - 1, corner[1] + CELL - 1)), fill=colour)


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size in which the title has few enough lines; in the smallest it is cut after the last of them."""
    for size in TITLE_SIZES:
        font = _font("croeso-display-800", size)
        lines = _wrap(title, font)
        if len(lines) <= MOST_LINES:
            return font, lines
    return font, [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1].rstrip()} …"]


def _wrapped_at(text: str, size: int, *, most: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    font = _font("croeso-text-600", size)
    return font, _wrap(text, font)[:most]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines that fit beside the band. A word that is too long for one is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= RIGHT - LEFT:
            lines[-1] = longer
        else:
            lines += _cut(word, font)
    return lines or [""]


def _cut(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    pieces = [""]
    for letter in word[:200]:
        if font.getlength(pieces[-1] + letter) > RIGHT - LEFT:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    found = finders.find(f"fonts/print/{name}.ttf")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return ImageFont.truetype(found, size)
