"""`manage.py run_due [--now ISO8601] [--json]`: does once all that is due at an instant, and says what it did."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from events.management.due import STEPS, Outcome, take


class Command(BaseCommand):
    help = "Do once everything that is due. Safe to run twice, late, or beside a worker. Ends with 1 if a step failed."
    requires_system_checks = ()  # they load every page and form of the admin, which this never needs

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=_instant, help="the instant, such as 2027-02-11T09:00Z (default: now)")
        parser.add_argument("--json", action="store_true", help="print one object for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        now = options["now"] or timezone.now()
        outcomes = [take(step, now=now) for step in STEPS]
        if options["json"]:
            self.stdout.write(json.dumps(_for_programs(now, outcomes), ensure_ascii=False))
        else:
            self._print(outcomes)
        if any(outcome.error for outcome in outcomes):
            raise SystemExit(1)

    def _print(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.error:
                self.stdout.write(f"{outcome.name}: {outcome.done}, then failed: {outcome.error}")
            elif outcome.done:
                self.stdout.write(f"{outcome.name}: {outcome.done}")
        if not any(outcome.done or outcome.error for outcome in outcomes):
            self.stdout.write("Nothing was due.")


def _for_programs(now: dt.datetime, outcomes: list[Outcome]) -> dict[str, Any]:
    return {
        "now": now.isoformat(),
        "ok": not any(outcome.error for outcome in outcomes),
        "steps": [{"name": each.name, "done": each.done, "error": each.error} for each in outcomes],
    }


def _instant(text: str) -> dt.datetime:
    """An instant with or without its zone; without, it is read in the site's time zone."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no instant such as 2027-02-11T09:00Z.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_current_timezone())
