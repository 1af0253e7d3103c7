"""Sets long tables: thousands of rows at the price of one laid out page, and still tagged as a table.

A template shows one row of each kind, hidden, on the first page and on a following one. From them come the columns, the
least height of a row, the room on a page and every style; the rows themselves are set here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from events.documents.leaf import Leaf
from events.documents.pieces import Piece, Wanted, pieces
from events.documents.press import Press
from events.documents.stencil import Box, Slot, Stencil
from events.documents.tags import Element

ROW_HEADING = "/A<</O/Table/Scope/Row>>"
COLUMN_HEADING = "/A<</O/Table/Scope/Column>>"


@dataclass(frozen=True)
class Column:
    """`key` names its class in the style sheet. `is_name` marks the cell that heads its row."""

    key: str
    heading: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One text for each column, tidy (one line, NFC)."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A line across the table above the rows that it heads."""

    heading: str


@dataclass(frozen=True, slots=True)
class _Placed:
    row: Row | Group
    pieces: list[Piece]
    height: float


class Table:
    """`first` and `rest` are the laid out sample pages with the slots "head-N", "cell-N", "group" and "room". `tick` is
    a picture for the first cell of each row, such as a box to tick. No row is taller than `tallest`, which is what a
    page has room for below its head and a group's line."""

    def __init__(
        self, press: Press, first: Stencil, rest: Stencil, columns: Sequence[Column], *, tick: Stencil | None = None
    ) -> None:
        self.press, self.first, self.rest, self.columns, self.tick = press, first, rest, columns, tick
        self.heads, self.cells = first.named("head"), first.named("cell")
        self.group = first["group"]
        self.tallest = min(self._room(first), self._room(rest)) - self.group.box.height

    def pages(self, rows: Sequence[Row | Group]) -> list[list[_Placed]]:
        """Rows by page, each as tall as its tallest cell. A group's heading stays with the row after it."""
        pages: list[list[_Placed]] = []
        room = 0.0
        placed = self._placed(rows)
        for number, item in enumerate(placed):
            together = item.height
            if isinstance(item.row, Group) and number + 1 < len(placed):
                together += placed[number + 1].height
            if not pages or together > room + 0.01:
                room = self._room(self.rest if pages else self.first)
                pages.append([])
            pages[-1].append(item)
            room -= item.height
        return pages or [[]]

    def draw(self, leaf: Leaf, rows: list[_Placed], table: Element, *, is_first: bool) -> None:
        """Head and rows of one page. The head is read out on the first page only."""
        heads = (self.first if is_first else self.rest).named("head")
        head = table.add("THead").add("TR") if is_first else None
        for piece, slot in zip(self._heads(), heads, strict=True):
            with leaf.marked(head.add("TH", attributes=COLUMN_HEADING) if head else None):
                piece.put(leaf, slot.inside)
        body = table.add("TBody")
        top = heads[0].box.bottom
        edges = [heads[0].box.y, top]
        for placed in rows:
            self._row(leaf, placed, top, body.add("TR"))
            top += placed.height
            edges.append(top)
        with leaf.marked(None):
            self._rules(leaf, rows, edges)

    def _placed(self, rows: Sequence[Row | Group]) -> list[_Placed]:
        """Each different text of a column is broken into lines once."""
        wanted: dict[tuple[int, str], Wanted] = {}
        for row in rows:
            if isinstance(row, Group):
                wanted[-1, row.heading] = Wanted(row.heading, self.group.style, self.group.inside.width)
                continue
            for number, text in enumerate(row.cells):
                if (number, text) not in wanted:
                    slot = self.cells[number]
                    room = self.tallest - _padding(slot)
                    wanted[number, text] = Wanted(text, slot.style, slot.inside.width, room)
        made = dict(zip(wanted, pieces(self.press, list(wanted.values())), strict=True))
        return [self._place(row, made) for row in rows]

    def _place(self, row: Row | Group, made: dict[tuple[int, str], Piece]) -> _Placed:
        if isinstance(row, Group):
            piece = made[-1, row.heading]
            return _Placed(row, [piece], max(self.group.box.height, piece.height + _padding(self.group)))
        found = [made[number, text] for number, text in enumerate(row.cells)]
        needed = max(piece.height for piece in found) + _padding(self.cells[0])
        return _Placed(row, found, min(self.tallest, max(self.cells[0].box.height, needed)))

    def _room(self, stencil: Stencil) -> float:
        return stencil["room"].box.bottom - stencil["head-0"].box.bottom

    def _heads(self) -> list[Piece]:
        wanted = [
            Wanted(column.heading, slot.style, slot.inside.width)
            for column, slot in zip(self.columns, self.heads, strict=True)
        ]
        return pieces(self.press, wanted)

    def _row(self, leaf: Leaf, placed: _Placed, top: float, row: Element) -> None:
        if isinstance(placed.row, Group):
            whole = Box(self.group.box.x, top, self.group.box.width, placed.height)
            with leaf.marked(None):
                leaf.filled(whole, self.group.ground or "1 1 1 rg")
            span = f"/A<</O/Table/Scope/Row/ColSpan {len(self.columns)}>>"
            with leaf.marked(row.add("TH", attributes=span)):
                placed.pieces[0].put(leaf, Box(self.group.inside.x, top, self.group.inside.width, placed.height))
            return
        if self.tick:
            with leaf.marked(None):
                leaf.stamp(self.tick, self.cells[0].inside.x, top + (placed.height - self.tick.height) / 2)
        for column, slot, piece in zip(self.columns, self.cells, placed.pieces, strict=True):
            cell = row.add("TH", attributes=ROW_HEADING) if column.is_name else row.add("TD")
            if piece.height:
                with leaf.marked(cell):
                    piece.put(leaf, Box(slot.inside.x, top, slot.inside.width, placed.height))

    def _rules(self, leaf: Leaf, rows: list[_Placed], edges: list[float]) -> None:
        sample, left, right = self.cells[0], self.heads[0].box.x, self.heads[-1].box.right
        segments = [(left, edge, right, edge) for edge in edges]
        segments += [(x, edges[0], x, edges[-1]) for x in (left, right)]
        inner = [slot.box.x for slot in self.heads[1:]]
        for start, end in _stretches(rows, edges):
            segments += [(x, start, x, end) for x in inner]
        leaf.rules(segments, sample.rule, sample.rule_colour)


def _padding(slot: Slot) -> float:
    return slot.box.height - slot.inside.height


def _stretches(rows: list[_Placed], edges: list[float]) -> Iterator[tuple[float, float]]:
    """(top, bottom) of the parts of a page that are divided into columns: all but the groups' lines."""
    start = edges[0]
    for placed, top, bottom in zip(rows, edges[1:], edges[2:], strict=False):
        if isinstance(placed.row, Group):
            if top > start:
                yield start, top
            start = bottom
    if edges[-1] > start:
        yield start, edges[-1]
