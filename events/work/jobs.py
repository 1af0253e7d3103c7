"""Decides when background work is done, by whom, how often it is tried, and when its file goes.

A row is leased and carried out; its file is kept; then row and consequences are written in one transaction. Whoever is
killed on the way leaves a lease behind, and the work is done again from the start when that ends or its holder is known
to be gone. So an act changes nothing by itself that it would not change again: what must happen once is its `settle`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.db import transaction
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.choices import OPEN_WORK, WorkState
from events.errors import CroesoError
from events.models.events import Event
from events.models.work import Work
from events.work import files
from events.work.progress import LEASE, Clock, Progress, Stopped, in_hand

log = logging.getLogger(__name__)

KEPT = dt.timedelta(hours=24)
MOST_TRIES = 3

BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    ObjectDoesNotExist,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
    ValueError,
)
"""What a mistake in our own code raises. It must not take the worker, and all other work, down with it."""


@dataclass(frozen=True)
class Result:
    """What an act hands back. `words` is a sentence for the person who asked; `settle` is carried out once, in the
    transaction that marks the work as done."""

    body: bytes = b""
    file_name: str = ""
    content_type: str = ""
    words: str = ""
    settle: Callable[[], object] | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)


Act = Callable[[Work, Progress], Result]
"""Does one kind of work. It runs in the language of the person who asked; it may raise CroesoError, which they read."""


def ask(*, kind: str, event: Event, by: User, now: dt.datetime, language: str, parameters: Mapping[str, Any]) -> Work:
    """Put work into the queue. The same wish of the same person, while it is open, is the same work."""
    work, _is_new = Work.objects.get_or_create(
        kind=kind,
        event=event,
        asked_by=by,
        digest=_digest(language, parameters),
        state__in=OPEN_WORK,
        defaults={
            "state": WorkState.WAITING,
            "parameters": dict(parameters),
            "language": language,
            "asked_at": now,
        },
    )
    return work


def asked_before(*, kind: str, event: Event, by: User, language: str, parameters: Mapping[str, Any]) -> Work | None:
    """The same wish of the same person, also when it has ended: for what must be done once, not once at a time."""
    same = Work.objects.filter(kind=kind, event=event, asked_by=by, digest=_digest(language, parameters))
    return same.first()


def _digest(language: str, parameters: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([language, parameters], sort_keys=True).encode()).hexdigest()


def cancel(work: Work, *, now: dt.datetime) -> bool:
    """Whoever is doing it finds out at the next step. False when it had ended already."""
    return bool(Work.objects.open().filter(pk=work.pk).update(state=WorkState.CANCELLED, **_over(now)))


def _over(now: dt.datetime) -> dict[str, Any]:
    """What is chosen and typed in is not kept longer than it is needed; `digest` still knows the same wish."""
    return {"ended_at": now, "expires_at": now + KEPT, "parameters": {}}


def carry_out_next(*, acts: Mapping[str, Act], now: dt.datetime, worker: str, clock: Clock = timezone.now) -> int:
    """Do the work that was asked for first. Returns 1, or 0 when there is none.

    `worker` names this process for its lease, which ends by `clock`. Raises what the database or the file system
    raises; the work is then tried again, three times at most.
    """
    work = _lease(worker=worker, clock=clock)
    return 0 if work is None else _carry_out(work, acts, now=now, clock=clock)


def carry_out_now(
    work: Work, *, acts: Mapping[str, Act], now: dt.datetime, worker: str, clock: Clock = timezone.now
) -> int:
    """Do this one while somebody waits for it. Returns 0 when another process has it, or it has ended."""
    taken = Work.objects.free(clock()).filter(pk=work.pk).first()
    mine = _take(taken, worker=worker, clock=clock) if taken else None
    return 0 if mine is None else _carry_out(mine, acts, now=now, clock=clock)


def _carry_out(work: Work, acts: Mapping[str, Act], *, now: dt.datetime, clock: Clock) -> int:
    with translation.override(work.language):
        if work.tries > MOST_TRIES:
            return _fail(work, _("It was begun three times and never came to an end."), now=now)
        try:
            result = acts[work.kind](work, Progress(work, clock=clock))
            return _finish(work, result, now=now)
        except Stopped:
            files.drop(work)
        except CroesoError as refusal:
            return _fail(work, str(refusal), now=now)
        except BROKEN:
            log.exception("work %s cannot be done", work.pk)
            return _fail(
                work, _("Something is wrong with the site itself. Please tell whoever looks after it."), now=now
            )
        except (DatabaseError, OSError):
            in_hand(work).update(leased_until=clock())
            raise
    return 1


def free_leases(*, is_gone: Callable[[str], bool], clock: Clock = timezone.now) -> int:
    """End the leases of processes that are no longer there, so that nobody waits for them. Returns how many."""
    held = Work.objects.open().filter(leased_until__gt=clock()).exclude(leased_by="").order_by()
    gone = [name for name in held.values_list("leased_by", flat=True).distinct() if is_gone(name)]
    return held.filter(leased_by__in=gone).update(leased_until=clock()) if gone else 0


def forget_expired(now: dt.datetime) -> int:
    """Delete files that have been kept for long enough, each before its row: nothing is left without one."""
    expired = list(Work.objects.filter(expires_at__lte=now))
    for work in expired:
        files.drop(work)
        work.delete()
    return len(expired)


def _lease(*, worker: str, clock: Clock) -> Work | None:
    """Take the first row that nobody else takes in the same moment."""
    for work in Work.objects.free(clock()).order_by("asked_at", "pk")[:20]:
        if mine := _take(work, worker=worker, clock=clock):
            return mine
    return None


def _take(work: Work, *, worker: str, clock: Clock) -> Work | None:
    taken = {
        "state": WorkState.RUNNING,
        "leased_by": worker,
        "leased_until": clock() + LEASE,
        "tries": work.tries + 1,
        "done": 0,
    }
    if not Work.objects.free(clock()).filter(pk=work.pk, tries=work.tries).update(**taken):
        return None
    return Work.objects.select_related("event__host", "event__kind", "event__venue", "asked_by").get(pk=work.pk)


def _finish(work: Work, result: Result, *, now: dt.datetime) -> int:
    if result.body:
        files.keep(work, result.body)
    with transaction.atomic():
        is_ours = in_hand(work).update(
            state=WorkState.DONE,
            **_over(now),
            leased_until=None,
            words=result.words,
            file_name=result.file_name if result.body else "",
            content_type=result.content_type,
            outcome=dict(result.outcome),
        )
        if is_ours and result.settle:
            result.settle()
    if not is_ours:
        files.drop(work)
    return 1


def _fail(work: Work, words: str, *, now: dt.datetime) -> int:
    return in_hand(work).update(state=WorkState.FAILED, words=words[:250], leased_until=None, **_over(now))
