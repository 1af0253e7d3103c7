"""Spreadsheets that are not lists of people, sent in either format."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponseBase, StreamingHttpResponse

from events.reports.spreadsheet import CSV_TYPE, XLSX_TYPE, Cell, csv_pieces, write_xlsx

KEPT_IN_MEMORY = 4_000_000


def sheet(
    kind: str, *, name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    """A "csv" is sent while its rows are read; anything else is a workbook, which must be complete first."""
    pieces = csv_pieces(headings, rows) if kind == "csv" else _workbook(headings, rows, title=title)
    response = StreamingHttpResponse(pieces, content_type=CSV_TYPE if kind == "csv" else XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as file:
        write_xlsx(headings, rows, file, title=title)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece
