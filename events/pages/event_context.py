"""What the template of an event page is given. Facts come from the booked event, words from the page's own language."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from events.choices import DateState
from events.models.events import Event
from events.pages.cards import read_cards
from events.pages.children import PageChild
from events.pages.choices import Choices
from events.pages.counts import counted_context, stored_event
from events.pages.event import EventPage
from events.pages.filters import chosen_events
from events.pages.preview import previewed
from events.templatetags.event_words import when_of, where_of
from home.navigation import path_of

OTHERS = 3
"""How many other events are offered in the place of a cancelled one."""

SIBLINGS = 6
"""How many other events of a series are linked."""


def event_context(page: EventPage, event: Event, request: HttpRequest) -> dict[str, Any]:
    now, words, source = timezone.now(), page.words(), page.source
    return {
        **counted_context(event, path=words["path"], now=now),
        "words": words,
        "programme": spoken(page, source, "programme"),
        "speakers": spoken(page, source, "speakers"),
        "partners": spoken(page, source, "partners"),
        "host": event.host,
        "access_contact": event.host,
        "others": _others(page, event, now=now),
        "siblings": siblings(page, event, now=now),
        **_addresses(page, event, request),
        "code": request.GET.get("code", "") if event.is_by_invitation else "",
        **_interest(page, event),
    }


def shown_event(page: EventPage, request: HttpRequest) -> Event:
    """The booked event of a page; in a preview, and before a live page was ever projected, the event as the page has
    it, which is never saved."""
    event = stored_event(page.event_key)
    is_preview = getattr(request, "is_preview", False)
    return event if event and not is_preview else previewed(page, event, as_if_live=is_preview)


def spoken(page: EventPage, source: EventPage, relation: str) -> list[PageChild]:
    """The source page's rows, in its order and with its facts, each in the words that this page has for it."""
    rows = list(_rows(source, relation))
    if source is page:
        return rows
    own = {row.key: row for row in getattr(page, relation).all()}
    for row in rows:
        for name in row.WORDS:
            setattr(row, name, getattr(own.get(row.key), name, "") or getattr(row, name))
    return rows


def _rows(page: EventPage, relation: str) -> Any:
    related = {"speakers": ("person__organisation", "person__photo"), "partners": ("organisation",)}
    rows = getattr(page, relation).all()
    return rows.select_related(*related[relation]) if relation in related and page.pk else rows


def _addresses(page: EventPage, event: Event, request: HttpRequest) -> dict[str, str]:
    """Addresses under the page itself. A code that opened an event by invitation goes on to the booking form."""
    path = page.words()["path"]
    code = urlencode({"code": request.GET["code"]}) if event.is_by_invitation and "code" in request.GET else ""
    return {
        "index_url": path.rstrip("/").rpartition("/")[0] + "/",
        "book_url": f"{path}book/" + (f"?{code}" if code else ""),
        "calendar_url": f"{path}event.ics",
        "places_url": path + (f"?{code}" if code else ""),
        "share_picture": "",
        "share_url": "" if event.is_by_invitation or not path else f"{settings.SITE_URL}{path}",
    }


def _interest(page: EventPage, event: Event) -> dict[str, Any]:
    """What the form for people who want to hear the date needs, while there is none."""
    if not (event.pk and event.is_live and event.is_bookable and event.date_state == DateState.TO_BE_CONFIRMED):
        return {}
    return {
        "interest_url": f"{page.words()['path']}interest/",
        "proposed_dates": event.proposed_dates.filter(withdrawn=False).exclude(starts_at=None),
    }


def siblings(page: EventPage, event: Event, *, now: dt.datetime) -> list[dict[str, Any]]:
    """The coming events of the same series that have a page in this language: title, url, when and where of each, and
    the instant from which it is none of them. No numbers: a page is kept while its own event stays the same."""
    if not event.series:
        return []
    found = Event.objects.listed().upcoming(now).filter(series=event.series).exclude(key=event.key)
    rows = found.exclude(date_state=DateState.CANCELLED).select_related("venue").order_by("starts_at", "pk")
    said = EventPage.objects.live().public().select_related("locale").defer_streamfields()
    named = said.filter(locale=page.locale, translation_key__in=[row.key for row in rows])
    pages = {found.translation_key: found for found in named}
    return [
        {
            "title": pages[row.key].title,
            "url": path_of(pages[row.key]),
            "when": when_of(row, page.language),
            "where": where_of(row, page.language),
            "over_at": row.ends_at or row.starts_at,
        }
        for row in rows
        if row.key in pages
    ][:SIBLINGS]


def _others(page: EventPage, event: Event, *, now: dt.datetime) -> list[Any]:
    """What somebody could come to in the place of a cancelled event."""
    if event.date_state != DateState.CANCELLED:
        return []
    index: Page = page.get_parent()
    coming = chosen_events(Choices(), now=now).exclude(date_state=DateState.CANCELLED).exclude(key=event.key)
    return read_cards(coming, index=index, now=now, most=OTHERS)
