"""Attendees as a spreadsheet file of either format, with the columns that were chosen. Every export is written down."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from events.booking.journal import By
from events.documents.press import Tell
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.attendance import Column, attendee_table
from events.reports.disclosure import disclose
from events.reports.papers import Paper
from events.reports.spreadsheet import Cell, csv_pieces, write_xlsx

KEPT_IN_MEMORY = 4_000_000
"""Bytes of a workbook; a larger one goes through a temporary file."""


@dataclass(frozen=True)
class Export:
    """A file to send. `pieces` can be read once; `people` says how many rows it has."""

    name: str
    pieces: Iterable[bytes]
    people: int


def export_csv(event: Event, *, columns: Sequence[Column], by: By, now: dt.datetime) -> Export:
    """The rows are read from the database while they are sent."""
    people = _note(event, columns, by=by, now=now, file_format="csv")
    table = attendee_table(event, columns=columns)
    return Export(f"{event.slug}-attendees.csv", csv_pieces(table.headings, table.rows), people)


def export_xlsx(event: Event, *, columns: Sequence[Column], by: By, now: dt.datetime) -> Export:
    """A workbook cannot be sent before it is complete: it waits in memory or, when large, in a temporary file."""
    people = _note(event, columns, by=by, now=now, file_format="xlsx")
    table = attendee_table(event, columns=columns)
    return Export(f"{event.slug}-attendees.xlsx", _workbook(table.headings, table.rows, title=_("Attendees")), people)


def make_export(event: Event, *, columns: Sequence[Column], kind: str, by: By, now: dt.datetime, tell: Tell) -> Paper:
    """A whole file, "csv" or "xlsx", made while `tell` is told how far it is; it is written down when it is handed
    out."""
    people = Attendee.objects.on_lists().filter(event=event).count()
    table = attendee_table(event, columns=columns)
    rows = _told(table.rows, of=people, tell=tell)
    make = csv_pieces if kind == "csv" else partial(_workbook, title=_("Attendees"))
    return Paper(
        name=f"{event.slug}-attendees.{kind}",
        body=b"".join(make(table.headings, rows)),
        people=people,
        write_down=partial(_note, event, columns, by=by, now=now, file_format=kind),
    )


def _told(rows: Iterable[Sequence[Cell]], *, of: int, tell: Tell) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows):
        tell(number, of)
        yield row


def _note(event: Event, columns: Sequence[Column], *, by: By, now: dt.datetime, file_format: str) -> int:
    people = Attendee.objects.on_lists().filter(event=event).count()
    detail = {"format": file_format, "columns": [column.key for column in columns]}
    disclose("attendees.exported", event=event, by=by, now=now, people=people, detail=detail)
    return people


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as file:
        write_xlsx(headings, rows, file, title=title)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece
