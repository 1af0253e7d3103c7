"""Reads a spreadsheet that somebody sent, CSV or XLSX, into lines of text. Nothing in it is calculated or followed.

What a file is counts, not what it is called. All limits hold before a line is believed: bytes, unpacked bytes, rows,
columns.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from events.errors import UnreadableFile
from events.models.names import tidy
from events.reports.spreadsheet import FORMULA

MOST_BYTES = 2_000_000
MOST_UNPACKED_BYTES = 60_000_000
"""A workbook is packed; a small file can hold a great deal of nothing."""
MOST_ROWS = 2_000
MOST_LINES = 20_000
"""Blank lines count here, so that a cell a million lines down does not take all day."""
MOST_COLUMNS = 60
LONGEST_TEXT = 1_000

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BINARY = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
DELIMITERS = ",;\t"

TOO_LARGE = _("This file is larger than 2 MB. Split it into smaller ones. Nothing was imported.")
TOO_MANY = _("This file has more than 2,000 rows. Split it into smaller ones. Nothing was imported.")
EMPTY = _("This file is empty. Nothing was imported.")
NO_SPREADSHEET = _(
    "This is not a spreadsheet we can read. Save it as Excel (.xlsx) or CSV, and choose that file. "
    "Nothing was imported."
)
TOO_OLD = _(
    "This is an old Excel file, or one with a password. Save it as .xlsx without a password, and choose that file. "
    "Nothing was imported."
)
OPEN_QUOTE = _(
    "The quotation marks in this CSV file do not match, so we cannot tell its rows apart. Nothing was imported."
)

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl and what it stands on raise for workbooks that are damaged, locked or not workbooks at all."""


@dataclass(frozen=True)
class Line:
    """`number` is the one that spreadsheet programs show beside it. Empty cells at its end are left away."""

    number: int
    cells: tuple[str, ...]


def read_lines(data: bytes) -> list[Line]:
    """Every line that is not blank, the headings first. Raises UnreadableFile, which says what to do."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    if data.startswith(OLD_EXCEL):
        raise UnreadableFile(TOO_OLD)
    lines = _from_workbook(data) if data.startswith(ZIP) else _not_blank(_from_csv(data))
    if not lines:
        raise UnreadableFile(EMPTY)
    return lines


def _not_blank(rows: Iterable[Iterable[object]]) -> list[Line]:
    found = []
    for number, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in islice(row, MOST_COLUMNS)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(Line(number, tuple(cells)))
        if len(found) > MOST_ROWS + 1 or number > MOST_LINES:
            raise UnreadableFile(TOO_MANY)
    return found


def _text(cell: object) -> str:
    """A cell as one line of text. The apostrophe that our own lists put before formulas is taken off again."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        cell = cell.isoformat(" ", "minutes")
    text = tidy(str(cell)[: 10 * LONGEST_TEXT])[:LONGEST_TEXT]
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def _from_workbook(data: bytes) -> list[Line]:
    """The first sheet, with the values that were last calculated: a formula is read as what it showed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
                raise UnreadableFile(TOO_LARGE)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _not_blank(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS))
    except DAMAGE as damage:
        raise UnreadableFile(NO_SPREADSHEET) from damage


def _from_csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if BINARY.search(text):
        raise UnreadableFile(NO_SPREADSHEET)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableFile(OPEN_QUOTE) from error


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows programs write when they know nothing better."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(NO_SPREADSHEET)
