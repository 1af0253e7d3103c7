"""What stands above everything else about an event: how many days there are, and in what state it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.backoffice.board import FEW_IN_A_HUNDRED
from events.choices import DateState
from events.models.events import Event

EVENING = 17
"""Hour from which the next day's event is made ready."""


@dataclass(frozen=True)
class Badge:
    """`tone` is a class of the desk's style sheet, `icon` one of Wagtail's."""

    words: str
    tone: str
    icon: str


def countdown(event: Event, *, now: dt.datetime) -> str:
    """Empty for an event without a date."""
    if event.starts_at is None:
        return ""
    days = _days_until(event, now=now)
    if event.is_over(now):
        return ngettext("%(number)d day ago", "%(number)d days ago", -days) % {"number": -days} if days else _("Over")
    if days <= 0:
        return _("Today")
    return _("Tomorrow") if days == 1 else ngettext("In %(number)d day", "In %(number)d days", days) % {"number": days}


def is_near(event: Event, *, now: dt.datetime) -> bool:
    """From the evening before until the last moment: the time for lists, badges and the door."""
    if event.starts_at is None or event.is_cancelled or event.is_over(now):
        return False
    days = _days_until(event, now=now)
    return days <= 0 or (days == 1 and now.astimezone(event.zone).hour >= EVENING)


def badges_of(event: Event, *, taken: int, now: dt.datetime) -> list[Badge]:
    """One for where the event stands, and one for how full it is while people can still book."""
    if event.date_state == DateState.CANCELLED:
        return [Badge(_("Cancelled"), "ended", "cross")]
    if not event.is_live:
        return [Badge(_("Not published"), "wait", "edit")]
    if event.is_over(now):
        return [Badge(_("Past"), "ended", "date")]
    found = [Badge(_("Live"), "good", "check")]
    if event.date_state == DateState.POSTPONED:
        found = [Badge(_("Postponed"), "wait", "time")]
    if event.capacity is not None and taken >= event.capacity:
        found.append(Badge(_("Full"), "wait", "group"))
    elif event.capacity and 100 * taken >= FEW_IN_A_HUNDRED * event.capacity:
        found.append(Badge(_("Few places left"), "wait", "time"))
    return found


def _days_until(event: Event, *, now: dt.datetime) -> int:
    """Midnights between now and the first day of the event, by its own clock; negative afterwards."""
    starts_at = event.starts_at or now
    return (starts_at.astimezone(event.zone).date() - now.astimezone(event.zone).date()).days
