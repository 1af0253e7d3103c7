"""Lists of events that other programs subscribe to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from events.calendars.ical import CONTENT_TYPE, feed
from events.pages.cards import pages_below
from events.pages.choices import Choices
from events.pages.event_index import EventIndexPage
from events.pages.filters import chosen_events


@require_http_methods(["GET", "HEAD"])
def calendar_feed(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    """The events of a list, with the filters of its page, as a calendar. An unchanged one is not written again."""
    index = _find_index(path, language=language)
    pages = pages_below(index).values("translation_key")
    events = chosen_events(Choices.from_query(request.GET), now=timezone.now()).filter(key__in=pages)
    calendar = feed(events.order_by("pk"), language=language, title=index.title, url=index.full_url or "")
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


def _find_index(path: str, *, language: str) -> EventIndexPage:
    """The live list at `/<language>/<path>/` that everybody may read."""
    slug = path.rsplit("/", 1)[-1]
    for index in EventIndexPage.objects.live().public().filter(slug=slug, locale__language_code=language):
        if index.get_url() == f"/{language}/{path}/":
            return index
    raise Http404
