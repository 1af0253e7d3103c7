"""The door of pages about money: they are about whole organisations, and show only those whose money a user may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from events.backoffice.access import refused
from events.backoffice.log import staff_of
from events.backoffice.permissions import Permission, organisations_for
from events.models.audit import AuditEntry
from events.models.people_places import Organisation

View = Callable[..., Any]


def on_money(permission: Permission) -> Callable[[View], View]:
    """Give a view the `organisations` for which this user has the permission; whoever has none is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **rest: Any) -> Any:
            organisations = organisations_for(request.user, permission)
            if not organisations.exists():
                return refused(request, for_the_role=True)
            return view(request, organisations=organisations, **rest)

        return guarded

    return decorate


def note_money(
    request: HttpRequest, action: str, *, count: int, organisation: Organisation | None = None, **detail: Any
) -> None:
    """Write down that somebody looked at or took away people's money matters. A HEAD request shows nobody anything."""
    if count and request.method != "HEAD":
        by = staff_of(request)
        AuditEntry.objects.create(
            at=timezone.now(),
            actor=by.actor,
            user=by.user,
            action=action,
            organisation=organisation,
            count=count,
            detail=detail,
        )
