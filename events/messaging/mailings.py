"""The life of a mailing: written, scheduled, stopped, sent once. Sending writes one message row for each address, in
the transaction that marks the mailing as sent; the outbox does the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q

from events import errors
from events.booking.journal import By
from events.choices import MailingState, MessageKind, Occasion
from events.messaging import occasions
from events.messaging.audience import Recipient, Selection, recipients
from events.messaging.opt_out import hash_of
from events.messaging.quiet import not_at_night
from events.models.audit import AuditEntry
from events.models.events import Event
from events.models.mailings import Mailing
from events.models.messages import Message

AT_ONCE = 500
"""Rows that are written by one statement."""


def schedule(mailing: Mailing, *, send_at: dt.datetime | None, now: dt.datetime, by: By) -> Mailing:
    """Let a mailing go out at an instant, or as soon as may be. At night it waits until eight unless it says
    otherwise. Raises MailingGone for one that was sent already."""
    if not Mailing.objects.filter(pk=mailing.pk).exclude(state=MailingState.SENT).exists():
        raise errors.MailingGone
    wanted = max(send_at or now, now)
    mailing.send_at = wanted if mailing.ignores_quiet_hours else not_at_night(wanted, mailing.event.zone)
    mailing.state = MailingState.SCHEDULED
    mailing.save()
    _note("mailing.scheduled", mailing, by=by, now=now)
    return mailing


def stop(mailing: Mailing, *, now: dt.datetime, by: By) -> None:
    """Keep a mailing from going out. Raises MailingGone when it has gone already."""
    stopped = Mailing.objects.filter(pk=mailing.pk).exclude(state=MailingState.SENT)
    if not stopped.update(state=MailingState.STOPPED):
        raise errors.MailingGone
    _note("mailing.stopped", mailing, by=by, now=now)


def keep_occasion(mailing: Mailing) -> Mailing:
    """Keep the row of an automatic mailing, so that staff can give it words of its own, or stop it. Its instant stays
    the usual one. Two at once keep one."""
    if mailing.pk:
        return mailing
    with transaction.atomic():
        values = {
            name: getattr(mailing, name)
            for name in ("audience", "is_news", "state", "created_at", "subject_en", "subject_cy", "body_en", "body_cy")
        }
        kept, _made = Mailing.objects.get_or_create(event=mailing.event, occasion=mailing.occasion, defaults=values)
    return kept


def send_due(now: dt.datetime) -> int:
    """Send every mailing whose time has come. Returns how many messages were written."""
    timed = Mailing.objects.filter(state=MailingState.SCHEDULED, send_at__lte=now).select_related("event__host")
    ready = [row for row in timed if not row.occasion or occasions.suits(row.event, Occasion(row.occasion))]
    return sum(send(mailing, now=now) for mailing in [*ready, *occasions.due(now)])


def send(mailing: Mailing, *, now: dt.datetime) -> int:
    """Write one message to each address, once, whoever else is sending the same mailing at this moment. Returns how
    many; 0 when another process was first or somebody stopped it."""
    kept = keep_occasion(mailing)
    with transaction.atomic(durable=True):
        mine = Mailing.objects.filter(pk=kept.pk, state=MailingState.SCHEDULED)
        if not mine.update(state=MailingState.SENT, sent_at=now):
            return 0
        kept.event = mailing.event
        people = recipients(Selection.of(kept))
        Message.objects.bulk_create(_rows(kept, people, now=now), batch_size=AT_ONCE)
        Mailing.objects.filter(pk=kept.pk).update(recipients=len(people))
        _note("mailing.sent", kept, by=By.system(), now=now, count=len(people))
    return len(people)


def _rows(mailing: Mailing, people: Iterable[Recipient], *, now: dt.datetime) -> list[Message]:
    return [
        Message(
            kind=MessageKind.MAILING,
            event=mailing.event,
            mailing=mailing,
            booking_id=one.booking or None,
            interest_id=one.interest or None,
            to_email=one.email,
            to_name=one.name,
            language=one.language,
            created_at=now,
            due_at=now,
            dedupe_key=f"mailing-{mailing.pk}-{hash_of(one.email, mailing.event_id)}",
        )
        for one in people
    ]


def send_test(mailing: Mailing, *, user: User, language: str, now: dt.datetime) -> Message:
    """Send this mailing to a member of staff alone, with sample values. Raises NoAddressOfYours without an address."""
    if not user.email:
        raise errors.NoAddressOfYours
    return Message.objects.create(
        kind=MessageKind.MAILING,
        event=mailing.event,
        mailing=mailing,
        to_email=user.email,
        to_name=user.get_full_name() or user.get_username(),
        language=language,
        context={"is_test": True},
        created_at=now,
        due_at=now,
    )


@dataclass(frozen=True)
class Progress:
    """How many mails of a mailing were sent, are on their way, and could not be delivered."""

    sent: int = 0
    on_their_way: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return self.sent + self.on_their_way + self.failed


def progress_of(mailings: Sequence[Mailing]) -> dict[int, Progress]:
    """By the mailing's pk. One query. Tests to staff do not count."""
    rows = (
        Message.objects.filter(mailing__in=[row.pk for row in mailings if row.pk])
        .exclude(context__has_key="is_test")
        .order_by()
        .values("mailing")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
            waiting=Count("pk", filter=Q(sent_at=None, failed_at=None)),
        )
    )
    return {row["mailing"]: Progress(row["sent"], row["waiting"], row["failed"]) for row in rows}


def next_mailing(event: Event, *, now: dt.datetime) -> Mailing | None:
    """What goes out next by itself or on schedule, with its instant in `send_at`; not to be saved."""
    waiting = list(
        Mailing.objects.filter(event=event, state=MailingState.SCHEDULED, occasion="", send_at__isnull=False)
    )
    for row in waiting:
        row.event = event
    coming = [*waiting, *(row for row in occasions.automatic(event, now=now) if row.state == MailingState.SCHEDULED)]
    later = [
        row for row in coming if row.send_at is not None and not (row.occasion and occasions.is_too_late(row, now=now))
    ]
    return min(later, key=lambda row: row.send_at, default=None)  # type: ignore[return-value, arg-type]


def _note(action: str, mailing: Mailing, *, by: By, now: dt.datetime, count: int = 0) -> None:
    AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action=action,
        event=mailing.event,
        organisation_id=mailing.event.host_id,
        count=count,
        detail={"mailing": mailing.pk, "audience": mailing.audience, "occasion": mailing.occasion},
    )
