"""What can be done on one event: the table from which its page draws buttons, each for those who may press it.

Whoever builds a new page about an event adds one row to its group here, and has the button. The address takes the
event's primary key and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.backoffice.permissions import Permission
from events.models.events import Event


class Group(models.TextChoices):
    """In the order in which they are drawn."""

    DOOR = "door", _("On the day")
    PAPERS = "papers", _("Lists and badges")
    PEOPLE = "people", _("Bookings")
    MESSAGES = "messages", _("Messages")
    MONEY = "money", _("Money")
    DATA = "data", _("Spreadsheets and log")


@dataclass(frozen=True)
class Tool:
    """One button. `is_first` puts it in the row above everything else, where few can stand; the others fold away.

    `suits` says whether it makes sense for the event at all: without it, always.
    """

    permission: Permission
    url_name: str
    label: str | Promise
    icon: str
    group: Group
    is_first: bool = False
    suits: Callable[[Event], bool] = lambda _event: True


@dataclass(frozen=True)
class Offered:
    """A tool as one user sees it on one event."""

    tool: Tool
    url: str


@dataclass(frozen=True)
class Toolbox:
    """`first` is the row above everything else; `groups` holds (words, tools) of all the others."""

    first: list[Offered]
    groups: list[tuple[str, list[Offered]]]


def _has_begun(event: Event) -> bool:
    return event.starts_at is not None and event.starts_at <= timezone.now()


TOOLS = (
    # On the day
    Tool(Permission.CHECK_IN, "desk:doors", _("Check-in"), "mobile-alt", Group.DOOR, is_first=True),
    # Papers
    Tool(Permission.PRINT, "desk:attendee_list", _("Attendee list"), "list-ul", Group.PAPERS, is_first=True),
    Tool(Permission.PRINT, "desk:badges", _("Badges"), "user", Group.PAPERS, is_first=True),
    Tool(Permission.PRINT, "desk:sign_in_sheet", _("Sign-in sheet"), "edit", Group.PAPERS),
    Tool(Permission.PRINT, "desk:door_list", _("Door list with codes"), "key", Group.PAPERS),
    Tool(Permission.SEE_NEEDS, "desk:kitchen_sheet", _("Kitchen sheet"), "clipboard-list", Group.PAPERS),
    Tool(Permission.SEE_NEEDS, "desk:access_sheet", _("Access sheet"), "help", Group.PAPERS),
    Tool(
        Permission.PRINT,
        "desk:certificates",
        _("Certificates of attendance"),
        "doc-full",
        Group.PAPERS,
        suits=_has_begun,
    ),
    # People
    Tool(Permission.CHANGE_BOOKINGS, "desk:add_booking", _("Add a booking"), "plus", Group.PEOPLE, is_first=True),
    Tool(Permission.SEE_NAMES, "desk:bookings", _("All bookings"), "list-ul", Group.PEOPLE),
    Tool(Permission.CHANGE_BOOKINGS, "desk:import_bookings", _("Import bookings"), "upload", Group.PEOPLE),
    # Messages
    Tool(Permission.SEND_MESSAGES, "desk:mailings", _("Messages"), "mail", Group.MESSAGES, is_first=True),
    Tool(Permission.CHANGE_BOOKINGS, "desk:undelivered", _("E-mails not delivered"), "warning", Group.MESSAGES),
    # Data
    Tool(Permission.EXPORT, "desk:columns", _("Spreadsheet"), "download", Group.DATA, is_first=True),
    Tool(Permission.EXPORT, "desk:attendees_xlsx", _("Excel (XLSX)"), "download", Group.DATA),
    Tool(Permission.EXPORT, "desk:attendees_csv", _("CSV"), "download", Group.DATA),
    Tool(Permission.SEE_LOG, "desk:event_log", _("Who has seen the data"), "history", Group.DATA),
)


def toolbox_of(event: Event, allowed: Collection[Permission]) -> Toolbox:
    """What somebody with these permissions can do on the event. No query."""
    offered = [
        Offered(tool, reverse(tool.url_name, args=[event.pk]))
        for tool in TOOLS
        if tool.permission in allowed and tool.suits(event)
    ]
    folded = [(group, [row for row in offered if row.tool.group == group and not row.tool.is_first]) for group in Group]
    return Toolbox(
        first=[row for row in offered if row.tool.is_first],
        groups=[(str(group.label), rows) for group, rows in folded if rows],
    )
