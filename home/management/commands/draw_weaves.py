"""Draws the tiles of the weave as files. Run it after a change to `home.weave`, and commit what it draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from home.weave import all_tiles


class Command(BaseCommand):
    help = "Draws the woven patterns as SVG files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=Path("static/img/weave"))

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        tiles = all_tiles()
        for name, document in tiles.items():
            (folder / name).write_text(document, encoding="utf-8")
        self.stdout.write(f"{len(tiles)} tiles drawn in {folder}")
