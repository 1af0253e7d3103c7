"""Keeps event pages as they were sent, so that the next visitor costs one query: is the event still the same?

A page is kept for visitors without a session, under its whole address. While the event's revision stands, it is sent as
it is. After a booking, and at each instant at which the clock changes what may be said, only the pieces that show
numbers are drawn again. What a page shows beside its event (menu, foot, venue) may be as old as `LONGEST`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from events.booking.freshness import changes_at
from events.models.events import Event
from events.pages.counts import CountedPieces
from events.templatetags.counted import renewed

LONGEST = dt.timedelta(seconds=30)
LARGEST = 500_000
LANGUAGE_PATHS = tuple(f"/{code}/" for code, _ in settings.LANGUAGES)


@dataclass(frozen=True)
class Kept:
    """One answer. All of it is good while `event` has this `revision`, until `until`; what is not in its `pieces` is
    good for this publication, until `fresh_until`."""

    event: int
    revision: int
    until: dt.datetime
    fresh_until: dt.datetime
    headers: dict[str, str]
    body: bytes
    pieces: CountedPieces | None = None

    def is_good(self, now: dt.datetime) -> bool:
        if now >= self.until:
            return False
        return Event.objects.filter(pk=self.event, revision=self.revision).exists()

    def brought_up_to_date(self, now: dt.datetime) -> Kept | None:
        """This page as it is right at this instant, or None when all of it has to be made anew."""
        if now >= self.fresh_until:
            return None
        if self.is_good(now):
            return self
        drawn = self.pieces.draw(now=now) if self.pieces else None
        if drawn is None:
            return None
        event, pieces = drawn
        text = renewed(self.body.decode(), pieces)
        until = min(self.fresh_until, changes_at(event, now=now) or self.fresh_until)
        return replace(self, revision=event.revision, until=until).with_body(text) if text else None

    def with_body(self, text: str) -> Kept:
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return replace(self, body=body, headers={**self.headers, "ETag": etag, "Content-Length": str(len(body))})

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or 304 where the visitor has it already."""
        response = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers["ETag"], response=response) or response


class KeptPages:
    """The first of all middleware, so that a kept page costs nothing of the others; their headers are kept with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        key, now = _key(request), timezone.now()
        kept: Kept | None = cache.get(key)
        good = kept.brought_up_to_date(now) if kept else None
        if good is None:
            response = self.get_response(request)
            good = _first_kept(response, now=now)
            if good is None:
                return response
        if good is not kept:
            cache.set(key, good, max((good.fresh_until - now).total_seconds(), 1))
        return good.answer(request)


def _may_be_kept(request: HttpRequest) -> bool:
    """Pages in a language, read by somebody without a session or a waiting message."""
    if request.method not in ("GET", "HEAD") or not request.path_info.startswith(LANGUAGE_PATHS):
        return False
    return not {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)


def _key(request: HttpRequest) -> str:
    parts = [request.method or "", request.get_host(), request.scheme or "", request.get_full_path()]
    parts.append(request.headers.get("HX-Request", ""))
    return "kept-page-" + hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def _first_kept(response: HttpResponseBase, *, now: dt.datetime) -> Kept | None:
    """What may be kept of an answer: an event's page, sent whole and to everybody alike."""
    event: Event | None = getattr(response, "shows_event", None)
    if event is None or event.pk is None or not isinstance(response, HttpResponse):
        return None
    if response.status_code != 200 or response.cookies or len(response.content) > LARGEST:
        return None
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie"])
    kept = Kept(
        event=event.pk,
        revision=event.revision,
        until=min(now + LONGEST, changes_at(event, now=now) or now + LONGEST),
        fresh_until=now + LONGEST,
        headers=dict(response.headers),
        body=b"",
        pieces=getattr(response, "counted_pieces", None),
    )
    return kept.with_body(response.content.decode())
