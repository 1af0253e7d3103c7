"""How far a piece of work is, told to the person who waits for it; and whether it is still wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from events.choices import WorkState
from events.models.work import Work, WorkQuerySet

LEASE = dt.timedelta(minutes=10)
"""Longer than any stretch of work between two reports. Where the process is known to be gone, nobody waits for it."""

OFTEN = dt.timedelta(seconds=0.5)
"""Between two writes of how far it is."""

Clock = Callable[[], dt.datetime]


class Stopped(Exception):
    """The work is no longer wanted, or was given to another process. It leaves nothing behind."""


class Progress:
    """Called with (done, of) as often as is convenient. Raises Stopped when the work should end here."""

    def __init__(self, work: Work, *, clock: Clock = timezone.now) -> None:
        self.work, self.clock = work, clock
        self._told_at = clock()

    def __call__(self, done: int, of: int) -> None:
        moment = self.clock()
        if moment - self._told_at < OFTEN:
            return
        self._told_at = moment
        if not in_hand(self.work).update(done=min(done, of), of=of, leased_until=moment + LEASE):
            raise Stopped


def in_hand(work: Work) -> WorkQuerySet:
    """The row, as long as it is this try's."""
    return Work.objects.filter(pk=work.pk, state=WorkState.RUNNING, leased_by=work.leased_by, tries=work.tries)
