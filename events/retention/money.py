"""What is held about a person because of money: accounts of time credits, invoices, lists of members.

Invoices and credit notes are accounts, which the law has kept, so that a wish to be forgotten does not reach them
before (UK GDPR, art. 17(3)(b)). `INVOICES_KEPT` says how long and why.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Q, QuerySet, Sum

from events.models.bookings import email_key
from events.models.events import Event
from events.models.invoices import Invoice
from events.models.payments import DiscountCode
from events.models.time_credits import AccountKind, CreditAccount, CreditCode, CreditLine
from events.retention import policy
from events.retention.forget import forget_reasons

INVOICES_KEPT = relativedelta(years=7)
"""Six years, and the year that may still run when they are written.

HMRC asks for records until the sixth anniversary of the end of the accounting period they belong to (Compliance
Handbook, CH11200, after Finance Act 1998, schedule 18, paragraph 21), and for VAT for six years (VAT Act 1994, schedule
11, paragraph 6; VAT Notice 700/21); charities keep theirs for six years from the end of the financial year (Charities
Act 2011, section 131). A period of account for tax is twelve months at most, so that seven years after its day every
paper is free, whenever its seller's year ends.
"""

NOBODY = "(nobody)"
"""Stands in a list of members that has lost its last one: no address is that."""


def accounts_of(email: str, events: QuerySet[Event]) -> QuerySet[CreditAccount]:
    """Given out by the hosts of these events."""
    accounts = CreditAccount.objects.filter(issuer__in=events.values("host"), email_key=email_key(email))
    return accounts.exclude(email_key="").exclude(kind=AccountKind.ISSUER).order_by("pk")


def invoices_of(email: str, events: QuerySet[Event]) -> QuerySet[Invoice]:
    return Invoice.objects.filter(booking__event__in=events, payer_email__iexact=email.strip()).order_by("pk")


def told_accounts(email: str, events: QuerySet[Event]) -> list[dict[str, Any]]:
    return [
        {
            "given_out_by": str(account.issuer),
            "name": account.name,
            "email": account.email,
            "lines": [_line(row) for row in account.lines.select_related("transfer").order_by("number")],
        }
        for account in accounts_of(email, events).select_related("issuer")
    ]


def _line(row: CreditLine) -> dict[str, Any]:
    transfer = row.transfer
    return {
        "at": transfer.at.isoformat(),
        "kind": transfer.kind,
        "credits": row.amount,
        "balance": row.balance,
        "reason": transfer.reason,
    }


def told_invoices(email: str, events: QuerySet[Event]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.name,
            "kind": row.kind,
            "total": str(row.total),
            "currency": row.currency,
            "at": row.issued_at.isoformat(),
            "name": row.payer_name,
            "organisation": row.payer_organisation,
            "address": row.payer_address,
        }
        for row in invoices_of(email, events)
    ]


def told_discounts(email: str, events: QuerySet[Event]) -> list[dict[str, Any]]:
    """Lists of members that hold the address itself. A domain says nothing of one person."""
    return [{"name": code.name, "of": str(code.organisation)} for code in _lists_with(email, events)]


def _lists_with(email: str, events: QuerySet[Event]) -> list[DiscountCode]:
    key = email_key(email)
    found = DiscountCode.objects.filter(organisation__in=events.values("host"), members__icontains=key or NOBODY)
    codes = found.select_related("organisation").order_by("pk")
    return [code for code in codes if any(email_key(line) == key for line in code.members.splitlines())]


def forget_money(email: str, events: QuerySet[Event]) -> None:
    """Whose an account was, and that an address is on a list. Lines and invoices stay: they are the books."""
    CreditCode.objects.filter(issuer__in=events.values("host"), email_key=email_key(email)).delete()
    accounts = list(accounts_of(email, events).values_list("pk", flat=True))
    _forget_accounts(accounts)
    for code in _lists_with(email, events):
        lines = [line for line in code.members.splitlines() if email_key(line) != email_key(email)]
        DiscountCode.objects.filter(pk=code.pk).update(members="\n".join(lines) or NOBODY)


def old_accounts(now: dt.datetime, *, months: int) -> int:
    """Forget whose accounts were that hold nothing and have not moved for so long. Returns how many."""
    before = policy.people_end_before(now, months=months)
    rows = CreditAccount.objects.exclude(kind=AccountKind.ISSUER).exclude(name="", email="")
    rows = rows.filter(opened_at__lte=before).annotate(last=Max("lines__transfer__at"), holds=Sum("lines__amount"))
    idle = rows.filter(Q(last=None) | Q(last__lte=before, holds=0))
    return _forget_accounts(list(idle.values_list("pk", flat=True)))


def _forget_accounts(accounts: list[int]) -> int:
    forget_reasons(accounts=accounts)
    return CreditAccount.objects.filter(pk__in=accounts).update(name="", email="", email_key="", language="")


def old_codes(now: dt.datetime) -> int:
    """Codes for spending are good for minutes; who asked for one is known for a day."""
    return CreditCode.objects.filter(asked_at__lte=now - dt.timedelta(days=1)).delete()[0]


def old_invoices(now: dt.datetime) -> int:
    """Take the payer's person out of papers that need not be kept any more; number, amounts and organisation stay."""
    old = Invoice.objects.filter(issued_at__lte=now - INVOICES_KEPT)
    return old.exclude(payer_name="", payer_address="", payer_email="").update(
        payer_name="", payer_address="", payer_email=""
    )
