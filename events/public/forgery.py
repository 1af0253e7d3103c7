"""Protection against forged posts that keeps what was typed: a page of its own would throw the form away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


class _NotesForgery(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> None:  # noqa: ARG002  (Django asks for it)
        request.looks_forged = True  # type: ignore[attr-defined]


_noted = decorator_from_middleware(_NotesForgery)


def notes_forgery(view: View) -> View:
    """Let the view itself answer a post without a good CSRF token: it must ask `looks_forged` and then do nothing."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return csrf_exempt(_noted(inner))


def looks_forged(request: HttpRequest) -> bool:
    return getattr(request, "looks_forged", False)


def checks_origin(view: View) -> View:
    """For forms on pages that are kept for everybody, and so hold no token: what a browser says about where a post
    comes from counts instead. Only for views that trust no cookie: nobody gains by making others press them."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.looks_forged = request.method == "POST" and _is_from_elsewhere(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return csrf_exempt(inner)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.get_host()
