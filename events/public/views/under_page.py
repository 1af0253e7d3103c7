"""Views at addresses under an event's page: they find the event, and keep to who may see the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.views import serve as serve_page
from wagtail.wagtail_hooks import check_view_restrictions

from events.models.events import Event
from events.public.bookable import find_event, restricted_page

EventView = Callable[[HttpRequest, Event, str], HttpResponseBase]


def under_page(name: str) -> Callable[[EventView], Any]:
    """A view of (request, event, language) at `<page>/<name>`. A page of that name may lie below any other page."""

    def decorate(view: EventView) -> Any:
        @wraps(view)
        def found(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
            event = find_event(path, language=language)
            if event is None:
                return serve_page(request, f"{path}/{name}")
            if page := restricted_page(event, language=language):
                return check_view_restrictions(lambda *_: view(request, event, language))(page, request, (), {})
            return view(request, event, language)

        return found

    return decorate
