"""Files that people send: read as text whatever they hold, or refused with what to do."""

import contextlib
import csv
import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest

from events.errors import UnreadableFile
from events.reports import uploads
from events.reports.spreadsheet import csv_pieces, write_xlsx
from events.reports.uploads import Line, read_lines

ROWS = [["Name", "E-mail"], ["Siân Enghraifft", "sian@example.org"], ["Ŵyn Sample", ""]]
AS_LINES = [
    Line(1, ("Name", "E-mail")),
    Line(2, ("Siân Enghraifft", "sian@example.org")),
    Line(3, ("Ŵyn Sample",)),
]


NOON = dt.datetime(2027, 2, 11, 12, 0, tzinfo=dt.UTC)


def as_csv(rows, *, encoding="utf-8", delimiter=","):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def refusal(data):
    with pytest.raises(UnreadableFile) as caught:
        read_lines(data)
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_read_lines_reads_csv_as_programs_write_it(encoding, delimiter):
    assert read_lines(as_csv(ROWS, encoding=encoding, delimiter=delimiter)) == AS_LINES


def test_read_lines_reads_what_old_windows_programs_write():
    data = as_csv([["Name"], ["Siân “Enghraifft”"]], encoding="cp1252")
    assert read_lines(data)[1].cells == ("Siân “Enghraifft”",)


def test_read_lines_reads_the_first_sheet_of_a_workbook():
    assert read_lines(as_xlsx(ROWS)) == AS_LINES


def test_read_lines_reads_back_what_our_own_lists_say():
    hard = ["=1+1", "-Sample", "Sample Person"]
    rows = [["x", name] for name in hard]
    file = io.BytesIO()
    write_xlsx(["No", "Name"], rows, file, title="List")
    for data in (b"".join(csv_pieces(["No", "Name"], rows)), file.getvalue()):
        assert [line.cells[1] for line in read_lines(data)] == ["Name", *hard]


def test_line_numbers_are_those_beside_the_rows_also_with_blank_ones_between():
    data = as_csv([["Name"], [], ["Ann"], ["", ""], ['Two\nlines "quoted"'], ["Bob"]])
    assert [(line.number, line.cells[0]) for line in read_lines(data)] == [
        (1, "Name"),
        (3, "Ann"),
        (5, 'Two lines "quoted"'),
        (6, "Bob"),
    ]


def test_a_formula_is_read_as_nothing_but_text():
    formula = '=HYPERLINK("https://example.org/"&A1)'
    assert read_lines(as_csv([["Name"], [formula]]))[1].cells == (formula,)
    data = as_xlsx([["Name", "E-mail"], [formula, "ann@example.org"]])
    assert read_lines(data)[1].cells == ("", "ann@example.org")


def test_numbers_and_dates_are_read_as_people_see_them():
    row = [3, 4.0, 4.5, NOON.replace(tzinfo=None), None, True]
    assert read_lines(as_xlsx([["a"] * 6, row]))[1].cells == ("3", "4", "4.5", "2027-02-11 12:00", "", "True")


def test_texts_lose_what_cannot_be_seen_and_are_never_endless():
    data = as_csv([["Name", "Other"], ["Ann\u202e \u200b Sample", "x" * 20_000]])
    assert read_lines(data)[1].cells == ("Ann Sample", "x" * uploads.LONGEST_TEXT)


@pytest.mark.parametrize("data", [b"", b"\n\n\r\n", b",,,\n,,", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert refusal(data) == uploads.EMPTY


def test_an_empty_workbook_is_refused():
    assert refusal(as_xlsx([])) == uploads.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n\x00\x01",
        b"\x89PNG\r\n\x1a\n\x00",
        b"PK\x03\x04 and no archive",
        b"Name\x00Ann",
        b"\xff\xfe\x00\xd8\x00\xd8",
        "Name\nAnn".encode("utf-32"),
        b"\x81\x8d\x8f\x90\x9d",
    ],
)
def test_another_kind_of_file_is_refused(data):
    assert refusal(data) == uploads.NO_SPREADSHEET


def test_another_kind_of_archive_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("letter.txt", "Hello")
    assert refusal(file.getvalue()) == uploads.NO_SPREADSHEET


def test_an_old_or_locked_workbook_is_told_apart():
    assert refusal(uploads.OLD_EXCEL + b"\xa1\xb1\x1a\xe1") == uploads.TOO_OLD


def test_quotation_marks_that_do_not_match_are_refused():
    assert refusal(b'Name\n"Ann\nBob\nCai\n') == uploads.OPEN_QUOTE


def test_two_megabytes_are_read_and_one_byte_more_is_not():
    head = b"Name\n" + b"Sample Person\n" * 1_000
    data = head + b"x" * (uploads.MOST_BYTES - len(head) - 1)
    assert refusal(data + b"xx") == uploads.TOO_LARGE
    with pytest.raises(UnreadableFile):  # a cell of nearly 2 MB is no name either
        read_lines(data + b"x")


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_two_thousand_rows_are_read_and_one_more_is_not(make):
    rows = [["Name"], *([f"Sample {number}"] for number in range(uploads.MOST_ROWS))]
    assert len(read_lines(make(rows))) == uploads.MOST_ROWS + 1
    assert refusal(make([*rows, ["One more"]])) == uploads.TOO_MANY


def test_a_cell_far_down_does_not_take_all_day():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A1048576"] = "Name", "Ann"
    book.save(file)
    assert refusal(file.getvalue()) == uploads.TOO_MANY


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b" " * (uploads.MOST_UNPACKED_BYTES + 1))
    assert len(file.getvalue()) < uploads.MOST_BYTES
    assert refusal(file.getvalue()) == uploads.TOO_LARGE


def test_columns_beyond_sixty_are_not_looked_at():
    assert len(read_lines(as_csv([["Name"] * 500]))[0].cells) == uploads.MOST_COLUMNS


def test_entities_of_a_workbook_are_not_expanded():
    file = io.BytesIO(as_xlsx([["Name"], ["Ann"]]))
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, bomb if name == "xl/worksheets/sheet1.xml" else before.read(name))
    assert refusal(changed.getvalue()) == uploads.NO_SPREADSHEET


def test_damaged_files_are_read_or_refused_and_never_fail():
    chance = random.Random(20270211)
    for whole in (as_xlsx(ROWS), as_csv(ROWS)):
        for _ in range(150):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(UnreadableFile):
                assert read_lines(bytes(data[: chance.randint(1, len(data))]))
