"""From the code on the organiser's screen to an open door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.checkin.links import door_of, door_of_any_age
from events.public.door.access import closed, door_path, language_of, remember


@never_cache
@require_http_methods(["GET", "HEAD"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange a secret address for a cookie and a clean one. Opening it, however often, changes nothing."""
    with override(language_of(request)):
        try:
            link = door_of_any_age(token)
            door_of(token, number=link.pk, now=timezone.now())
        except (errors.DoorUnknown, errors.DoorClosed) as refusal:
            return closed(request, refusal)
    response = HttpResponseRedirect(door_path(link))
    remember(response, token, link, request=request)
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def without_link(request: HttpRequest) -> HttpResponse:
    """An address without a door: say where doors come from."""
    with override(language_of(request)):
        return closed(request, errors.DoorUnknown())
