"""The next events, for the front page of a language."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from events.models.events import Event
from events.pages.cards import read_cards
from events.pages.event_index import EventIndexPage

MOST = 4


def front_page_context(front_page: Page) -> dict[str, Any]:
    """`cards` of the next events and `events_url` of their list; nothing while there is no list."""
    index = EventIndexPage.objects.child_of(front_page).live().public().first()
    if index is None:
        return {}
    now = timezone.now()
    events = Event.objects.listed().upcoming(now).exclude(starts_at=None).order_by("starts_at", "pk")
    return {"cards": read_cards(events, index=index, now=now, most=MOST), "events_url": index.get_url()}
