"""`manage.py audit_bookings [--json]`: recounts every promise about bookings that a database can show."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from events.reports.audit.recount import Line, Recount, recount


class Command(BaseCommand):
    help = "Recount every promise about bookings. Prints one line for each breach, and ends with 1 if there is any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one object for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = recount(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(_for_programs(found), ensure_ascii=False))
        else:
            self._print(found)
        if found.breaches:
            raise SystemExit(1)

    def _print(self, found: Recount) -> None:
        for line in found.breaches:
            self.stdout.write(str(line))
        for line in found.due:
            self.stdout.write(f"due: {line}")
        if not found.breaches:
            counted = f"events {found.events}, bookings {found.bookings}, people {found.people}"
            self.stdout.write(f"Every promise is kept. Recounted: {counted}.")


def _for_programs(found: Recount) -> dict[str, Any]:
    return {
        "ok": not found.breaches,
        "breaches": [_line(line) for line in found.breaches],
        "due": [_line(line) for line in found.due],
        "counted": {"events": found.events, "bookings": found.bookings, "people": found.people},
    }


def _line(line: Line) -> dict[str, str]:
    finding = line.finding
    return {"check": line.check, "event": finding.event, "booking": finding.booking, "what": finding.what}
