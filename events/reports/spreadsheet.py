"""The one writer of spreadsheets: CSV and XLSX in which no cell can act as a formula.

A cell is text, a number, a date or nothing. Text that a spreadsheet program would calculate gets an apostrophe before
it, in both formats, so that it stays harmless when one is saved as the other.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | Decimal | dt.date | dt.datetime | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Tells Excel that the file is UTF-8; without it ŵ and ŷ come out as two signs each."""

FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What begins a formula (the full-width signs in some Asian settings), also behind white space or invisible signs that
a program may drop (https://owasp.org/www-community/attacks/CSV_Injection)."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow, and DEL."""

LINES_PER_PIECE = 500
WIDEST, NARROWEST = 50, 8
FORBIDDEN_IN_TITLE = re.compile(r"[\\*?:/\[\]]")


def inert(text: str) -> str:
    """The text without invisible control characters, and with an apostrophe before anything that would calculate."""
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file (UTF-8 with byte order mark) in pieces of some hundred lines, made while they are read."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([inert(heading) for heading in headings])
    yield BYTE_ORDER_MARK
    for number, row in enumerate(rows, 1):
        writer.writerow([inert(cell) if isinstance(cell, str) else _written(cell) for cell in row])
        if number % LINES_PER_PIECE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes], *, title: str) -> None:
    """Write a workbook of one sheet, row by row: bold headings that stay in view, columns as wide as they need.

    Widths are worked out from the first rows only, so that nothing is kept in memory.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(FORBIDDEN_IN_TITLE.sub(" ", title)[:31].strip("' ") or None)
    first, rest = _first_rows(rows)
    _set_widths(sheet, headings, first)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, inert(heading)) for heading in headings])
    for some in (first, rest):
        for row in some:
            sheet.append([_cell(sheet, cell) for cell in row])
    book.save(file)


def _written(cell: Cell) -> object:
    if isinstance(cell, dt.datetime):
        return _on_the_wall(cell).isoformat(" ", "minutes")
    return cell


def _on_the_wall(instant: dt.datetime) -> dt.datetime:
    """What a clock showed in the instant's own zone: spreadsheets know no zones."""
    return instant.replace(tzinfo=None)


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _first_rows(rows: Iterable[Sequence[Cell]]) -> tuple[list[Sequence[Cell]], Iterator[Sequence[Cell]]]:
    rest = iter(rows)
    return list(islice(rest, LINES_PER_PIECE)), rest


def _set_widths(sheet: WriteOnlyWorksheet, headings: Sequence[str], rows: list[Sequence[Cell]]) -> None:
    columns = zip(headings, *rows, strict=True)
    for letter, cells in zip(_letters(), columns, strict=False):
        longest = max(len(str(_written(cell) or "")) for cell in cells)
        width = min(max(longest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[letter].width = width  # type: ignore[attr-defined]  # the stubs leave it out


def _letters() -> Iterator[str]:
    """A to Z, AA to ZZ: more columns than a list ever has."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    yield from (first + second for first in alphabet for second in alphabet)


def _bold(sheet: WriteOnlyWorksheet, text: str) -> OpenpyxlCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> Cell | OpenpyxlCell:
    """What openpyxl is given. A few words ("#N/A") it would store as an error of the sheet unless told that they are
    text."""
    if isinstance(value, dt.datetime):
        return _on_the_wall(value)
    if not isinstance(value, str):
        return value
    text = inert(value)
    if text not in ERROR_CODES:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
