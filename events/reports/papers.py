"""What staff print of one event. Each paper is made here, for the admin and the command line alike, and written down.

A paper is made from plain values and handed back whole, so that a long one can be made by a background task as well.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from events import errors
from events.booking.journal import By
from events.documents.attendees import attendee_rows, badge_head, badges_of, sheet_head
from events.documents.badges import LAYOUTS, badge_sheets
from events.documents.lists import attendee_list, sign_in_sheet
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.disclosure import disclose

USUAL_LAYOUT = next(iter(LAYOUTS))


@dataclass(frozen=True)
class Paper:
    """A PDF: the name to save it under, its bytes, and how many people are on it."""

    name: str
    body: bytes
    people: int


@dataclass(frozen=True)
class Printing:
    """Who prints, when, and in which language. `name` is what stands on the paper."""

    by: By
    name: str
    now: dt.datetime
    language: str


@dataclass(frozen=True)
class BadgeChoice:
    """`layout` is a name in LAYOUTS, `start` the first label still on its sheet, counted from 1."""

    layout: str = USUAL_LAYOUT
    start: int = 1
    only_new: bool = False
    saves_ink: bool = False


def print_attendee_list(event: Event, *, printing: Printing) -> Paper:
    """Everybody with a confirmed place, by last name. Raises PrintingUnavailable."""
    rows = attendee_rows(event, language=printing.language)
    head = sheet_head(event, printed_by=printing.name, now=printing.now, language=printing.language)
    body = attendee_list(rows, head)
    disclose("list.printed", event=event, by=printing.by, now=printing.now, people=len(rows))
    return Paper(_named(event, "attendees"), body, len(rows))


def print_sign_in_sheet(event: Event, *, printing: Printing) -> Paper:
    """Names only, with room to sign. Raises PrintingUnavailable."""
    names = [row.name for row in attendee_rows(event, language=printing.language)]
    head = sheet_head(event, printed_by=printing.name, now=printing.now, language=printing.language)
    body = sign_in_sheet(names, head)
    disclose("sign_in.printed", event=event, by=printing.by, now=printing.now, people=len(names))
    return Paper(_named(event, "sign-in"), body, len(names))


def print_badges(event: Event, *, choice: BadgeChoice, printing: Printing) -> Paper:
    """Badges of everybody, or of those who have none yet; afterwards they count as printed.

    Raises NoSuchLabel, NothingToPrint or PrintingUnavailable; then nobody counts as printed.
    """
    layout = LAYOUTS[choice.layout]
    if not 1 <= choice.start <= layout.places:
        raise errors.NoSuchLabel(start=choice.start, most=layout.places)
    people = _people(event, only_new=choice.only_new)
    if not people:
        raise errors.NothingToPrint
    badges = badges_of(event, attendee_ids=people)
    head = badge_head(event, language=printing.language, saves_ink=choice.saves_ink)
    body = badge_sheets(badges, head, layout=layout, start=choice.start)
    with transaction.atomic():
        Attendee.objects.filter(pk__in=people).update(badge_printed_at=printing.now)
        detail = {"layout": choice.layout, "only_new": choice.only_new}
        disclose("badges.printed", event=event, by=printing.by, now=printing.now, people=len(badges), detail=detail)
    return Paper(_named(event, "badges"), body, len(badges))


def without_badge(event: Event) -> int:
    """How many people have a confirmed place and no badge yet."""
    return Attendee.objects.on_lists().filter(event=event, badge_printed_at=None).count()


def _people(event: Event, *, only_new: bool) -> list[int]:
    people = Attendee.objects.on_lists().filter(event=event).order_by()
    if only_new:
        people = people.filter(badge_printed_at=None)
    return list(people.values_list("pk", flat=True))


def _named(event: Event, kind: str) -> str:
    return f"{event.slug}-{kind}.pdf"
