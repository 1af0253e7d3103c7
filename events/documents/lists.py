"""Lists on paper: who is coming (for the desk), and a sheet to sign (for everybody's eyes, so names only)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from events.documents.leaf import Leaf
from events.documents.pieces import Wanted, pieces
from events.documents.press import Press, Tell, tell_nobody
from events.documents.stencil import Stencil
from events.documents.table import Column, Group, Row, Table
from events.documents.tags import Element
from events.models.names import initial, last_first, sort_key, tidy


@dataclass(frozen=True)
class SheetHead:
    """What stands over and under a list. `when`, `where` and `printed_at` are fit to print in `language`."""

    event_title: str
    when: str
    where: str
    printed_by: str
    printed_at: str
    language: str

    @property
    def facts(self) -> str:
        return ", ".join(filter(None, [self.when, self.where]))


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person on the attendee list. Columns that are empty for everybody are left out."""

    reference: str
    name: str
    organisation: str = ""
    ticket: str = ""
    sessions: str = ""
    email: str = ""
    note: str = ""


def attendee_list(rows: Iterable[ListRow], head: SheetHead, *, tell: Tell = tell_nobody) -> bytes:
    """A4 landscape by last name, with a box to tick and a letter over each group, tagged as a table."""
    people = sorted(rows, key=lambda row: (sort_key(row.name), row.reference))
    with translation.override(head.language):
        fields = {key: text for key, text in _headings().items() if key in ALWAYS or any(map(attrgetter(key), people))}
        columns = [Column("here", _("Here")), *(Column(key, fields[key], is_name=key == "name") for key in fields)]
        title = ngettext("Who is coming: %(count)d person", "Who is coming: %(count)d people", len(people))
        foot = _("Printed %(moment)s by %(name)s. Contains personal details: keep it with you and shred it after.")
        words = Words("attendees", title % {"count": len(people)}, foot)
        return print_list(words, head, columns, list(_grouped(people, list(fields))), tell)


def sign_in_sheet(names: Iterable[str], head: SheetHead, *, blank_rows: int = 4, tell: Tell = tell_nobody) -> bytes:
    """A4 upright with names only, room to sign, and `blank_rows` for people who are not on it. Its words are in both
    languages, because everybody at the door reads the same sheet."""
    people = sorted(names, key=sort_key)
    columns = [
        Column("name", _both(gettext_noop("Name")), is_name=True),
        Column("time", _both(gettext_noop("Time"))),
        Column("signature", _both(gettext_noop("Signature"))),
    ]
    rows = [Row((tidy(name), "", "")) for name in people] + [Row(("", "", ""))] * blank_rows
    with translation.override(head.language):
        foot = _("Printed %(moment)s by %(name)s. Shred it when it is no longer needed.")
        return print_list(Words("sign-in", _both(gettext_noop("Please sign in")), foot), head, columns, rows, tell)


ALWAYS = ("name", "organisation", "ticket", "email", "reference")
"""Columns that every attendee list has."""


def _headings() -> dict[str, str]:
    return {
        "name": _("Name"),
        "organisation": _("Organisation"),
        "ticket": _("Ticket"),
        "sessions": _("Sessions"),
        "note": _("At the door"),
        "email": _("E-mail"),
        "reference": _("Booking"),
    }


def _grouped(people: Sequence[ListRow], keys: Sequence[str]) -> Iterator[Row | Group]:
    for letter, rows in groupby(people, key=lambda row: initial(row.name)):
        yield Group(letter)
        for row in rows:
            yield Row(("", *(last_first(row.name) if key == "name" else tidy(getattr(row, key)) for key in keys)))


def _both(message: str) -> str:
    """A message of the catalogue in both languages, once where they agree."""
    said = []
    for language in ("en", "cy"):
        with translation.override(language):
            said.append(_(message))
    return " · ".join(dict.fromkeys(said))


@dataclass(frozen=True)
class Words:
    """`kind` is the list's class in the style sheet; `foot` has places for `moment` and `name`."""

    kind: str
    title: str
    foot: str


def print_list(
    words: Words, head: SheetHead, columns: Sequence[Column], rows: Sequence[Row | Group], tell: Tell
) -> bytes:
    press = Press(title=f"{words.title} · {tidy(head.event_title)}", language=head.language)
    foot = words.foot % {"moment": head.printed_at, "name": head.printed_by}
    first, rest, tick = press.lay_out(
        "table.html", {"kind": words.kind, "heading": words.title, "head": head, "columns": columns, "foot": foot}
    )
    table = Table(press, first, rest, columns, tick=tick if columns[0].key == "here" else None)
    pages = table.pages(rows)
    put_heads = _Furniture(press, first, rest, words.title, head, foot, len(pages))
    element: Element | None = None
    for number, placed in enumerate(pages):
        tell(number, len(pages))
        leaf = press.leaf(first.width, first.height)
        put_heads(leaf, number)
        element = element or press.tree.document.add("Table")
        table.draw(leaf, placed, element, is_first=number == 0)
    return press.print()


class _Furniture:
    """What stands around the table on each page. Only the first page's is read out; the rest repeats it."""

    def __init__(
        self, press: Press, first: Stencil, rest: Stencil, title: str, head: SheetHead, foot: str, total: int
    ) -> None:
        self.press, self.first, self.rest = press, first, rest
        event = tidy(head.event_title)
        words = [("H1", "title", title), ("P", "event", event), ("P", "facts", tidy(head.facts))]
        self.tags = [(tag, slot) for tag, slot, _text in words]
        texts = [(first[slot], text) for _tag, slot, text in words]
        texts += [(first["foot"], tidy(foot)), (rest["running"], f"{title} · {event}")]
        numbers = [_("Page %(number)d of %(total)d") % {"number": n, "total": total} for n in range(1, total + 1)]
        texts += [(first["number"], text) for text in numbers]
        wanted = [Wanted(text, slot.style, slot.inside.width) for slot, text in texts]
        *self.words, self.foot, self.running = (made := pieces(press, wanted))[:5]
        self.numbers = made[5:]

    def __call__(self, leaf: Leaf, number: int) -> None:
        page = self.rest if number else self.first
        if number == 0:
            for (tag, slot), piece in zip(self.tags, self.words, strict=True):
                with leaf.marked(self.press.tree.document.add(tag)):
                    piece.put(leaf, page[slot].inside)
            with leaf.marked(self.press.tree.document.add("P")):
                self.foot.put(leaf, page["foot"].inside)
        with leaf.marked(None):
            if number:
                self.running.put(leaf, page["running"].inside)
                self.foot.put(leaf, page["foot"].inside)
            self.numbers[number].put(leaf, page["number"].inside)
