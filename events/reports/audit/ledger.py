"""The ledger of time credits adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q, Sum, Window
from django.db.models.functions import Lag

from events.models.time_credits import AccountKind, CreditLine, CreditTransfer, TransferKind
from events.reports.audit.findings import Finding


def credit_transfers_are_balanced(_now: dt.datetime) -> Iterator[Finding]:
    """What one account gets another gives: each transfer has two lines, and together they are nought."""
    rows = CreditTransfer.objects.order_by().annotate(number=Count("lines"), total=Sum("lines__amount"))
    for pk in rows.exclude(number=2, total=0).values_list("pk", flat=True):
        yield Finding(f"time credits: transfer {pk} is not balanced")


def credit_balances_follow_their_lines(_now: dt.datetime) -> Iterator[Finding]:
    """The balance on each line is that of the line before and its own amount, and lines are numbered from 1."""
    before = Window(Lag("balance", default=0), partition_by=F("account"), order_by=F("number").asc())
    lines = CreditLine.objects.order_by().annotate(before=before).values_list("account", "before", "amount", "balance")
    wrong = {account for account, start, amount, balance in lines.iterator() if start + amount != balance}
    counted = CreditLine.objects.order_by().values("account")
    counted = counted.annotate(lines=Count("pk"), first=Min("number"), last=Max("number"))
    wrong |= set(counted.exclude(first=1, last=F("lines")).values_list("account", flat=True))
    for account in sorted(wrong):
        yield Finding(f"time credits: the lines of account {account} do not follow from each other")


def credit_accounts_are_not_overdrawn(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody but an issuer owes credits, unless staff allowed it."""
    lines = CreditLine.objects.filter(balance__lt=0, may_owe=False).exclude(account__kind=AccountKind.ISSUER)
    for account in lines.order_by("account").values_list("account", flat=True).distinct():
        yield Finding(f"time credits: account {account} went below nought, and nobody allowed it")


def credits_are_earned_and_returned_once(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody earns twice with one place, or gets back more for it than was spent on it."""
    own = Q(lines__account__kind=AccountKind.ISSUER)
    rows = CreditTransfer.objects.exclude(attendee=None).order_by().values("attendee__booking__reference", "attendee")
    rows = rows.annotate(
        earned=Count("pk", filter=Q(kind=TransferKind.EARNED) & own),
        given_back=Sum(
            "lines__amount", filter=Q(kind__in=[TransferKind.SPENT, TransferKind.RETURNED]) & own, default=0
        ),
    )
    for row in rows.filter(Q(earned__gt=1) | Q(given_back__lt=0)):
        yield Finding("somebody got time credits twice", booking=row["attendee__booking__reference"])
