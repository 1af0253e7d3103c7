"""What comes next, on the admin's first page: how full it is, and the papers and the door in one press on the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from events.backoffice.headline import countdown, is_near
from events.backoffice.new_event import new_event_address
from events.backoffice.permissions import ALLOWED, EVERYTHING, Permission, events_for, works_here
from events.backoffice.tools import Group, Offered, toolbox_of
from events.backoffice.views.desk import counted, next_first
from events.choices import StaffRole
from events.models.events import Event
from events.models.staff import Membership

SHOWN = 5
ON_THE_DAY = frozenset({Group.DOOR, Group.PAPERS})


class NextEvents(Component):
    """The next few events of the user's organisations."""

    name = "next-events"
    order = 10
    template_name = "events/backoffice/next_events.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request, now = parent_context["request"], timezone.now()
        coming = next_first(counted(events_for(request.user), now=now).upcoming(now), now=now)
        events = list(coming.select_related("venue")[:SHOWN])
        allowed = _allowed(request, events)
        rows = [_row(event, allowed[event.pk], now=now) for event in events]
        return {"rows": rows, "new_event": new_event_address(request.user)}


def _row(event: Event, allowed: frozenset[Permission], *, now: dt.datetime) -> dict[str, Any]:
    """Buttons stand beside an event from the evening before; until then its own page has them."""
    near = is_near(event, now=now)
    return {
        "event": event,
        "countdown": countdown(event, now=now),
        "is_near": near,
        "tools": on_the_day(event, allowed) if near else [],
    }


def on_the_day(event: Event, allowed: frozenset[Permission]) -> list[Offered]:
    """What is wanted in the hours before an event: the door, and the lists and badges that stand first."""
    toolbox = toolbox_of(event, allowed)
    return [row for row in toolbox.first if row.tool.group in ON_THE_DAY]


def _allowed(request: HttpRequest, events: list[Event]) -> dict[int, frozenset[Permission]]:
    """By event, in one query."""
    user: Any = request.user
    if user.is_superuser:
        return {event.pk: EVERYTHING for event in events}
    by_host: dict[int, frozenset[Permission]] = {}
    for host, role in Membership.objects.filter(user=user).values_list("organisation", "role"):
        by_host[host] = by_host.get(host, frozenset()) | ALLOWED[StaffRole(role)]
    return {event.pk: by_host.get(event.host_id or 0, frozenset()) for event in events}


def show_next_events(request: HttpRequest, panels: list[Any]) -> None:
    """Hook of the admin's first page."""
    if works_here(request.user):
        panels.append(NextEvents())
