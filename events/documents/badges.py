"""Badge sheets: a label or lanyard for each person, with a code that belongs to the name beside it.

CSS says where everything stands (templates/events/documents/badges.html, static/css/paper.css); the names and codes are
set into those places without laying out a page for each sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.choices import Role
from events.documents.badge_layouts import LAYOUTS, USUAL_LAYOUT, Layout
from events.documents.badge_words import Look, Words, fit, size_class, total_height
from events.documents.leaf import Leaf
from events.documents.pieces import Stamped, stamped
from events.documents.press import Press, Tell, tell_nobody
from events.documents.qr import grouped, pattern
from events.documents.stencil import Box, Stencil
from events.documents.tags import Element
from events.documents.typesetting import one_line
from events.documents.woven import piece
from events.models.names import split, tidy


@dataclass(frozen=True, slots=True)
class Badge:
    """One person's. `name` is as they typed it, `code` what the door reads (letters and digits); an empty code or role
    is not drawn. `note` stands below the organisation."""

    name: str
    code: str
    organisation: str = ""
    pronouns: str = ""
    role: str = Role.ATTENDEE
    speaks_welsh: bool = False
    no_photos: bool = False
    note: str = ""


NEARLY = 0.8
"""A code that is wider than its room by less than this factor is set smaller, not in several lines."""


@dataclass(frozen=True)
class BadgeSheetHead:
    """What all badges of an event share. `slug` and `threads` choose the weave; `saves_ink` leaves a thin line."""

    event_title: str
    when: str
    language: str
    slug: str
    threads: str = ""
    saves_ink: bool = False


def badge_sheets(
    badges: Iterable[Badge],
    head: BadgeSheetHead,
    *,
    layout: Layout = LAYOUTS[USUAL_LAYOUT],
    start: int = 1,
    tell: Tell = tell_nobody,
) -> bytes:
    """A PDF of A4 sheets in the order of `badges`. `start` is the first label that is still on the first sheet, counted
    from 1 along the rows; those before it stay blank. Raises ValueError when there is no such label."""
    if not 1 <= start <= layout.places:
        raise ValueError(f"start must be between 1 and {layout.places}, not {start}")
    with translation.override(head.language):
        return _Sheets(list(badges), head, layout).print(start - 1, tell)


@dataclass(frozen=True)
class _Marks:
    """The corner of a badge that many people share: laid out once, stamped often."""

    role: str
    is_named_role: bool
    speaks_welsh: bool
    no_photos: bool


NO_MARKS = _Marks(role="", is_named_role=False, speaks_welsh=False, no_photos=False)


class _Sheets:
    def __init__(self, badges: Sequence[Badge], head: BadgeSheetHead, layout: Layout) -> None:
        self.badges, self.layout = badges, layout
        self.press = Press(title=_("Badges: %(event)s") % {"event": head.event_title}, language=head.language)
        self.alt = _("QR code of the code before it")
        kinds = list(dict.fromkeys(_marks(badge) for badge in badges))
        self.sheet, self.card, samples, *stamps = self.press.lay_out(
            "badges.html",
            {
                "layout": layout,
                "cells": layout.corners,
                "event_title": head.event_title,
                "when": head.when,
                "weave": piece(head.slug, head.threads, *layout.tiles),
                "saves_ink": head.saves_ink,
                "all_marks": [{**vars(kind), "role": Role(kind.role).label if kind.role else ""} for kind in kinds],
            },
        )
        self.marks = dict(zip(kinds, stamps, strict=True))
        self.look = _look(samples, layout)
        self.words = [_words(badge, layout) for badge in badges]
        self.laid_out = self._lay_out_others()

    def _lay_out_others(self) -> dict[Words, Stamped]:
        """Words in scripts that our fonts lack, shaped and laid out by WeasyPrint."""
        ours = (*self.look.first, self.look.rest, self.look.pronouns, self.look.organisation)
        others = [words for words in dict.fromkeys(self.words) if not all(s.face.covers(words.all) for s in ours)]
        if not others:
            return {}
        context = {
            "layout": self.layout,
            "badges": [
                {**asdict(words), "size": ("", " fn--m", " fn--s")[size_class(words.first)]} for words in others
            ],
        }
        pages = self.press.lay_out_pages("badge_words.html", context)
        return {words: stamped(number, page) for words, (number, page) in zip(others, pages, strict=True)}

    def print(self, skipped: int, tell: Tell) -> bytes:
        cells = [slot.box for slot in self.sheet.named("cell")]
        leaf: Leaf | None = None
        for number, badge in enumerate(self.badges, skipped):
            place = number % len(cells)
            if leaf is None or place == 0:
                leaf = self.press.leaf(self.sheet.width, self.sheet.height)
                tell(number - skipped, len(self.badges))
            self._badge(leaf, badge, self.words[number - skipped], cells[place])
        if leaf is None:
            self.press.leaf(self.sheet.width, self.sheet.height)
        return self.press.print()

    def _badge(self, leaf: Leaf, badge: Badge, words: Words, cell: Box) -> None:
        person = self.press.tree.document.add("Sect")
        with leaf.marked(None):
            leaf.stamp(self.card, cell.x, cell.y)
        room = self.card["words"].box.moved(cell.x, cell.y)
        if words in self.laid_out:
            with leaf.marked(person.add("P")):
                self.laid_out[words].put(leaf, room)
        else:
            self._set_words(leaf, person, words, room)
        if (marks := _marks(badge)) != NO_MARKS:
            with leaf.marked(person.add("P")):
                leaf.stamp(self.marks[marks], cell.x, cell.y)
        if not badge.code:
            return
        with leaf.marked(person.add("P")):
            self._set_code(leaf, grouped(badge.code), self.card["code"].inside.moved(cell.x, cell.y))
        drawn, box = pattern(badge.code), self.card["qr"].box.moved(cell.x, cell.y)
        with leaf.marked(person.add("Figure", alt=self.alt, attributes=leaf.bounds(box))):
            leaf.modules(drawn.rectangles, box, drawn.size)

    def _set_code(self, leaf: Leaf, code: str, box: Box) -> None:
        """In one line where the room is meant for one, else a line for each group of letters. Never divided: the
        widest letters are set a little smaller."""
        style = self.card["code"].style
        is_wide = one_line(code, style).width * NEARLY < box.width
        texts = [code] if is_wide else code.split()
        widest = max((one_line(text, style).width for text in texts), default=0.0)
        fitting = style.scaled(min(1.0, box.width / widest)) if widest else style
        leaf.lines([one_line(text, fitting) for text in texts], box, box.y)

    def _set_words(self, leaf: Leaf, person: Element, words: Words, room: Box) -> None:
        blocks = fit(words, self.look, room.width, room.height)
        top = room.y + (room.height - total_height(blocks)) / 2
        for block in filter(lambda block: block.lines, blocks):
            with leaf.marked(person.add("P")):
                top = leaf.lines(block.lines, room, top + block.gap)


def _marks(badge: Badge) -> _Marks:
    return _Marks(badge.role, badge.role not in ("", Role.ATTENDEE), badge.speaks_welsh, badge.no_photos)


def _words(badge: Badge, layout: Layout) -> Words:
    first, rest = split(badge.name)
    others = (tidy(badge.organisation), tidy(badge.note))
    if layout.longest:  # the name must stay the largest word, also on a label without much room
        others = (Truncator(others[0]).chars(layout.longest), Truncator(others[1]).chars(layout.longest))
    return Words(first, rest, tidy(badge.pronouns), *others)


def _look(samples: Stencil, layout: Layout) -> Look:
    large, medium, small = (slot.style for slot in samples.named("first"))
    return Look(
        first=(large, medium, small),
        rest=samples["rest"].style,
        rest_gap=samples["rest"].margin_top,
        pronouns=samples["pronouns"].style,
        pronouns_gap=samples["pronouns"].margin_top,
        organisation=samples["organisation"].style,
        organisation_gap=samples["organisation"].margin_top,
        pronouns_follow_name=layout.pronouns_follow_name,
    )
