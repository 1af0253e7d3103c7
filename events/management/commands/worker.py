"""`manage.py worker`: carries out due work until it is asked to stop, then finishes what it holds."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.management.loop import Loop


class Command(BaseCommand):
    help = "Carry out due work (mails, deadlines, scheduled pages, background tasks) until SIGTERM or Ctrl-C."
    requires_system_checks = ()  # they load every page and form of the admin, which this never needs

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--idle", type=float, default=2.0, help="seconds to rest when nothing is due (default 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = Loop(idle=options["idle"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.stop())
        loop.run()
