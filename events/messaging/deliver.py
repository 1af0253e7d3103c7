"""Sends what waits in the outbox: each mail at least once, and at most twice for each time a sender was killed.

A row is leased, its mail is written and sent, and the row is marked, each in its own short transaction: none is open
while the mail server is spoken to. Whoever is killed between sending and marking leaves a lease behind, and the mail
is sent again under the same Message-ID when the lease ends or its holder is known to be gone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db import Error as DatabaseError
from django.db import connection as database
from django.db.models import F
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from events.errors import MailServerDown
from events.messaging.compose import compose
from events.messaging.post import Post, seconds_for_one_mail
from events.messaging.refusals import Verdict, judge, reply_of
from events.models.messages import Message

log = logging.getLogger(__name__)

BATCH = 20
MOST_TRIES = 14
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=15), dt.timedelta(hours=6)
SERVER_PAUSE = dt.timedelta(seconds=10)

UNWRITABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    ObjectDoesNotExist,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
    ValueError,
)
"""What a row with unusable content raises while its mail is written. It must not stop those behind it."""

Clock = Callable[[], dt.datetime]


def deliver_due(*, now: dt.datetime, worker: str, clock: Clock = timezone.now, batch: int = BATCH) -> int:
    """Send what is due at `now`, at most `batch` mails. Returns how many were sent, put off or given up.

    `worker` names this process for its leases, which end by `clock`. Raises MailServerDown when nothing could be sent
    because of the server.
    """
    waiting = _waiting(now, clock, batch)
    if not waiting:
        return 0
    done = 0
    with Post() as post:
        try:
            post.connect()
            for message in _leased(waiting, now=now, worker=worker, clock=clock):
                done += _deliver(message, post, now=now, clock=clock)
                post.connect()
        except OSError as error:
            log.warning("the mail server is in trouble: %s", reply_of(error))
            if not done:
                raise MailServerDown from error
    return done


def free_leases(*, is_gone: Callable[[str], bool], clock: Clock = timezone.now) -> int:
    """End the leases of processes that are no longer there, so that nobody waits for them. Returns how many."""
    held = Message.objects.unsent().filter(leased_until__gt=clock()).exclude(leased_by="").order_by()
    gone = [name for name in held.values_list("leased_by", flat=True).distinct() if is_gone(name)]
    return held.filter(leased_by__in=gone).update(leased_by="", leased_until=clock()) if gone else 0


def _waiting(now: dt.datetime, clock: Clock, batch: int) -> list[int]:
    """Untried ones first: whatever stopped the last sender does not stop the next at the same place."""
    due = Message.objects.due(now, clock=clock()).order_by(F("leased_until").asc(nulls_first=True), "due_at", "pk")
    return list(due.values_list("pk", flat=True)[:batch])


def _leased(pks: list[int], *, now: dt.datetime, worker: str, clock: Clock) -> Iterator[Message]:
    """Lease one row at a time, just before it is sent; rows that another sender took first are passed over."""
    for pk in pks:
        until = clock() + dt.timedelta(seconds=seconds_for_one_mail())
        due = Message.objects.due(now, clock=clock()).filter(pk=pk)
        if due.update(leased_until=until, leased_by=worker):
            rows = Message.objects.select_related(
                "event__venue", "event__host", "event__kind", "booking__event", "interest__event", "mailing"
            )
            if message := rows.filter(pk=pk).first():
                yield message


def _deliver(message: Message, post: Post, *, now: dt.datetime, clock: Clock) -> int:
    """Returns 1 when the row is dealt with for now. Raises OSError when the server is in trouble."""
    try:
        mail = compose(message, now=now)
        mail.message()  # a header that cannot be written is found here, and not halfway through sending
    except UNWRITABLE as error:
        log.exception("message %s cannot be written", message.pk)
        return _put_off(message, f"{type(error).__name__}: {error}", now=now, clock=clock)
    return _send(message, mail, post, now=now, clock=clock)


def _send(message: Message, mail: EmailMessage, post: Post, *, now: dt.datetime, clock: Clock) -> int:
    try:
        post.send(mail)
    except OSError as error:
        verdict = judge(error)
        if verdict is Verdict.SERVER_IN_TROUBLE:
            post.hang_up()
            _mark(message, leased_by="", leased_until=clock() + SERVER_PAUSE, error=reply_of(error)[:250])
            raise
        if verdict is Verdict.NEVER:
            return _give_up(message, reply_of(error), now=now)
        return _put_off(message, reply_of(error), now=now, clock=clock)
    return _mark(message, sent_at=now, leased_by="", leased_until=None, error="")


def _put_off(message: Message, error: str, *, now: dt.datetime, clock: Clock) -> int:
    """Try again after 15 seconds, 30, a minute … up to six hours; after some 30 hours give up."""
    tries = message.attempts + 1
    if tries >= MOST_TRIES:
        return _give_up(message, error, now=now)
    pause = min(FIRST_PAUSE * 2**message.attempts, LONGEST_PAUSE)
    log.warning("message %s is put off for %s", message.pk, pause)
    return _mark(message, attempts=tries, leased_by="", leased_until=clock() + pause, error=error[:250])


def _give_up(message: Message, error: str, *, now: dt.datetime) -> int:
    log.error("message %s is given up; its row says why", message.pk)
    tries = message.attempts + 1
    return _mark(message, failed_at=now, attempts=tries, leased_by="", leased_until=None, error=error[:250])


def _mark(message: Message, **values: object) -> int:
    """Write what became of a row. The mail may be out already, so a connection that broke meanwhile is made anew."""
    held = Message.objects.filter(pk=message.pk, leased_by=message.leased_by, leased_until=message.leased_until)
    try:
        return held.update(**values)
    except DatabaseError:
        if database.in_atomic_block:
            raise
        log.exception("message %s could not be marked; trying once more", message.pk)
        database.close()
        return held.update(**values)
