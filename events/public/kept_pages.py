"""Keeps event pages as they were sent, so that the next visitor costs one query: is the event still the same?

A page is kept for visitors without a session, under its whole address, with the event's revision and the next instant
at which the clock changes it. Every booking and every publication raises the revision. What a page shows beside its
event (menu, foot, venue) may be as old as `LONGEST`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from events.booking.freshness import changes_at
from events.models.events import Event

LONGEST = dt.timedelta(seconds=30)
LARGEST = 500_000


@dataclass(frozen=True)
class Kept:
    """One answer, good while `event` has this `revision` and until `until`."""

    event: int
    revision: int
    until: dt.datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def is_good(self, now: dt.datetime) -> bool:
        if now >= self.until:
            return False
        return Event.objects.filter(pk=self.event, revision=self.revision).exists()

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or 304 where the visitor has it already."""
        response = HttpResponse(self.body, headers=dict(self.headers))
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


class KeptPages:
    """The first of all middleware, so that a kept page costs nothing of the others; their headers are kept with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        key, now = _key(request), timezone.now()
        kept: Kept | None = cache.get(key)
        if kept and kept.is_good(now):
            return kept.answer(request)
        response = self.get_response(request)
        kept = _keep(response, now=now)
        if kept is None:
            return response
        cache.set(key, kept, LONGEST.total_seconds())
        return kept.answer(request)


def _may_be_kept(request: HttpRequest) -> bool:
    """Pages in a language, read by somebody without a session or a waiting message."""
    if request.method not in ("GET", "HEAD") or not request.path_info.startswith(LANGUAGE_PATHS):
        return False
    return not {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)


LANGUAGE_PATHS = tuple(f"/{code}/" for code, _ in settings.LANGUAGES)


def _key(request: HttpRequest) -> str:
    """Visitors who see different pages have different keys; what a browser accepts makes no difference here."""
    parts = [request.method or "", request.get_host(), request.scheme or "", request.get_full_path()]
    parts.append(request.headers.get("HX-Request", ""))
    return "kept-page-" + hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def _keep(response: HttpResponseBase, *, now: dt.datetime) -> Kept | None:
    """What may be kept of an answer: an event's page, sent whole and to everybody alike."""
    event: Event | None = getattr(response, "shows_event", None)
    if event is None or response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return None
    if event.pk is None or len(response.content) > LARGEST:
        return None
    changes = changes_at(event, now=now)
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie"])
    return Kept(
        event=event.pk,
        revision=event.revision,
        until=min(now + LONGEST, changes or now + LONGEST),
        headers=tuple(response.headers.items()),
        body=response.content,
    )
