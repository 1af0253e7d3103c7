"""What was to be deleted is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from events.models.bookings import HeldForm
from events.models.events import Event
from events.models.needs import Need
from events.reports.audit.findings import Finding


def needs_are_deleted_in_time(now: dt.datetime) -> Iterator[Finding]:
    """Access and food notes go as many days after the event as it says; deleting them is the next run's work."""
    for event in Event.objects.filter(pk__in=Need.objects.values("attendee__event")):
        last = event.ends_at or event.starts_at
        if last and last + dt.timedelta(days=event.needs_kept_days) <= now:
            yield Finding("access and food notes are to be deleted", event=event.slug, is_due=True)


def unsent_forms_are_forgotten(now: dt.datetime) -> Iterator[Finding]:
    """What was typed into a form that was never sent goes after a day."""
    for slug, reference in HeldForm.objects.filter(kept_until__lte=now).values_list(
        "booking__event__slug", "booking__reference"
    ):
        yield Finding("what was typed into a form is to be deleted", event=slug, booking=reference, is_due=True)
