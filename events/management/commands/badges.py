"""`manage.py badges SLUG --pdf PATH [--layout NAME --start N]`: badge sheets of one event, without the web."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.documents.badge_layouts import LAYOUTS, USUAL_LAYOUT
from events.errors import CroesoError
from events.management.arguments import event_named, people, printing, require_writable, write_file
from events.reports.papers import BadgeChoice, make_badges


class Command(BaseCommand):
    help = "Write badge sheets of everybody with a confirmed place. They count as printed afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the event's short name, as in its address")
        parser.add_argument("--pdf", type=Path, metavar="PATH", required=True, help="where to write")
        parser.add_argument("--layout", choices=list(LAYOUTS), default=USUAL_LAYOUT, help="kind of sheet")
        parser.add_argument("--start", type=int, default=1, metavar="N", help="first label that is left on the sheet")
        parser.add_argument("--only-new", action="store_true", help="only people who have not been printed yet")
        parser.add_argument("--saves-ink", action="store_true", help="without coloured grounds")
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        event = event_named(options["slug"])
        require_writable(options["pdf"])
        choice = BadgeChoice(**{name: options[name] for name in ("layout", "start", "only_new", "saves_ink")})
        try:
            paper = make_badges(event, choice=choice, printing=printing(options["language"])).hand_out()
        except CroesoError as refusal:
            raise CommandError(str(refusal)) from refusal
        write_file(options["pdf"], [paper.body])
        self.stdout.write(f"{options['pdf']}: {people(paper.people)}")
