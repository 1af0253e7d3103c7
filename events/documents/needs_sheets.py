"""What people need, on two sheets that never meet: the kitchen's has no names, the one about access has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.documents.lists import SheetHead, Words, print_list
from events.documents.press import Tell, tell_nobody
from events.documents.table import Column, Group, Row
from events.models.names import last_first, sort_key, tidy


@dataclass(frozen=True, slots=True)
class Plates:
    """How many people eat, at the event or at one session of it (`heading`). `together` are combinations of wishes,
    each person once; `each` counts every wish for itself; `written` is what people wrote, each text with its number."""

    heading: str
    people: int
    together: tuple[tuple[str, int], ...] = ()
    each: tuple[tuple[str, int], ...] = ()
    written: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """What would help one person to take part. `emergency` is whom to call."""

    name: str
    ticket: str = ""
    sessions: str = ""
    helps: str = ""
    emergency: str = ""


def kitchen_sheet(plates: Sequence[Plates], head: SheetHead, *, tell: Tell = tell_nobody) -> bytes:
    """A4 upright with numbers and wishes only. The first of `plates` is the whole event."""
    with translation.override(head.language):
        columns = [Column("number", _("People")), Column("wish", _("What they eat"), is_name=True)]
        people = plates[0].people
        title = ngettext("For the kitchen: %(count)d person", "For the kitchen: %(count)d people", people)
        foot = _("Printed %(moment)s by %(name)s. It has no names on purpose. Shred it after the meal.")
        rows: list[Row | Group] = []
        for number, found in enumerate(plates):
            rows += _plates(found, is_whole=number == 0)
        return print_list(Words("kitchen", title % {"count": people}, foot), head, columns, rows, tell)


def access_sheet(people: Iterable[Help], head: SheetHead, *, tell: Tell = tell_nobody) -> bytes:
    """A4 upright, by last name: who would be helped by what. For the few who prepare it, and for nobody else."""
    listed = sorted(people, key=lambda row: sort_key(row.name))
    with translation.override(head.language):
        fields = {"name": _("Name"), "ticket": _("Ticket"), "sessions": _("Sessions")}
        fields |= {"helps": _("What would help"), "emergency": _("In an emergency")}
        keys = [key for key in fields if key in ("name", "helps") or any(getattr(row, key) for row in listed)]
        columns = [Column("here", _("Done")), *(Column(key, fields[key], is_name=key == "name") for key in keys)]
        title = ngettext("Access: %(count)d person", "Access: %(count)d people", len(listed))
        foot = _(
            "Printed %(moment)s by %(name)s. Confidential: only for those who prepare what is on it. Shred it after."
        )
        rows = [Row(("", *(_cell(row, key) for key in keys))) for row in listed]
        return print_list(Words("access", title % {"count": len(listed)}, foot), head, columns, rows, tell)


def _plates(found: Plates, *, is_whole: bool) -> list[Row | Group]:
    rows: list[Row | Group] = []
    if not is_whole:
        words = ngettext("%(session)s: %(count)d person", "%(session)s: %(count)d people", found.people)
        rows.append(Group(tidy(words % {"session": found.heading, "count": found.people})))
    for heading, counted in (
        (_("Meals, each person once") if is_whole else "", found.together),
        (_("Everybody who asks for it"), found.each if is_whole else ()),
        (_("In their own words"), found.written if is_whole else ()),
    ):
        if counted and heading:
            rows.append(Group(heading))
        rows += [Row((str(number), tidy(text))) for text, number in counted]
    return rows


def _cell(row: Help, key: str) -> str:
    return last_first(row.name) if key == "name" else tidy(getattr(row, key))
