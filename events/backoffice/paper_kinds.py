"""The papers of an event: what each is called, who may have it, and how it is made from what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.backoffice.permissions import Permission
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.papers import (
    BadgeChoice,
    Paper,
    Printing,
    make_access_sheet,
    make_attendee_list,
    make_badges,
    make_certificates,
    make_door_list,
    make_kitchen_sheet,
    make_sign_in_sheet,
)
from events.reports.spreadsheet import CSV_TYPE, XLSX_TYPE

PDF = "application/pdf"
SPREADSHEETS = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}

MOST_AT_ONCE = 300
"""People on a paper that is made while somebody waits for it; a longer one is background work."""

MOST_ROWS_AT_ONCE = 10_000
"""People in a spreadsheet that is sent while it is made: that takes a second or two."""

Choice = Mapping[str, Any]
Make = Callable[[Event, Choice, Printing], Paper]


@dataclass(frozen=True)
class PaperKind:
    """`make` gets the event, what was chosen (plain values without personal data), and who prints."""

    label: str | Promise
    permission: Permission
    make: Make


def _plain(make: Callable[..., Paper]) -> Make:
    """A paper on which nothing is chosen."""
    return lambda event, _choice, printing: make(event, printing=printing)


def _certificates(event: Event, choice: Choice, printing: Printing) -> Paper:
    return make_certificates(event, over_series=bool(choice.get("over_series")), printing=printing)


def _badges(event: Event, choice: Choice, printing: Printing) -> Paper:
    return make_badges(event, choice=BadgeChoice.of(choice), printing=printing)


PAPERS: Mapping[str, PaperKind] = {
    "attendee-list": PaperKind(_("Attendee list"), Permission.PRINT, _plain(make_attendee_list)),
    "sign-in": PaperKind(_("Sign-in sheet"), Permission.PRINT, _plain(make_sign_in_sheet)),
    "door-list": PaperKind(_("Door list with codes"), Permission.PRINT, _plain(make_door_list)),
    "kitchen": PaperKind(_("Kitchen sheet"), Permission.SEE_NEEDS, _plain(make_kitchen_sheet)),
    "access": PaperKind(_("Access sheet"), Permission.SEE_NEEDS, _plain(make_access_sheet)),
    "certificates": PaperKind(_("Certificates of attendance"), Permission.PRINT, _certificates),
    "badges": PaperKind(_("Badges"), Permission.PRINT, _badges),
}


def takes_long(event: Event) -> bool:
    return _people_on(event) > MOST_AT_ONCE


def is_long_to_export(event: Event) -> bool:
    return _people_on(event) > MOST_ROWS_AT_ONCE


def export_kind(kind: str) -> str:
    """What the background work of a spreadsheet of this kind is called."""
    return f"attendees-{kind}"


def _people_on(event: Event) -> int:
    return Attendee.objects.on_lists().filter(event=event).count()
