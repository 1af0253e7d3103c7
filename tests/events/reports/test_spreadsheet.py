"""No cell of either format can act as a formula, and nothing else about it changes."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from events.reports.spreadsheet import BYTE_ORDER_MARK, LINES_PER_PIECE, csv_pieces, inert, write_xlsx

WALES = ZoneInfo("Europe/London")

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org","Sample")',
]
HARMLESS = ["Sample Person", "Gwŷdd Enghraifft", "a=b", "1-2", "O'Sample", "person@example.org", "", "10 - 12"]


def read_csv(headings, rows):
    text = b"".join(csv_pieces(headings, rows)).removeprefix(BYTE_ORDER_MARK).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def written_xlsx(headings, rows, title="Attendees"):
    file = io.BytesIO()
    write_xlsx(headings, rows, file, title=title)
    file.seek(0)
    return file


def read_sheet(headings, rows, title="Attendees"):
    return openpyxl.load_workbook(written_xlsx(headings, rows, title)).worksheets[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_inert_puts_an_apostrophe_before_what_would_calculate(payload):
    assert inert(payload) == f"'{payload}"


@pytest.mark.parametrize("text", HARMLESS)
def test_inert_leaves_other_text_alone(text):
    assert inert(text) == text


def test_inert_drops_what_no_spreadsheet_can_hold():
    assert inert("a\x00b\x0bc\x1fd\ud800e\ufffe\x7f") == "abcde"


def test_inert_looks_for_formulas_behind_dropped_characters():
    assert inert("\x00=1+1") == "'=1+1"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_csv_holds_no_formula_in_headings_or_cells(payload):
    assert read_csv([payload], [[payload]]) == [[f"'{payload}"], [f"'{payload}"]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_xlsx_holds_no_formula_in_headings_or_cells(payload):
    sheet = read_sheet([payload], [[payload]])
    kinds = {(cell.data_type, cell.value.lstrip()[:1]) for row in sheet.iter_rows() for cell in row}
    assert kinds == {("s", "'")}


@pytest.mark.parametrize("word", ["#N/A", "#REF!", "#NAME?"])
def test_xlsx_keeps_words_that_look_like_errors_as_text(word):
    cell = read_sheet(["Name"], [[word]])["A2"]
    assert (cell.data_type, cell.value) == ("s", word)


def test_xlsx_files_hold_no_formula_element():
    file = written_xlsx(["Name"], [[payload] for payload in PAYLOADS])
    assert b"<f>" not in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


def test_csv_begins_with_a_byte_order_mark():
    assert b"".join(csv_pieces(["Enw"], [["Gwŷdd"]])) == "\ufeffEnw\r\nGwŷdd\r\n".encode()


def test_csv_comes_in_pieces():
    pieces = list(csv_pieces(["n"], ([number] for number in range(LINES_PER_PIECE * 2 + 1))))
    assert [piece.count(b"\r\n") for piece in pieces] == [0, LINES_PER_PIECE + 1, LINES_PER_PIECE, 1]


def test_csv_reads_rows_only_as_it_is_sent():
    read = []

    def rows():
        for number in range(LINES_PER_PIECE * 3):
            read.append(number)
            yield [number]

    pieces = csv_pieces(["n"], rows())
    next(pieces)
    next(pieces)
    assert len(read) == LINES_PER_PIECE


def test_csv_writes_instants_to_the_minute_and_other_values_as_they_are():
    row = [dt.datetime(2027, 7, 1, 10, 5, tzinfo=WALES), dt.date(2027, 1, 11), Decimal("7.50"), 3, None]
    assert read_csv(["a", "b", "c", "d", "e"], [row])[1] == ["2027-07-01 10:05", "2027-01-11", "7.50", "3", ""]


def test_xlsx_keeps_numbers_and_dates_as_such():
    instant = dt.datetime(2027, 7, 1, 10, 5, tzinfo=WALES)
    sheet = read_sheet(["a", "b", "c", "d"], [[instant, Decimal("7.50"), 3, None]])
    assert [cell.value for cell in sheet[2]] == [instant.replace(tzinfo=None), 7.5, 3, None]


def test_xlsx_keeps_every_row_in_order():
    sheet = read_sheet(["n"], ([number] for number in range(LINES_PER_PIECE * 2 + 1)))
    assert [cell.value for (cell,) in sheet.iter_rows(min_row=2)] == list(range(LINES_PER_PIECE * 2 + 1))


def test_xlsx_headings_are_bold_and_stay_in_view():
    sheet = read_sheet(["Name"], [["Sample Person"]])
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)


def test_xlsx_columns_are_as_wide_as_their_text_within_limits():
    sheet = read_sheet(["a", "b", "c"], [["x", "x" * 20, "x" * 200]])
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [8, 22, 50]


@pytest.mark.parametrize(
    ("title", "shown"),
    [("a/b: [c]*?", "a b   c"), ("x" * 40, "x" * 31), ("'Sample'", "Sample"), ("/", "Sheet")],
)
def test_xlsx_title_fits_what_excel_allows(title, shown):
    assert read_sheet(["n"], [], title).title == shown
