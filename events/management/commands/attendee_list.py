"""`manage.py attendee_list SLUG --pdf/--csv/--xlsx PATH`: who is coming to one event, without the web."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from events.errors import CroesoError
from events.management.arguments import event_named, people, printing, require_writable, write_file
from events.reports.attendance import columns_of, usual
from events.reports.exports import export_csv, export_xlsx
from events.reports.papers import make_attendee_list


class Command(BaseCommand):
    help = "Write the attendee list of one event: a PDF to print, or a spreadsheet. Several formats may be asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the event's short name, as in its address")
        for file_format in ("pdf", "csv", "xlsx"):
            parser.add_argument(f"--{file_format}", type=Path, metavar="PATH", help=f"write a {file_format.upper()}")
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        paths = {name: options[name] for name in ("pdf", "csv", "xlsx") if options[name] is not None}
        if not paths:
            raise CommandError("Say where to write: --pdf PATH, --csv PATH or --xlsx PATH.")
        event = event_named(options["slug"])
        for path in paths.values():
            require_writable(path)
        job = printing(options["language"])
        with override(job.language):
            for name, path in paths.items():
                self._write(name, path, event, job)

    def _write(self, name: str, path: Path, event: Any, job: Any) -> None:
        if name == "pdf":
            try:
                paper = make_attendee_list(event, printing=job).hand_out()
            except CroesoError as refusal:
                raise CommandError(str(refusal)) from refusal
            write_file(path, [paper.body])
            number = paper.people
        else:
            make = export_csv if name == "csv" else export_xlsx
            export = make(event, columns=usual(columns_of(event)), by=job.by, now=job.now)
            write_file(path, export.pieces)
            number = export.people
        self.stdout.write(f"{path}: {people(number)}")
