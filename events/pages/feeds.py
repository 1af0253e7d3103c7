"""Lists of events that other programs subscribe to, with the filters of their page."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from events.calendars.ical import CONTENT_TYPE, feed
from events.calendars.plain_text import lines, one_line
from events.models.events import Event
from events.pages.cards import pages_below, titles
from events.pages.choices import Choices
from events.pages.event_index import EventIndexPage
from events.pages.filters import chosen_events
from events.templatetags.event_words import when_of, where_of

ATOM = "application/atom+xml; charset=utf-8"
MOST_NEWS = 200


class NewsWriter(Atom1Feed):
    """Django's writer. A feed without entries is as old as its list, and not new at each request."""

    def latest_post_date(self) -> dt.datetime:
        begun: dt.datetime = self.feed["begun_at"]
        return max((item["updateddate"] for item in self.items), default=begun)


@require_http_methods(["GET", "HEAD"])
def calendar_feed(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    """The events of a list, with the filters of its page, as a calendar. An unchanged one is not written again."""
    index = find_index(path, language=language)
    events = _events(index, request).order_by("pk")
    calendar = feed(events, language=language, title=index.title, url=index.full_url or "")
    modified = calendar.last_modified
    headers = {"ETag": calendar.etag, "Cache-Control": "no-cache"}
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    seen = get_conditional_response(
        request, etag=calendar.etag, last_modified=int(modified.timestamp()) if modified else None
    )
    if seen is not None:
        for name, value in headers.items():
            seen[name] = value
        return seen
    headers["Content-Disposition"] = f'inline; filename="{index.slug}.ics"'
    return HttpResponse(calendar.body, content_type=CONTENT_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD"])
def news_feed(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    """The same events for feed readers (Atom), those that were changed last first."""
    index = find_index(path, language=language)
    events = _events(index, request).select_related("kind", "venue", "host").order_by("-changed_at", "-pk")
    with override(language):
        body = _news(index, list(events[:MOST_NEWS]), language=language, address=request.get_full_path())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=ATOM, headers={"ETag": etag, "Cache-Control": "no-cache"})
    return get_conditional_response(request, etag=etag, response=response) or response


def find_index(path: str, *, language: str) -> EventIndexPage:
    """The live list at `/<language>/<path>/` that everybody may read."""
    slug = path.rsplit("/", 1)[-1]
    for index in EventIndexPage.objects.live().public().filter(slug=slug, locale__language_code=language):
        if index.get_url() == f"/{language}/{path}/":
            return index
    raise Http404


def _events(index: EventIndexPage, request: HttpRequest) -> QuerySet[Event]:
    pages = pages_below(index).values("translation_key")
    return chosen_events(Choices.from_query(request.GET), now=timezone.now()).filter(key__in=pages)


def _news(index: EventIndexPage, events: list[Event], *, language: str, address: str) -> bytes:
    said = titles(pages_below(index), events)
    writer = NewsWriter(
        title=one_line(index.title),
        link=index.full_url or "",
        description=one_line(index.intro),
        language=language,
        feed_url=f"{settings.SITE_URL}{address}",
        begun_at=index.first_published_at or index.last_published_at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
    )
    for event in events:
        if event.key in said:
            writer.add_item(**_item(event, said[event.key], index=index, language=language))
    return writer.writeString("utf-8").encode()


def _item(event: Event, page: tuple[str, str], *, index: EventIndexPage, language: str) -> dict[str, Any]:
    changed_at = event.changed_at or event.created_at
    told = [when_of(event), where_of(event), lines(event.say("summary", language))]
    return {
        "title": one_line(page[0]),
        "link": f"{index.full_url}{page[1]}/",
        "description": "<br>".join(escape(text) for text in told if text),  # Atom's summary is HTML
        "unique_id": f"urn:uuid:{event.key}",
        "pubdate": event.created_at,
        "updateddate": changed_at,
        "categories": [event.kind.name] if event.kind else [],
        "author_name": event.host.name if event.host else None,
    }
