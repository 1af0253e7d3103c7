"""A bank statement, read line by line and matched to open invoices. Reading and matching store nothing.

A line belongs to an invoice whose number, or whose booking's reference, stands in its text. With neither, the amount
alone only suggests one: somebody has to say yes. What was entered before is known by its day, text and amount.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors import UnreadableFile
from events.models.invoices import Invoice
from events.models.payments import Payment
from events.payments.debts import Debt, open_debts, still_open
from events.reports.uploads import Line

HEADINGS = {
    "date": ("date", "dyddiad", "transaction date", "posting date", "value date"),
    "text": (
        "description",
        "reference",
        "details",
        "narrative",
        "memo",
        "transaction description",
        "disgrifiad",
        "cyfeirnod",
    ),
    "amount": ("amount", "paid in", "credit", "credit amount", "money in", "swm", "talwyd i mewn"),
}
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%d-%b-%Y")
NO_COLUMNS = _(
    "We cannot tell which columns hold the day, the text and the amount. Name them Date, Description and Amount in the "
    "first row. Nothing was stored."
)
OUR_LINES = uuid.UUID("6f0f5f0e-6a3b-5c56-9d0c-6d1b8a4b1f55")
"""Names the lines of statements among all UUIDs."""


class Match(Enum):
    SURE = "sure"
    BY_AMOUNT = "by amount"
    KNOWN = "known"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Entry:
    """Money that came in: one line of a statement. `key` is the same whenever the same line is read."""

    number: int
    day: dt.date
    text: str
    amount: Decimal
    key: uuid.UUID


@dataclass(frozen=True)
class Matched:
    """`why` says what is unclear, in words; `invoice` is the one that it pays, or might."""

    entry: Entry
    match: Match
    invoice: Invoice | None = None
    why: str | Promise = ""


def read_statement(lines: Sequence[Line], *, organisation_id: int) -> list[Entry]:
    """The lines on which money came in. Raises UnreadableFile when the columns cannot be told apart."""
    heading, *rows = lines
    columns = _columns(heading.cells)
    found, seen = [], Counter[tuple[dt.date, str, Decimal]]()
    for row in rows:
        day = _day(_cell(row, columns["date"][:1]))
        amount = next((sum_ for at in columns["amount"] if (sum_ := _amount(_cell(row, [at])))), None)
        if day is None or amount is None or amount <= 0:
            continue
        text = " ".join(filter(None, (_cell(row, [at]) for at in columns["text"])))
        same = (day, text, amount)
        seen[same] += 1
        key = uuid.uuid5(OUR_LINES, f"{organisation_id}|{day}|{text}|{amount}|{seen[same]}")
        found.append(Entry(row.number, day, text, amount, key))
    return found


def _columns(cells: Sequence[str]) -> dict[str, list[int]]:
    names = [cell.strip().casefold() for cell in cells]
    found = {what: [at for at, name in enumerate(names) if name in known] for what, known in HEADINGS.items()}
    if not all(found.values()):
        raise UnreadableFile(NO_COLUMNS)
    return found


def _cell(row: Line, columns: Sequence[int]) -> str:
    return next((row.cells[at].strip() for at in columns if at < len(row.cells)), "")


def _day(text: str) -> dt.date | None:
    for pattern in DATES:
        try:
            return dt.datetime.strptime(text.split(" 00:00")[0], pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _amount(text: str) -> Decimal | None:
    plain = re.sub(r"[£€$,\s]", "", text)
    if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,2})?", plain):
        return None
    try:
        return Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def match_entries(entries: Iterable[Entry], *, organisation_ids: Iterable[int], today: dt.date) -> list[Matched]:
    """Each line with the invoice it pays. What a line before it will pay is no longer open for the next."""
    wanted = list(entries)
    known = set(Payment.objects.filter(key__in=[entry.key for entry in wanted]).values_list("key", flat=True))
    rows = still_open(Invoice.objects.filter(organisation__in=organisation_ids))
    debts = open_debts(rows.select_related("booking__event").order_by("due_on", "pk"), today=today)
    left = {debt.invoice.pk: debt.open for debt in debts}
    return [_match(entry, debts, left, known=entry.key in known) for entry in wanted]


def _match(entry: Entry, debts: Sequence[Debt], left: dict[int, Decimal], *, known: bool) -> Matched:
    if known:
        return Matched(entry, Match.KNOWN)
    said = _plain(entry.text)
    named = [debt.invoice for debt in debts if _is_named(debt.invoice, said)]
    if len(named) > 1:
        return Matched(entry, Match.UNCLEAR, why=_("It names more than one open invoice."))
    if named:
        if entry.amount > left[named[0].pk]:
            return Matched(entry, Match.UNCLEAR, named[0], _("It is more than is open on the invoice it names."))
        left[named[0].pk] -= entry.amount
        return Matched(entry, Match.SURE, named[0])
    same = [debt.invoice for debt in debts if left[debt.invoice.pk] == entry.amount]
    if len(same) == 1:
        return Matched(entry, Match.BY_AMOUNT, same[0], _("Only the amount fits. Tick it if it is right."))
    return Matched(entry, Match.UNCLEAR, why=_("It names no open invoice."))


def _plain(text: str) -> str:
    """Capital letters and figures, with single spaces for all that is between them."""
    return f" {re.sub(r'[^A-Z0-9]+', ' ', text.upper()).strip()} "


def _is_named(invoice: Invoice, said: str) -> bool:
    """By its number, with or without its hyphens, or by the booking's reference. INV-0001 is not named by INV-00012."""
    for name in (invoice.name, invoice.booking.reference):
        spaced = _plain(name)
        if spaced in said or f" {spaced.replace(' ', '')} " in said:
            return True
    return False
