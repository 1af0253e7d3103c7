"""Event pages, made and published the way the editor does it: through versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import Locale, Page

from events.models.events import Event
from events.pages.children import PageQuestion, PageSession, PageTicketType
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage

STARTS_AT = dt.datetime(2030, 2, 14, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def make_index(home: Page, title: str = "Events") -> EventIndexPage:
    home.refresh_from_db()
    page: EventIndexPage = home.add_child(instance=EventIndexPage(title=title, locale=home.locale))
    return page


def make_page(
    index: Page,
    title: str = "Sample event",
    *,
    tickets: list[dict[str, Any]] | None = None,
    sessions: list[dict[str, Any]] = [],  # noqa: B006 (only read)
    questions: list[dict[str, Any]] = [],  # noqa: B006
    live: bool = True,
    **fields: Any,
) -> EventPage:
    """A page with one free ticket unless `tickets` says otherwise; published unless `live` is False."""
    facts = {
        "summary": "A sample summary.",
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + 5 * HOUR,
        "attendance": "online",
        "join_url": "https://meet.example.org/sample",
    }
    page = EventPage(title=title, locale=index.locale, live=False, **{**facts, **fields})
    page.ticket_types = [
        PageTicketType(sort_order=n, **{"name": "Place", **row}) for n, row in enumerate(tickets or [{}])
    ]
    page.sessions = [PageSession(sort_order=n, **_session(row)) for n, row in enumerate(sessions)]
    page.questions = [PageQuestion(sort_order=n, **{"label": "Question", **row}) for n, row in enumerate(questions)]
    index.refresh_from_db()
    index.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return EventPage.objects.get(pk=page.pk)


def _session(row: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Session", "starts_at": STARTS_AT, "ends_at": STARTS_AT + HOUR, **row}


def change(page: EventPage, **fields: Any) -> EventPage:
    """Publish a new version of a page with these fields."""
    version = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def event_of(page: EventPage) -> Event:
    return Event.objects.get(key=page.translation_key)


def in_welsh(page: EventPage, *, live: bool = True, **words: Any) -> EventPage:
    """A Welsh page of the same event, without the translators' tools."""
    welsh = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True)
    welsh = welsh.get_latest_revision_as_object()
    for name, value in {"title": f"{page.title} (cy)", **words}.items():
        setattr(welsh, name, value)
    revision = welsh.save_revision()
    if live:
        revision.publish()
    return EventPage.objects.get(pk=welsh.pk)
