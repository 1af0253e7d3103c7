"""Lists, badges and spreadsheets of one event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from events.backoffice.access import may, on_event
from events.backoffice.choosing import chosen_of, keys_of, named
from events.backoffice.forms.badges import BadgeForm
from events.backoffice.log import name_of, staff_of
from events.backoffice.paper_kinds import PAPERS, PDF, SPREADSHEETS, export_kind, is_long_to_export, takes_long
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.errors import CroesoError
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.attendance import Column, columns_of, usual
from events.reports.exports import Export, export_csv, export_xlsx
from events.reports.papers import Printing, without_badge
from events.work.jobs import ask


@require_http_methods(["GET", "POST"])
@on_event(Permission.PRINT)
def attendee_list(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _list(request, event, "attendee-list")


@require_http_methods(["GET", "POST"])
@on_event(Permission.PRINT)
def sign_in_sheet(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _list(request, event, "sign-in")


@require_http_methods(["GET", "POST"])
@on_event(Permission.PRINT)
def door_list(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _list(request, event, "door-list")


@require_http_methods(["GET", "POST"])
@on_event(Permission.SEE_NEEDS)
def kitchen_sheet(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _list(request, event, "kitchen")


@require_http_methods(["GET", "POST"])
@on_event(Permission.SEE_NEEDS)
def access_sheet(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _list(request, event, "access")


@require_http_methods(["GET", "POST"])
@on_event(Permission.PRINT)
def badges(request: HttpRequest, *, event: Event) -> HttpResponse:
    """The form has its own address; the event's page shows it as well. Printing is a POST, as it marks the badges."""
    chosen = {"bookings": keys_of(chosen_of(request, event))}
    form = BadgeForm(request.POST or None, initial=_one_person(request) | chosen, event=event)
    if request.method == "POST" and form.is_valid():
        choice = form.parameters
        people = 1 if choice["person"] else None
        return _printed(request, event, "badges", choice, language=form.cleaned_data["language"], people=people)
    keys = str(form["bookings"].value() or "")
    context = {
        "event": event,
        "form": form,
        "chosen": len(keys.split()),
        "named": named(request, event, keys) if keys else None,
        "without_badge": without_badge(event),
        "header_title": _("Badges"),
        "breadcrumbs_items": crumbs(event, (request.path, _("Badges"))),
    }
    return TemplateResponse(request, "events/backoffice/badges.html", context)


@require_http_methods(["GET", "POST"])
@on_event(Permission.EXPORT)
def attendees_csv(request: HttpRequest, *, event: Event) -> HttpResponseBase:
    return _exported(request, event, "csv", export_csv)


@require_http_methods(["GET", "POST"])
@on_event(Permission.EXPORT)
def attendees_xlsx(request: HttpRequest, *, event: Event) -> HttpResponseBase:
    return _exported(request, event, "xlsx", export_xlsx)


def _exported(request: HttpRequest, event: Event, kind: str, make: Callable[..., Export]) -> HttpResponseBase:
    """A spreadsheet is sent at once. A long one is background work, begun with a POST as for lists."""
    by, now, columns = staff_of(request), timezone.now(), _chosen(request, event)
    if not is_long_to_export(event):
        return _download(make(event, columns=columns, by=by, now=now), SPREADSHEETS[kind])
    if request.method != "POST" or by.user is None:
        return _ask_for(request, event, _("Spreadsheet"))
    wish = {"columns": [column.key for column in columns]}
    language = (get_language() or "en")[:2]
    work = ask(kind=export_kind(kind), event=event, by=by.user, now=now, language=language, parameters=wish)
    return redirect("desk:work", event.pk, work.pk)


@require_GET
@on_event(Permission.EXPORT)
def columns(request: HttpRequest, *, event: Event) -> HttpResponse:
    """Which columns a spreadsheet is to have; the form leads to the file itself."""
    context = {
        "event": event,
        "columns": columns_of(event, with_needs=may(request, Permission.SEE_NEEDS)),
        "sees_needs": may(request, Permission.SEE_NEEDS),
        "header_title": _("Spreadsheet"),
        "breadcrumbs_items": crumbs(event, (request.path, _("Spreadsheet"))),
    }
    return TemplateResponse(request, "events/backoffice/columns.html", context)


def _chosen(request: HttpRequest, event: Event) -> list[Column]:
    """The columns named in the address, in their own order; the usual ones when none of them is known."""
    there, keys = columns_of(event, with_needs=may(request, Permission.SEE_NEEDS)), set(request.GET.getlist("column"))
    return [column for column in there if column.key in keys] or usual(there)


@require_http_methods(["GET", "POST"])
@on_event(Permission.PRINT)
def certificates(request: HttpRequest, *, event: Event) -> HttpResponse:
    """For everybody who came; over a series, with the hours of all its events that they came to."""
    if request.method == "POST":
        choice = {"over_series": bool(event.series) and "over_series" in request.POST}
        return _printed(request, event, "certificates", choice, language=(get_language() or "en")[:2])
    label = _("Certificates of attendance")
    context = {
        "event": event,
        "number": Attendee.objects.filter(event=event).attended().count(),
        "header_title": label,
        "breadcrumbs_items": crumbs(event, (request.path, label)),
    }
    return TemplateResponse(request, "events/backoffice/certificates.html", context)


def _one_person(request: HttpRequest) -> dict[str, str]:
    """A booking's page leads here to print one badge again."""
    person = request.GET.get("person", "")
    return {"person": person} if person.isdecimal() else {}


def _list(request: HttpRequest, event: Event, name: str) -> HttpResponse:
    """A list opens at once. A long one is asked for with a POST, as that begins work: on a GET it shows the button."""
    if request.method == "POST" or not takes_long(event):
        return _printed(request, event, name, {}, language=(get_language() or "en")[:2])
    return _ask_for(request, event, str(PAPERS[name].label))


def _ask_for(request: HttpRequest, event: Event, label: str) -> HttpResponse:
    """The button that begins the work. What the address asks for goes along with it."""
    context = {"event": event, "header_title": label, "breadcrumbs_items": crumbs(event, (request.path, label))}
    return TemplateResponse(request, "events/backoffice/ask_for_paper.html", context)


def _printed(
    request: HttpRequest, event: Event, name: str, choice: dict[str, Any], *, language: str, people: int | None = None
) -> HttpResponse:
    """The paper, opened in the browser to be printed, or the page that shows how far it is; what stops it is said on
    the event's page. `people` is how many are on it, where that is not everybody."""
    by, now = staff_of(request), timezone.now()
    if people is None and takes_long(event) and by.user:
        work = ask(kind=name, event=event, by=by.user, now=now, language=language, parameters=choice)
        return redirect("desk:work", event.pk, work.pk)
    printing = Printing(by=by, name=name_of(request), now=now, language=language)
    try:
        paper = PAPERS[name].make(event, choice, printing).hand_out()
    except CroesoError as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk:event", args=[event.pk]))
    response = HttpResponse(paper.body, content_type=PDF)
    return _private(response, f'inline; filename="{paper.name}"')


def _download(export: Export, content_type: str) -> HttpResponseBase:
    response = StreamingHttpResponse(export.pieces, content_type=content_type)
    return _private(response, f'attachment; filename="{export.name}"')


def _private(response: Any, disposition: str) -> Any:
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "no-store"
    return response
