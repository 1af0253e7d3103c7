"""Projects pages onto the booked event: what is said becomes what can be booked.

`rebuild(key)` reads all live pages of a key. Called twice, or in any order of publishing, it gives the same event, and
nothing that a page does can take a booking away: a row that vanishes is withdrawn once somebody used it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from events.booking.event_changes import after_projection
from events.models.events import Event
from events.pages.event import EventPage
from events.pages.projection import calendar_facts, project_facts, project_rows, project_words, slug_for


def rebuild(key: uuid.UUID, *, now: dt.datetime, leaving: int | None = None) -> Event | None:
    """Bring the event of this key up to date with its live pages. None when nothing of it was ever live.

    `leaving` is the pk of a page that is about to go, and counts as no longer live. Incomplete facts make an event
    that cannot be booked, never an error.
    """
    with transaction.atomic():
        event, is_new = _lock(key, leaving)
        if event is None:
            return None
        before, shown_before = copy(event), calendar_facts(event)
        pages = _pages(key)
        _project(event, pages, live=[page for page in pages if page.live and page.pk != leaving])
        if is_new or calendar_facts(event) != shown_before:
            event.changed_at = now
            event.sequence += 0 if is_new else 1
        # Wagtail's own clock, and not `now`: it is compared with when a page was last published.
        event.projected_at = timezone.now()
        event.save()
        after_projection(event, before=None if is_new else before, now=now)
    return event


def _lock(key: uuid.UUID, leaving: int | None) -> tuple[Event | None, bool]:
    """Write to the event's row first, which is the lock on both databases, and read it after that. Also tells whether
    the event is new."""
    is_new = False
    if not Event.objects.filter(key=key).update(revision=F("revision") + 1):
        source = EventPage.objects.filter(translation_key=key, alias_of=None).order_by("pk").first()
        if source is None or not source.live or source.pk == leaving:
            return None, False  # a translation alone makes nothing bookable
        _, is_new = Event.objects.get_or_create(key=key, defaults={"slug": slug_for(source.slug, key)})
        Event.objects.filter(key=key).update(revision=F("revision") + 1)
    return Event.objects.get(key=key), is_new


def _pages(key: uuid.UUID) -> list[EventPage]:
    """All pages of a key, the source first. The stored row of a page that is not live holds its draft."""
    pages = EventPage.objects.filter(translation_key=key, alias_of=None).select_related("locale")
    return list(pages.order_by("pk"))


def _project(event: Event, pages: list[EventPage], *, live: list[EventPage]) -> None:
    source = pages[0] if live and live[0] is pages[0] else None
    if source:
        project_facts(event, source)
    project_words(event, live)
    project_rows(event, live, source=source)
    event.is_live = bool(live)


def follow_addresses(page: Page, *, now: dt.datetime) -> None:
    """Bring the events at and below a page up to date whose address changed, because something above was renamed."""
    below = EventPage.objects.descendant_of(page, inclusive=True).live().filter(alias_of=None).select_related("locale")
    events = Event.objects.in_bulk([found.translation_key for found in below], field_name="key")
    for found in below:
        event = events.get(found.translation_key)
        if event and event.words.get(found.language, {}).get("path") != found.words()["path"]:
            rebuild(found.translation_key, now=now)


def on_published(instance: Page, **_signal: Any) -> None:
    """Receiver of Wagtail's signal. An alias has no words of its own and shows its original's event."""
    if not isinstance(instance, EventPage):
        follow_addresses(instance, now=timezone.now())
    elif not instance.alias_of_id:
        rebuild(instance.translation_key, now=timezone.now())


def after_convert_alias_page(_request: HttpRequest, page: Page) -> None:
    """Hook of the explorer: an alias that becomes a page of its own is live at once, and Wagtail tells nobody else."""
    on_published(page.specific)


def on_unpublished(instance: Page, **_signal: Any) -> None:
    """Receiver of Wagtail's signal, which is also sent for each live page just before it is deleted."""
    if isinstance(instance, EventPage) and not instance.alias_of_id:
        rebuild(instance.translation_key, now=timezone.now(), leaving=instance.pk)


def on_moved(instance: Page, **_signal: Any) -> None:
    """Receiver of Wagtail's signal."""
    follow_addresses(instance, now=timezone.now())


def connect() -> None:
    page_published.connect(on_published, dispatch_uid="events.on_published")
    page_unpublished.connect(on_unpublished, dispatch_uid="events.on_unpublished")
    post_page_move.connect(on_moved, dispatch_uid="events.on_moved")
