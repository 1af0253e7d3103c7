"""The statement of an account of time credits: its lines in words, as a spreadsheet and as a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.documents.statements import StatementPaper, StatementRow, statement_pdf
from events.models.time_credits import CreditAccount
from events.reports.spreadsheet import Cell
from home.dates import day_text


@dataclass(frozen=True)
class StatementLine:
    """`note` is the reason that staff gave; only they are shown it."""

    at: dt.datetime
    what: str
    event: str
    booking: str
    amount: int
    balance: int
    note: str = ""


def statement_of(account: CreditAccount, *, notes: bool = True) -> list[StatementLine]:
    """The oldest line first. One query. Without `notes` for the owner: reasons were written for colleagues."""
    lines = account.lines.select_related("transfer__event", "transfer__booking").order_by("number")
    return [
        StatementLine(
            at=line.transfer.at,
            what=line.transfer.get_kind_display(),
            event=str(line.transfer.event) if line.transfer.event else "",
            booking=line.transfer.booking.reference if line.transfer.booking else "",
            amount=line.amount,
            balance=line.balance,
            note=line.transfer.reason if notes else "",
        )
        for line in lines
    ]


def headings() -> list[str]:
    return [_("Date"), _("What"), _("Event"), _("Booking"), _("Time credits"), _("Balance"), _("Reason")]


def statement_rows(account: CreditAccount, *, notes: bool = True) -> Iterator[list[Cell]]:
    for line in statement_of(account, notes=notes):
        yield [line.at.date(), line.what, line.event, line.booking, line.amount, line.balance, line.note]


def statement_paper(account: CreditAccount, *, language: str, today: dt.date, notes: bool = True) -> bytes:
    """The same as a PDF. Raises PrintingUnavailable."""
    with override(language):
        lines = statement_of(account, notes=notes)
        rows = [
            StatementRow(
                date=day_text(line.at.date(), language=language),
                what=" · ".join(filter(None, (line.what, line.event, line.booking, line.note))),
                amount=f"{line.amount:+d}".replace("-", "−"),
                balance=str(line.balance).replace("-", "−"),
            )
            for line in lines
        ]
        paper = StatementPaper(
            language=language,
            owner=account.name or account.email,
            email=account.email,
            issuer=account.issuer.in_language("name", language),
            today=day_text(today, language=language),
            balance=lines[-1].balance if lines else 0,
            rows=rows,
        )
        return statement_pdf(paper)
