"""Where the rows of a long table go."""

from __future__ import annotations

import pytest

from events.documents.press import Press
from events.documents.table import Column, Group, Row, Table
from tests.events.documents import reading
from tests.events.documents.samples import sheet_head

COLUMNS = [Column("name", "Name", is_name=True), Column("organisation", "Organisation")]


@pytest.fixture
def press() -> Press:
    return Press(title="Sample", language="en")


@pytest.fixture
def table(press: Press) -> Table:
    context = {"kind": "attendees", "heading": "Sample", "head": sheet_head(), "columns": COLUMNS, "foot": "Foot"}
    first, rest, _tick = press.lay_out("table.html", context)
    return Table(press, first, rest, COLUMNS)


def row(number: int, organisation: str = "") -> Row:
    return Row((f"Person{number}", organisation))


def names(pages: list[list[object]]) -> list[list[str]]:
    return [[placed.row.cells[0] for placed in page if isinstance(placed.row, Row)] for page in pages]  # type: ignore[attr-defined]


def test_rows_fill_pages_in_order(table: Table) -> None:
    pages = names(table.pages([row(number) for number in range(100)]))
    assert [name for page in pages for name in page] == [f"Person{number}" for number in range(100)]
    assert len(pages[0]) < len(pages[1])
    assert {len(page) for page in pages[1:-1]} == {len(pages[1])}


def test_no_page_holds_more_than_its_room(table: Table) -> None:
    rows = [row(number, "Sample Organisation " * (number % 9)) for number in range(80)]
    for number, page in enumerate(table.pages(rows)):
        stencil = table.rest if number else table.first
        room = stencil["room"].box.bottom - stencil["head-0"].box.bottom
        assert sum(placed.height for placed in page) <= room + 0.02


def test_a_page_is_left_only_when_the_next_row_would_not_fit(table: Table) -> None:
    pages = table.pages([row(number) for number in range(100)])
    room = table.first["room"].box.bottom - table.first["head-0"].box.bottom
    assert sum(placed.height for placed in pages[0]) + pages[1][0].height > room


def test_a_group_goes_with_the_row_after_it(table: Table) -> None:
    per_page = len(table.pages([row(number) for number in range(100)])[0])
    for before in range(per_page - 3, per_page + 1):
        pages = table.pages([*map(row, range(before)), Group("S"), row(99)])
        assert [isinstance(page[-1].row, Group) for page in pages] == [False] * len(pages)


def test_no_rows_are_one_page(table: Table) -> None:
    assert table.pages([]) == [[]]


def test_a_text_longer_than_a_page_is_set_smaller_and_stays_whole(press: Press, table: Table) -> None:
    text = " ".join(f"session{number}" for number in range(900))
    pages = table.pages([row(1), row(2, text), row(3)])
    assert sum(len(page) for page in pages) == 3
    assert max(placed.height for page in pages for placed in page) <= table.tallest
    element = press.tree.document.add("Table")
    for number, page in enumerate(pages):
        table.draw(press.leaf(table.first.width, table.first.height), page, element, is_first=number == 0)
    found = " ".join(reading.page_texts(press.print())).split()
    assert [word for word in found if word.startswith("session")] == text.split()
