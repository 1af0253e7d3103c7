"""A film of a printed badge, as a camera at a door would see it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

WIDTH, HEIGHT, FRAMES = 640, 480, 5
MM = 72 / 25.4
DOTS = 4.0
"""Pixels for each point of the paper: about 290 dpi."""


def film_of_badge(pdf: Path, film: Path) -> None:
    """Write the first badge of an A4 sheet (90 × 55 mm, margins 15 and 11 mm) as a Y4M film."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[0].render(scale=DOTS).to_pil()
    left, top = 15 * MM * DOTS, 11 * MM * DOTS
    badge = sheet.crop((int(left), int(top), int(left + 90 * MM * DOTS), int(top + 55 * MM * DOTS)))
    badge.thumbnail((WIDTH - 40, HEIGHT - 40))
    view = Image.new("L", (WIDTH, HEIGHT), 90)
    view.paste(badge.convert("L"), ((WIDTH - badge.width) // 2, (HEIGHT - badge.height) // 2))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with film.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(FRAMES):
            file.write(b"FRAME\n" + view.tobytes() + colourless)
    document.close()
