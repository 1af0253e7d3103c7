"""The booked event as a page in preview would make it. It lives in memory only and is never saved."""

from __future__ import annotations

import uuid
from typing import Any

from events.models.events import Event
from events.pages.children import relation_of
from events.pages.event import EventPage
from events.pages.projection import ROWS, project_facts

UNSAVED = 0
"""Primary key of an event that is not stored. No row has it, so whatever counts its bookings finds none."""


def previewed(page: EventPage, event: Event | None, *, as_if_live: bool) -> Event:
    """The event with the facts of this page, if it is the source, and with its words. Bookings of the stored event
    count, so that the places left are true."""
    event = event or Event(pk=UNSAVED, key=page.event_key, slug=page.slug)
    if page.is_source:
        project_facts(event, page)
    event.is_live = as_if_live
    event.words = {**event.words, page.language: page.words()}
    event._prefetched_objects_cache = {  # type: ignore[attr-defined]
        relation_of(child): _rows(event, page, child, row_model) for child, row_model, _ in ROWS
    }
    return event


def _rows(event: Event, page: EventPage, child: Any, row_model: Any) -> Any:
    stored: dict[uuid.UUID, Any] = {row.key: row for row in row_model._default_manager.filter(event=event.pk)}
    rows = []
    for order, spoken in enumerate(getattr(page, relation_of(child)).all()):
        row = stored.get(spoken.key) or row_model(pk=-order - 1, event=event, key=spoken.key)
        if page.is_source:
            for name in spoken.FACTS:
                setattr(row, name, getattr(spoken, name))
        row.words = {**row.words, page.language: spoken.words(page)}
        row.withdrawn = False
        rows.append(row)
    found = row_model._default_manager.none()
    found._result_cache, found._prefetch_done = rows, True
    return found
