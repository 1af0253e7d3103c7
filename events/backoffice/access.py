"""The door of every page about one event: it lets in who may, and shows nobody else anything of the event."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from events.backoffice.permissions import Permission, events_for, permissions_on

View = Callable[..., Any]


def on_event(*one_of: Permission) -> Callable[[View], View]:
    """Give a view the event in place of its number, for users who have this permission, or one of these, on it.

    Other organisations' events are answered like ones that do not exist, so that a number tells nothing.
    `request.event_permissions` holds all that the user may do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, event_id: int, **rest: Any) -> Any:
            event = events_for(request.user).select_related("host", "kind", "venue").filter(pk=event_id).first()
            if event is None:
                return refused(request)
            allowed = permissions_on(request.user, event)
            if allowed.isdisjoint(one_of):
                return refused(request, for_the_role=True)
            request.event_permissions = allowed  # type: ignore[attr-defined]
            return view(request, event=event, **rest)

        guarded.permissions = frozenset(one_of)  # type: ignore[attr-defined]  # read by whoever lists what a role can open
        return guarded

    return decorate


def refused(request: HttpRequest, *, for_the_role: bool = False) -> HttpResponse:
    """A page that says no and nothing else: a colleague may see this, or nobody here may.

    Always 403, though what does not exist would be 404 elsewhere: Django's locale middleware turns a 404 outside the
    languages' addresses into a redirection. Wagtail's own answer to PermissionDenied would be one, too.
    """
    context = {"for_the_role": for_the_role}
    return TemplateResponse(request, "events/backoffice/refused.html", context, status=403)


def may(request: HttpRequest, permission: Permission) -> bool:
    """Only within views that `on_event` guards."""
    allowed: frozenset[Permission] = request.event_permissions  # type: ignore[attr-defined]
    return permission in allowed


def template_permissions(request: HttpRequest) -> dict[str, bool]:
    """{"see_names": True, …} for templates of views that `on_event` guards."""
    return {permission.name.lower(): may(request, permission) for permission in Permission}
