"""Writes down whose eyes personal data has come before: each view, export and print, with who, what and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.events import Event
from events.models.people_places import Organisation

SHOWN = ("desk.viewed", "bookings.viewed", "booking.viewed")
"""Actions of somebody looking at a screen; `booking.viewed` is about one booking."""

PRINTED_OR_EXPORTED = (
    "list.printed",
    "sign_in.printed",
    "door_list.printed",
    "kitchen.printed",
    "access.printed",
    "certificates.printed",
    "badges.printed",
    "attendees.exported",
)


def disclose(
    action: str,
    *,
    event: Event,
    by: By,
    now: dt.datetime,
    people: int,
    booking: Booking | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Note that `people` persons' data were shown. `detail` says what was chosen, and holds no personal data."""
    return AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action=action,
        event=event,
        booking=booking,
        organisation_id=event.host_id,
        count=people,
        reason=by.reason[:250],
        detail=detail or {},
    )


KINDS = {"viewed": _("Looked at"), "printed": _("Printed"), "exported": _("Exported"), "fetched": _("Fetched")}
"""What can happen to personal data, by the last word of an action."""


def disclosures(organisations: QuerySet[Organisation]) -> QuerySet[AuditEntry]:
    """Every view, print and export of the people of these organisations' events, the newest first."""
    shown = Q()
    for kind in KINDS:
        shown |= Q(action__endswith=f".{kind}")
    entries = AuditEntry.objects.filter(shown, organisation__in=organisations)
    return entries.select_related("user", "event", "booking", "organisation").order_by("-at", "-pk")


def note_log_exported(organisations: Iterable[Organisation], *, by: By, now: dt.datetime, entries: int) -> None:
    """Also the log tells about people: those who work here. One entry for each organisation whose log it was."""
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now, actor=by.actor, user=by.user, action="log.exported", organisation=row, count=entries)
        for row in organisations
    )
