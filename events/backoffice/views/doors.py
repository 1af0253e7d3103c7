"""The doors of one event: making a telephone into one, closing it, and what doors did twice."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import on_event
from events.backoffice.forms.doors import DoorForm
from events.backoffice.log import staff_of
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.checkin.links import GRACE, closed_since, closes_at, issue, revoke
from events.checkin.presence import NOTES, conflicts, presence
from events.choices import AccessOption, CheckInState
from events.documents.qr import Pattern, pattern
from events.models.bookings import Attendee
from events.models.checkins import DoorLink
from events.models.events import Event
from events.models.needs import Need
from events.reports.disclosure import disclose


@dataclass(frozen=True)
class Opened:
    """A door that was just made. The address is shown this once."""

    link: DoorLink
    url: str
    qr: Pattern


@dataclass(frozen=True)
class Line:
    """One door in the list. `let_in` is how many it let in, `last_at` when it did so last."""

    link: DoorLink
    let_in: int
    last_at: dt.datetime | None
    closed_at: dt.datetime | None
    closes_at: dt.datetime


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHECK_IN)
def doors(request: HttpRequest, *, event: Event) -> HttpResponse:
    """A POST makes a door and shows its code; the same form makes one door, however often it is sent."""
    now, opened = timezone.now(), None
    is_over = event.is_over(now - GRACE)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not is_over and form.is_valid():
        kept, user = form.cleaned_data, staff_of(request).user
        if user is not None:
            link, token = issue(event=event, name=kept["name"], form_token=kept["form_token"], user=user, now=now)
            opened = _opened(link, token)
    lines = _lines(event, now)
    if form.is_bound and not opened:
        fresh = form
    else:
        name = _("Door %(number)d") % {"number": len(lines) + 1}
        fresh = DoorForm(initial={"name": name, "form_token": secrets.token_urlsafe(32)})
    twice = list(conflicts(event))
    if twice and request.method != "HEAD":
        disclose("door.conflicts_viewed", event=event, by=staff_of(request), now=now, people=len(twice))
    context = {
        "event": event,
        "form": fresh,
        "opened": opened,
        "is_over": is_over,
        "lines": lines,
        "presence": presence(event),
        "conflicts": twice,
        "header_title": _("Doors"),
        "breadcrumbs_items": crumbs(event, (request.path, _("Doors"))),
    }
    return TemplateResponse(request, "events/backoffice/doors.html", context)


def _opened(link: DoorLink, token: str) -> Opened:
    url = settings.SITE_URL + reverse("door_link", args=[token])
    return Opened(link, url, pattern(url))


def _lines(event: Event, now: dt.datetime) -> list[Line]:
    counts = Q(check_ins__state=CheckInState.IN, check_ins__undone_at=None)
    links = DoorLink.objects.filter(event=event).select_related("event", "created_by")
    rows = links.annotate(let_in=Count("check_ins", filter=counts), last_at=Max("check_ins__received_at"))
    return [Line(row, row.let_in, row.last_at, closed_since(row, now=now), closes_at(row)) for row in rows]


@require_POST
@on_event(Permission.CHECK_IN)
def close_door(request: HttpRequest, *, event: Event, number: int) -> HttpResponse:
    link = get_object_or_404(DoorLink.objects.select_related("event"), pk=number, event=event)
    user = staff_of(request).user
    if user is not None:
        revoke(link, user=user, now=timezone.now())
        told = _("“%(name)s” is closed. Its list is erased when the device is next online.")
        messages.success(request, told % {"name": link.name})
    return redirect(reverse("desk:doors", args=[event.pk]))


@never_cache
@require_GET
@on_event(Permission.SEE_NEEDS)
def door_notes(request: HttpRequest, *, event: Event, person: int) -> HttpResponse:
    """What the access notes of somebody at the door say, for staff who may read them. It is written in the log."""
    shown = get_object_or_404(Attendee.objects.on_lists(), pk=person, event=event)
    notes = list(shown.needs.filter(kind__in=NOTES).order_by("pk"))
    if notes:
        disclose("needs.viewed", event=event, by=staff_of(request), now=timezone.now(), people=1, booking=shown.booking)
    title = _("Access notes")
    context = {
        "event": event,
        "person": shown,
        "notes": [(need.get_kind_display(), _said(need)) for need in notes],
        "header_title": title,
        "breadcrumbs_items": crumbs(event, (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/door_notes.html", context)


def _said(need: Need) -> str:
    """In their own words, or the words they ticked."""
    if need.text:
        return need.text
    return str(AccessOption(need.option).label) if need.option in AccessOption.values else need.option
