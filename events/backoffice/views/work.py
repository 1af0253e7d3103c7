"""How far a piece of background work is, and its file: for the person who asked for it and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import may, on_event, refused
from events.backoffice.board import filled_in, people_on
from events.backoffice.log import note_looked_at
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.backoffice.work_kinds import KINDS
from events.models.bookings import Booking
from events.models.events import Event
from events.models.work import Work
from events.work import files
from events.work.jobs import cancel

SECONDS = 2
"""Between two looks of the page at how far the work is."""

View = Callable[..., Any]


def on_own_work(view: View) -> View:
    """Give a view the work in place of its number, if the user asked for it and still has the permission of its kind.
    All other work is answered like work that does not exist."""

    @wraps(view)
    @on_event(Permission.SEE_NUMBERS)
    def guarded(request: HttpRequest, *, event: Event, work_id: int) -> Any:
        work = Work.objects.filter(pk=work_id, event=event, asked_by=request.user.pk).first()
        if work is None or work.kind not in KINDS:
            return refused(request)
        if not may(request, KINDS[work.kind].permission):
            return refused(request, for_the_role=True)
        return view(request, event=event, work=work)

    return guarded


@require_http_methods(["GET", "HEAD"])
@on_own_work
def work(request: HttpRequest, *, event: Event, work: Work) -> HttpResponse:
    """The page asks for itself again until the work has ended; "?still" leaves that to the reader."""
    title = str(KINDS[work.kind].title)
    is_still = "still" in request.GET
    context = {
        "event": event,
        "work": work,
        "left": _left_undone(request, event, work),
        "title": title,
        "is_still": is_still,
        "header_title": title,
        "breadcrumbs_items": crumbs(event, (request.path, title)),
    }
    response = TemplateResponse(request, "events/backoffice/work.html", context)
    if work.is_open and not is_still:
        response["Refresh"] = str(SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _left_undone(request: HttpRequest, event: Event, work: Work) -> list[tuple[Booking | None, str]]:
    """Bookings that the work did not touch, each with the reason; None for one that is gone."""
    left: list[tuple[int, str]] = work.outcome.get("left", [])
    rows = {row.pk: row for row in filled_in(event).filter(pk__in=[pk for pk, _why in left])} if left else {}
    note_looked_at(request, "bookings.viewed", event=event, people=people_on(rows.values()), now=timezone.now())
    return [(rows.get(pk), why) for pk, why in left]


@require_GET
@on_own_work
def work_file(request: HttpRequest, *, event: Event, work: Work) -> HttpResponseBase:
    """The file is read while it is sent. One that has gone meanwhile is said to have gone."""
    if not work.has_file:
        return redirect("desk:work", event.pk, work.pk)
    try:
        file = files.fetch(work)
    except FileNotFoundError:
        messages.error(request, _("This file is no longer kept. Please ask for it again."))
        return redirect("desk:event", event.pk)
    response = FileResponse(file, filename=work.file_name, content_type=work.content_type)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@on_own_work
def cancel_work(request: HttpRequest, *, event: Event, work: Work) -> HttpResponse:
    if cancel(work, now=timezone.now()):
        stays = KINDS[work.kind].stays_when_stopped
        said = _("Stopped. What was done until now stays done.") if stays else _("Stopped. Nothing was made.")
        messages.success(request, said)
    return redirect("desk:event", event.pk)
