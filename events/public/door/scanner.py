"""The page with the camera, and the service worker that keeps it on the device."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import cache
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from events.checkin.outcomes import Door
from events.checkin.presence import presence, sessions_at_door
from events.models.events import Event, Session
from events.public.door.access import at_door, door_path
from events.public.door.words import script_words

SCRIPTS = tuple(f"js/door/{name}.js" for name in ("store", "list", "sync", "signals", "camera", "screen", "door"))
DECODER = "js/vendor/zxing_reader.js"
DECODER_MACHINE = "js/vendor/zxing_reader.wasm"
FONTS = tuple(
    f"fonts/{name}-wght-normal.woff2"
    for name in (
        f"{family}-{part}"
        for family in ("atkinson-hyperlegible-next", "bricolage-grotesque")
        for part in ("welsh", "latin", "latin-ext")
    )
)
KEPT = ("css/croeso.css", "icons.svg", "img/logo.svg", *FONTS, DECODER, DECODER_MACHINE, *SCRIPTS)
"""What the page needs without a network. It holds nobody's data."""

SHAPES = ("ok", "already", "other_event", "to_pay", "cancelled", "unknown")


@csp_update({"script-src": [SELF, "'wasm-unsafe-eval'"]})  # the decoder of codes is WebAssembly
@at_door("GET")
def scanner(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:  # noqa: ARG001
    return render(request, "events/door/scanner.html", scanner_context(request, door))


def scanner_context(request: HttpRequest, door: Door) -> dict[str, Any]:
    return {
        **frame(request, door),
        "words": json.dumps(script_words()),
        "scripts": SCRIPTS,
        "decoder": static(DECODER),
        "machine": static(DECODER_MACHINE),
        "shapes": SHAPES,
    }


def frame(request: HttpRequest, door: Door) -> dict[str, Any]:
    """What every page of a door shows: the event, who is in, what is being checked into, the other language."""
    event = door.link.event
    sessions = sessions_at_door(event)
    session = _chosen(request, sessions)
    other = "en" if get_language() == "cy" else "cy"
    return {
        "door": door.link,
        "event": event,
        "home": door_path(door.link),
        "sessions": sessions,
        "session": session,
        "presence": presence(event, session=session.pk if session else None),
        "other_language_url": f"{door_path(door.link)}?language={other}",
    }


def chosen_session(request: HttpRequest, event: Event) -> Session | None:
    """What people are checked into: a session, or (None) the event."""
    return _chosen(request, sessions_at_door(event))


def _chosen(request: HttpRequest, sessions: list[Session]) -> Session | None:
    asked = request.POST.get("session", "") or request.GET.get("session", "")
    return next((row for row in sessions if str(row.pk) == asked), None)


@require_http_methods(["GET", "HEAD"])
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker. It stands under /check-in/, and so serves nothing else; it names the files it keeps."""
    body = render_to_string("events/door/worker.js", {"version": version(), "files": json.dumps(kept_files())})
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def kept_files() -> list[str]:
    return [static(name) for name in KEPT]


@cache
def version() -> str:
    """Changes with every byte of what is kept."""
    found = hashlib.sha256()
    for name in KEPT:
        with open(str(finders.find(name)), "rb") as file:  # noqa: PTH123
            found.update(file.read())
    return found.hexdigest()[:16]
