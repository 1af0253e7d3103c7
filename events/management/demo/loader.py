"""Builds the whole demo site, and can be run again at any time: what is there already is left as it is."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Site

from events.management.demo import (
    content,
    event_pages,
    front_pages,
    sample_bookings,
    sample_doors,
    sample_money,
    snippets,
    staff,
)


def load(*, now: dt.datetime) -> None:
    """Load what is missing. An event that was loaded to its end is not touched again, so its date does not move."""
    found = snippets.load()
    index = front_pages.load(Site.objects.get(is_default_site=True))
    for row in content.events():
        if not event_pages.is_complete(row):
            event_pages.open_page(row, index=index, snippets=found, now=now)
            sample_bookings.load(row, now=now)
            sample_money.load(row, now=now)
            sample_doors.load(row["key"], now=now)
            event_pages.finish_page(row)
    staff.load()
