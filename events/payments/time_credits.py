"""Decides what happens to time credits: who earns, who may spend, and that no account goes below nought unawares.

Each move writes to both accounts first, in the order of their numbers, and reads what they hold after that: the write
is the lock on SQLite and PostgreSQL alike, and two moves cannot wait for each other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Sum

from events import errors
from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking, email_key
from events.models.time_credits import AccountKind, CreditAccount, CreditLine, CreditTransfer, TransferKind


@dataclass(frozen=True)
class Cause:
    """Why credits move. `once` names a cause that counts once; a second move for it changes nothing."""

    kind: TransferKind
    now: dt.datetime
    by: By
    booking: Booking | None = None
    attendee: Attendee | None = None
    event_id: int | None = None
    once: str | None = None


def move_credits(*, source: CreditAccount, target: CreditAccount, number: int, cause: Cause) -> CreditTransfer:
    """Take `number` credits (at least 1) from one account and give them to the other, in a transaction.

    Raises TooFewCredits, with nothing moved, when the source holds less and may not owe.
    """
    if number < 1 or source.pk == target.pk:
        raise ValueError("credits move from one account to another, at least one of them")
    with transaction.atomic():
        held = _locked(source, target)
        if cause.once and (earlier := CreditTransfer.objects.filter(once=cause.once).first()):
            return earlier
        return _write(held, source=source, target=target, number=number, cause=cause)


def _locked(*accounts: CreditAccount) -> dict[int, CreditAccount]:
    """The accounts as they are once nobody else can change them."""
    for pk in sorted(account.pk for account in accounts):
        CreditAccount.objects.filter(pk=pk).update(revision=F("revision") + 1)
    return CreditAccount.objects.in_bulk([account.pk for account in accounts])


def _write(
    held: dict[int, CreditAccount], *, source: CreditAccount, target: CreditAccount, number: int, cause: Cause
) -> CreditTransfer:
    lines = [_next_line(held[source.pk], -number), _next_line(held[target.pk], number)]
    transfer = CreditTransfer.objects.create(
        kind=cause.kind,
        at=cause.now,
        actor=cause.by.actor,
        user=cause.by.user,
        reason=cause.by.reason[:250],
        event_id=cause.event_id,
        booking=cause.booking,
        attendee=cause.attendee,
        once=cause.once,
    )
    for line in lines:
        line.transfer = transfer
    CreditLine.objects.bulk_create(lines)
    return transfer


def _next_line(account: CreditAccount, amount: int) -> CreditLine:
    last = account.lines.order_by("-number").first()
    before = last.balance if last else 0
    may_owe = account.may_owe or account.kind == AccountKind.ISSUER
    if amount < 0 and before + amount < 0 and not may_owe:
        raise errors.TooFewCredits(wanted=-amount, has=before)
    after = before + amount
    # What is owed already may be paid back in parts after staff no longer allow to owe.
    return CreditLine(
        account=account,
        number=(last.number if last else 0) + 1,
        amount=amount,
        balance=after,
        may_owe=may_owe or after < 0,
    )


def balance_of(account: CreditAccount) -> int:
    """How many credits it holds, counted from its lines."""
    return account.lines.aggregate(total=Sum("amount"))["total"] or 0


def issuer_account(issuer_id: int, *, now: dt.datetime) -> CreditAccount:
    account, _ = CreditAccount.objects.get_or_create(
        issuer_id=issuer_id, kind=AccountKind.ISSUER, defaults={"opened_at": now}
    )
    return account


def account_at(issuer_id: int, email: str) -> CreditAccount | None:
    """The account that an address owns with this issuer."""
    if not email_key(email):
        return None
    accounts = CreditAccount.objects.filter(issuer=issuer_id, email_key=email_key(email))
    return accounts.exclude(kind=AccountKind.ISSUER).first()


def open_account(
    issuer_id: int,
    *,
    email: str,
    name: str,
    now: dt.datetime,
    kind: AccountKind = AccountKind.PERSON,
    language: str = "",
) -> CreditAccount:
    """The account of this address, opened when it has none yet."""
    if not email_key(email):
        raise ValueError("an account belongs to an address")
    account, _ = CreditAccount.objects.exclude(kind=AccountKind.ISSUER).get_or_create(
        issuer_id=issuer_id,
        email_key=email_key(email),
        defaults={"email": email, "name": name, "kind": kind, "language": language, "opened_at": now},
    )
    return account


def adjust(account: CreditAccount, *, number: int, now: dt.datetime, by: By, once: str | None = None) -> CreditTransfer:
    """Give (above nought) or take (below) credits by hand. Raises ReasonNeeded without a reason, or TooFewCredits."""
    if not by.reason.strip():
        raise errors.ReasonNeeded
    with transaction.atomic():
        own = issuer_account(account.issuer_id, now=now)
        source, target = (own, account) if number > 0 else (account, own)
        cause = Cause(TransferKind.ADJUSTED, now=now, by=by, once=once)
        transfer = move_credits(source=source, target=target, number=abs(number), cause=cause)
        _note("credits.adjusted", account, by=by, now=now, count=abs(number))
    return transfer


def let_owe(account: CreditAccount, *, may_owe: bool, now: dt.datetime, by: By) -> CreditAccount:
    """Allow an account to go below nought, or no longer. Needs a reason."""
    if not by.reason.strip():
        raise errors.ReasonNeeded
    with transaction.atomic():
        held = _locked(account)[account.pk]
        held.may_owe = may_owe
        held.save(update_fields=["may_owe"])
        _note("credits.may_owe" if may_owe else "credits.may_not_owe", account, by=by, now=now)
    return held


def _note(action: str, account: CreditAccount, *, by: By, now: dt.datetime, count: int = 1) -> None:
    AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action=action,
        organisation_id=account.issuer_id,
        count=count,
        reason=by.reason[:250],
        detail={"account": account.pk},
    )
