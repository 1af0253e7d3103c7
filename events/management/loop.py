"""The worker's loop: does what is due, again and again, until it is asked to stop; then it finishes what it holds."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence

from django.db import Error as DatabaseError
from django.db import connection, reset_queries
from django.utils import timezone

from events.management.due import STEPS, Step, take
from events.management.processes import this_process
from events.models.messages import Heartbeat

log = logging.getLogger(__name__)

BEAT_EVERY = 10.0
LONGEST_PAUSE = 60.0


class Loop:
    """`idle` is how many seconds it rests when nothing is due. Seconds of its own plan are those of a steady clock."""

    def __init__(self, *, steps: Sequence[Step] = STEPS, idle: float = 2.0) -> None:
        self.steps, self.idle = steps, idle
        self.stopping = threading.Event()
        self.name, self.started_at = this_process(), timezone.now()
        self._due_at: dict[str, float] = {}
        self._failures: Counter[str] = Counter()

    def stop(self) -> None:
        """Asks for the end. Safe to call from a signal handler or another thread."""
        self.stopping.set()

    def run(self) -> None:
        log.info("worker %s has started", self.name)
        while not self.stopping.is_set():
            if not self.round(now=timezone.now(), at=time.monotonic()):
                self.stopping.wait(self.idle)
        self._say_goodbye()
        log.info("worker %s has stopped", self.name)

    def round(self, *, now: dt.datetime, at: float) -> bool:
        """Do each step that is due at `at`. Returns whether there is more to do at once."""
        self._beat(now=now, at=at)
        is_more = False
        for step in self.steps:
            if self.stopping.is_set():
                return False
            if at >= self._due_at.get(step.name, at):
                is_more |= self._do(step, now=now, at=at)
        reset_queries()  # with DEBUG, Django would keep every statement for ever
        return is_more

    def _do(self, step: Step, *, now: dt.datetime, at: float) -> bool:
        outcome = take(step, now=now, once=True)
        if outcome.error:
            self._failures[step.name] += 1
            self._due_at[step.name] = at + min(2.0 ** self._failures[step.name], LONGEST_PAUSE)
            return False
        if outcome.done:
            log.info("%s: %d", step.name, outcome.done)
        del self._failures[step.name]
        is_more = 0 < step.batch <= outcome.done
        self._due_at[step.name] = at if is_more else at + step.every
        return is_more

    def _beat(self, *, now: dt.datetime, at: float) -> None:
        if at < self._due_at.get("beat", at):
            return
        self._due_at["beat"] = at + BEAT_EVERY
        try:
            Heartbeat.objects.update_or_create(
                worker=self.name,
                defaults={"seen_at": now},
                create_defaults={"seen_at": now, "started_at": self.started_at},
            )
        except DatabaseError:
            log.exception("the heartbeat could not be written")
            if not connection.in_atomic_block:
                connection.close()

    def _say_goodbye(self) -> None:
        try:
            Heartbeat.objects.filter(worker=self.name).delete()
        except DatabaseError:
            log.exception("the heartbeat could not be taken away")
