"""Opens a door for the device that was given its link, in the language of whoever holds it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from events import errors
from events.checkin.links import closed_since, door_of, door_of_any_age
from events.checkin.outcomes import Door
from events.models.checkins import DoorLink

SECRET_COOKIE = "door"  # noqa: S105  (its name, not its value)
LANGUAGE_COOKIE = "door-language"
COOKIE_AGE = dt.timedelta(days=60)
"""Longer than any door is open, so that a closed browser loses no scans; the server says when a door ends."""

DoorView = Callable[..., HttpResponseBase]


def door_path(link: DoorLink) -> str:
    return reverse("door", args=[link.pk])


def remember(response: HttpResponseBase, token: str, link: DoorLink, *, request: HttpRequest) -> None:
    """Make this browser the door until it ends. The cookie goes to no other address."""
    _keep(response, SECRET_COOKIE, token, door_path(link), request)


def _keep(response: HttpResponseBase, name: str, value: str, path: str, request: HttpRequest) -> None:
    response.set_cookie(
        name, value, max_age=COOKIE_AGE, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def at_door(*methods: str) -> Callable[[DoorView], Any]:
    """A page of (request, door, now) that only an open door shows. Others are told what happened to theirs."""

    def decorate(view: DoorView) -> Any:
        @csrf_protect
        @never_cache
        @require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])
        @wraps(view)
        def opened(request: HttpRequest, number: int, **rest: Any) -> HttpResponseBase:
            now = timezone.now()
            language = language_of(request)
            with override(language):
                try:
                    link = door_of(request.COOKIES.get(SECRET_COOKIE, ""), number=number, now=now)
                except (errors.DoorUnknown, errors.DoorClosed) as refusal:
                    return closed(request, refusal, number=number)
                response = view(request, door=Door(link, holder(request)), now=now, **rest)
            if "language" in request.GET:
                _keep(response, LANGUAGE_COOKIE, language, door_path(link), request)
            response["Content-Language"] = language
            response["X-Robots-Tag"] = "noindex"
            return response

        return opened

    return decorate


def door_data(*methods: str, also_closed: bool = False) -> Callable[[DoorView], Any]:
    """The same for what scripts ask and send, as JSON.

    Forged posts cannot come: a page of another site may send neither JSON nor a header of ours without being asked
    about it first, and the cookie does not go along. A closed door is told that it is, with status 410, unless the
    view is there `also_closed`.
    """

    def decorate(view: DoorView) -> Any:
        @csrf_exempt
        @never_cache
        @require_http_methods([*methods])
        @wraps(view)
        def opened(request: HttpRequest, number: int) -> HttpResponseBase:
            if request.headers.get("X-Door") != str(number):
                return JsonResponse({"gone": "unknown"}, status=403)
            now = timezone.now()
            token = request.COOKIES.get(SECRET_COOKIE, "")
            with override(language_of(request)):
                try:
                    link = door_of_any_age(token, number=number)
                except errors.DoorUnknown as refusal:
                    return JsonResponse({"gone": "unknown", "message": str(refusal)}, status=410)
                if not also_closed and closed_since(link, now=now):
                    return JsonResponse(gone(link), status=410)
                return view(request, door=Door(link, holder(request)), now=now)

        return opened

    return decorate


def gone(link: DoorLink) -> dict[str, str]:
    refusal = errors.DoorClosed("revoked" if link.revoked_at else "over")
    return {"gone": refusal.reason, "message": str(refusal)}


def holder(request: HttpRequest) -> User | None:
    """Who holds the device, where they are signed in. Nobody asks the database for a helper without an account."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    wishes = request.GET.get("language", ""), request.COOKIES.get(LANGUAGE_COOKIE, "")
    return next((wish for wish in wishes if wish in known), (get_language() or "en")[:2])


def closed(request: HttpRequest, refusal: errors.CroesoError, *, number: int = 0) -> HttpResponse:
    """What was, and what to do. The page's script sends what is kept on this device, and then forgets the list."""
    other = "en" if get_language() == "cy" else "cy"
    context = {
        "refusal": refusal,
        "number": number,
        "is_over": getattr(refusal, "reason", "") == "over",
        "other_language_url": f"{request.path}?language={other}",
    }
    return render(request, "events/door/closed.html", context, status=410)


def sent(request: HttpRequest) -> Any:
    """The JSON of a body; None for what is none."""
    try:
        return json.loads(request.body)
    except ValueError:  # UnicodeDecodeError is one, too
        return None
