"""What staff print of one event. Each paper is made here, for the admin, the worker and the command line alike.

A paper is first made and then handed out: only then is it written down who has it, and badges count as printed. So a
worker that is killed halfway has changed nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from events import errors
from events.booking.journal import By
from events.documents.attendees import attendee_rows, badge_head, badges_of, sheet_head
from events.documents.badges import LAYOUTS, badge_sheets
from events.documents.lists import SheetHead, attendee_list, sign_in_sheet
from events.documents.press import Tell, tell_nobody
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.disclosure import disclose

USUAL_LAYOUT = next(iter(LAYOUTS))


@dataclass(frozen=True)
class Paper:
    """A PDF: the name to save it under, its bytes, and how many people are on it. `write_down` notes that somebody has
    it, in a transaction of its own or of the caller's."""

    name: str
    body: bytes
    people: int
    write_down: Callable[[], object]

    def hand_out(self) -> Paper:
        with transaction.atomic():
            self.write_down()
        return self


@dataclass(frozen=True)
class Printing:
    """Who prints, when, and in which language. `name` is what stands on the paper; `tell` is told how far it is."""

    by: By
    name: str
    now: dt.datetime
    language: str
    tell: Tell = tell_nobody


@dataclass(frozen=True)
class BadgeChoice:
    """`layout` is a name in LAYOUTS, `start` the first label still on its sheet, counted from 1."""

    layout: str = USUAL_LAYOUT
    start: int = 1
    only_new: bool = False
    saves_ink: bool = False


def make_attendee_list(event: Event, *, printing: Printing) -> Paper:
    """Everybody with a confirmed place, by last name. Raises PrintingUnavailable."""
    rows = attendee_rows(event, language=printing.language)
    body = attendee_list(rows, _head(event, printing), tell=printing.tell)
    return _paper(event, "attendees", body, len(rows), printing=printing, action="list.printed")


def make_sign_in_sheet(event: Event, *, printing: Printing) -> Paper:
    """Names only, with room to sign. Raises PrintingUnavailable."""
    names = [row.name for row in attendee_rows(event, language=printing.language)]
    body = sign_in_sheet(names, _head(event, printing), tell=printing.tell)
    return _paper(event, "sign-in", body, len(names), printing=printing, action="sign_in.printed")


def make_badges(event: Event, *, choice: BadgeChoice, printing: Printing) -> Paper:
    """Badges of everybody, or of those who have none yet; once handed out they count as printed.

    Raises NoSuchLabel, NothingToPrint or PrintingUnavailable.
    """
    layout = LAYOUTS[choice.layout]
    if not 1 <= choice.start <= layout.places:
        raise errors.NoSuchLabel(start=choice.start, most=layout.places)
    people = people_to_print(event, only_new=choice.only_new)
    if not people:
        raise errors.NothingToPrint
    badges = badges_of(event, attendee_ids=people)
    head = badge_head(event, language=printing.language, saves_ink=choice.saves_ink)
    body = badge_sheets(badges, head, layout=layout, start=choice.start, tell=printing.tell)

    def write_down() -> None:
        Attendee.objects.filter(pk__in=people).update(badge_printed_at=printing.now)
        detail = {"layout": choice.layout, "only_new": choice.only_new}
        disclose("badges.printed", event=event, by=printing.by, now=printing.now, people=len(badges), detail=detail)

    return Paper(_named(event, "badges"), body, len(badges), write_down)


def without_badge(event: Event) -> int:
    """How many people have a confirmed place and no badge yet."""
    return Attendee.objects.on_lists().filter(event=event, badge_printed_at=None).count()


def people_to_print(event: Event, *, only_new: bool) -> list[int]:
    people = Attendee.objects.on_lists().filter(event=event).order_by()
    if only_new:
        people = people.filter(badge_printed_at=None)
    return list(people.values_list("pk", flat=True))


def _head(event: Event, printing: Printing) -> SheetHead:
    return sheet_head(event, printed_by=printing.name, now=printing.now, language=printing.language)


def _paper(event: Event, kind: str, body: bytes, people: int, *, printing: Printing, action: str) -> Paper:
    def write_down() -> None:
        disclose(action, event=event, by=printing.by, now=printing.now, people=people)

    return Paper(_named(event, kind), body, people, write_down)


def _named(event: Event, kind: str) -> str:
    return f"{event.slug}-{kind}.pdf"
