"""The door list: names with the short codes that can be typed in where a camera fails, and what is still to pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.documents.lists import SheetHead, Words, print_list
from events.documents.press import Tell, tell_nobody
from events.documents.table import Column, Group, Row
from events.models.names import initial, last_first, sort_key, tidy

ALWAYS = ("code", "name", "ticket")
"""Columns that every door list has; the others only where somebody has something in them."""


@dataclass(frozen=True, slots=True)
class DoorRow:
    """`code` is what is typed in, `ticket` says the role too, `money` is fit to print and empty where nothing is
    owed."""

    code: str
    name: str
    organisation: str = ""
    ticket: str = ""
    sessions: str = ""
    money: str = ""


def door_list(rows: Iterable[DoorRow], head: SheetHead, *, tell: Tell = tell_nobody) -> bytes:
    """A4 upright by last name, with a box to tick and a letter over each group. No addresses: it lies at the door."""
    people = sorted(rows, key=lambda row: (sort_key(row.name), row.code))
    with translation.override(head.language):
        fields = {key: text for key, text in _headings().items() if key in ALWAYS or any(map(attrgetter(key), people))}
        columns = [Column("here", _("Here")), *(Column(key, fields[key], is_name=key == "name") for key in fields)]
        title = ngettext("At the door: %(count)d person", "At the door: %(count)d people", len(people))
        foot = _("Printed %(moment)s by %(name)s. Contains personal details: keep it with you and shred it after.")
        lines: list[Row | Group] = []
        for letter, group in groupby(people, key=lambda row: initial(row.name)):
            lines.append(Group(letter))
            lines += [Row(("", *(_cell(row, key) for key in fields))) for row in group]
        return print_list(Words("door", title % {"count": len(people)}, foot), head, columns, lines, tell)


def _headings() -> dict[str, str]:
    return {
        "code": _("Code"),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "ticket": _("Ticket"),
        "sessions": _("Sessions"),
        "money": _("Money"),
    }


def _cell(row: DoorRow, key: str) -> str:
    return last_first(row.name) if key == "name" else tidy(getattr(row, key))
