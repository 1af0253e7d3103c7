"""`manage.py seed_demo [--json]`: the demo site, made once and described each time."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from events.management.demo import contract, loader


class Command(BaseCommand):
    help = "Create the demo site: real events in both languages, with sample people. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one object for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        # Wagtail logs two lines for each page; they would bury what is printed here.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        loader.load(now=timezone.now())
        found = contract.describe()
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else _for_people(found))


def _for_people(found: dict[str, Any]) -> str:
    lines = [f"The demo site has {len(found['events'])} events."]
    if found["users"]:
        lines += ["", "Sign in as staff:"]
        lines += [f"  {user['username']:<12} {user['password']:<22} {user['role']}" for user in found["users"]]
    lines += ["", "Commands:"]
    lines += [f"  {command}" for command in found["commands"].values()]
    return "\n".join(lines)
