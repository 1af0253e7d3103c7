"""One answer as it was sent, and whether it may be sent again.

Everything that a page shows has one of three marks in the database: the site's generation (menu, foot, settings, other
pages, snippets), the revision of its event, or the revision of all events that lists may name. While the marks of a
kept page stand and no instant has come at which the clock changes it, it is what the site would say now. The marks are
read for each visitor, so that any number of processes with caches of their own say the same.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from dataclasses import dataclass, replace

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from events.booking.freshness import changes_at
from events.pages.counts import CountedPieces
from events.pages.list_freshness import list_revision
from events.templatetags.counted import renewed
from home.generation import NUMBER, current_generation

MARKS_OF_ONE = f"SELECT ({NUMBER}), events_event.revision FROM events_event WHERE events_event.id = %s"  # noqa: S608  (all ours)
"""Written out, because Django takes longer to write it than the database to answer it."""


@dataclass(frozen=True)
class Shows:
    """What a page depends on beside the site: one event, all that lists may name, or neither."""

    event: int | None = None
    lists: bool = False

    def marks(self) -> Marks | None:
        """As the database has them now; None when the event is gone. One query, two for lists."""
        if self.lists:
            return Marks(current_generation(), list_revision())
        if self.event is None:
            return Marks(current_generation(), "")
        with connection.cursor() as cursor:
            cursor.execute(MARKS_OF_ONE, [self.event])
            found = cursor.fetchone()
        return Marks(found[0], str(found[1])) if found else None


@dataclass(frozen=True)
class Marks:
    generation: int
    revision: str


@dataclass(frozen=True)
class Kept:
    """All of it is good while what it `shows` has these `marks`, until `until`; what is not in its `pieces` is good for
    this generation, until `fresh_until`. The body is kept compressed, and sent so where the browser can read it and
    nothing in it is secret."""

    shows: Shows
    marks: Marks
    until: dt.datetime
    fresh_until: dt.datetime
    headers: dict[str, str]
    packed: bytes = b""
    pieces: CountedPieces | None = None
    is_secret: bool = False

    def brought_up_to_date(self, now: dt.datetime) -> Kept | None:
        """This page as it is right at this instant, or None when all of it has to be made anew."""
        if now >= self.fresh_until:
            return None
        marks = self.shows.marks()
        if marks == self.marks and now < self.until:
            return self
        if marks is None or marks.generation != self.marks.generation or self.pieces is None:
            return None
        drawn = self.pieces.draw(now=now)
        if drawn is None:
            return None
        event, pieces = drawn
        text = renewed(self.body.decode(), pieces)
        until = min(self.fresh_until, changes_at(event, now=now) or self.fresh_until)
        return replace(self, marks=replace(marks, revision=str(event.revision)), until=until).with_body(text)

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.packed)

    def with_body(self, text: str | None) -> Kept | None:
        if text is None:
            return None
        body = text.encode()
        # Weak, for the bytes differ with and without compression.
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        return replace(self, packed=gzip.compress(body, 6, mtime=0), headers={**self.headers, "ETag": etag})

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or 304 where the visitor has it already."""
        packed = not self.is_secret and "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.packed if packed else self.body
        response = HttpResponse(body if request.method == "GET" else b"", headers=self.headers)
        response["Content-Length"] = str(len(body))
        if packed:
            response["Content-Encoding"] = "gzip"
        return get_conditional_response(request, etag=self.headers["ETag"], response=response) or response
