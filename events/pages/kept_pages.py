"""Keeps pages as they were sent, so that the next visitor costs one query: is what it shows still the same?

A page is kept for visitors without a session, under its address. After a booking, and at each instant at which the
clock changes what may be said, only the pieces of an event's page that show numbers are drawn again. Everything that is
published, and every change to what pages share, makes all pages anew (`home.generation`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.models import Page

from events.booking.freshness import changes_at
from events.models.events import Event
from events.pages.kept import Kept, Marks, Shows
from events.pages.list_freshness import list_changes_at, list_revision, next_midnight
from home.frame import follow
from home.generation import current_generation
from home.models import ContentPage

LONGEST = dt.timedelta(minutes=5)
"""For what nobody foresaw: pages are kept no longer than this, whatever the database says."""

LARGEST = 500_000
LONGEST_QUERY = 200
FORM = "/book/"
"""Each form is one person's own, so its marks need not be read."""

LANGUAGE_PATHS = tuple(f"/{code}/" for code, _ in settings.LANGUAGES)

FOLLOWERS = frozenset({"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "igshid"})
"""What newsletters and networks add to a link. It means nothing to any page."""


class KeptPages:
    """The first of all middleware, so that a kept page costs nothing of the others; their headers are kept with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = meaning_of(request)
        if not _may_be_kept(request) or len(query) > LONGEST_QUERY:
            return self.get_response(request)
        key, now = key_of(request, query), timezone.now()
        kept: Kept | None = caches["pages"].get(key)
        good = kept.brought_up_to_date(now) if kept else None
        if good is None:
            # Read before the page: a change while it is made leaves it with old marks, and it is made anew.
            before = Marks(current_generation(), list_revision())
            follow(request, before.generation)
            response = self.get_response(request)
            good = _first_kept(response, before=before, query=query, now=now) if request.method == "GET" else None
            if good is None:
                return response
        if good is not kept:
            caches["pages"].set(key, good, max((good.fresh_until - now).total_seconds(), 1))
        return good.answer(request)


def meaning_of(request: HttpRequest) -> str:
    """The query of an address without what is there only to follow people."""
    raw = request.META.get("QUERY_STRING", "")
    if not raw:
        return ""
    pairs = parse_qsl(raw, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name not in FOLLOWERS and name[:4] != "utm_"])


def _may_be_kept(request: HttpRequest) -> bool:
    """Pages in a language, read by somebody without a session or a waiting message."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or not path.startswith(LANGUAGE_PATHS) or path.endswith(FORM):
        return False
    return not {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)


def key_of(request: HttpRequest, query: str) -> str:
    parts = [request.get_host(), request.scheme or "", request.path, query, request.headers.get("HX-Request", "")]
    return "kept-page-" + hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def _first_kept(response: HttpResponseBase, *, before: Marks, query: str, now: dt.datetime) -> Kept | None:
    """What may be kept of an answer: a page of the site, sent whole and to everybody alike."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return None
    if "no-store" in response.get("Cache-Control", "") or len(response.content) > LARGEST:
        return None
    shows = _shown_by(response, query=query)
    if shows is None:
        return None
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding", "HX-Request"])
    fresh_until = min(now + LONGEST, next_midnight(now), *getattr(response, "changes_with", ()))
    event: Event | None = getattr(response, "shows_event", None)
    kept = Kept(
        shows=shows,
        marks=Marks(before.generation, _revision(shows, event, before)),
        until=min(fresh_until, _until(shows, event, now=now) or fresh_until),
        fresh_until=fresh_until,
        headers={name: value for name, value in response.headers.items() if name != "Content-Length"},
        pieces=getattr(response, "counted_pieces", None),
        is_secret=bool(event and event.is_by_invitation),
    )
    return kept.with_body(response.content.decode())


def _shown_by(response: HttpResponse, *, query: str) -> Shows | None:
    """What a page depends on; None for anything that is no page, or that a query may have made. Lists alone answer to
    any query, events by invitation to their code."""
    event: Event | None = getattr(response, "shows_event", None)
    if event is not None:
        if event.pk is None or (query and not event.is_by_invitation):
            return None
        return Shows(lists=True) if getattr(response, "shows_list", False) else Shows(event=event.pk)
    if getattr(response, "shows_list", False):
        return Shows(lists=True)
    page = (
        response.context_data.get("page") if isinstance(response, TemplateResponse) and response.context_data else None
    )
    if query or not isinstance(page, Page):
        return None
    return Shows() if isinstance(page, ContentPage) else Shows(lists=True)


def _revision(shows: Shows, event: Event | None, before: Marks) -> str:
    if shows.lists:
        return before.revision
    return str(event.revision) if event else ""


def _until(shows: Shows, event: Event | None, *, now: dt.datetime) -> dt.datetime | None:
    if shows.lists:
        return list_changes_at(now)
    return changes_at(event, now=now) if event else None
