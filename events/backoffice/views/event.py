"""One event on the desk: its numbers, its papers, its newest bookings and its queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from events.backoffice.access import may, on_event, template_permissions
from events.backoffice.board import board_of, first_in_queue, newest_bookings, open_offers, open_requests, people_on
from events.backoffice.growth import growth_of
from events.backoffice.headline import badges_of, countdown, is_near
from events.backoffice.letterbox import page_of
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.news import news_of, still_to_tell
from events.backoffice.permissions import Permission
from events.backoffice.takings import takings_of
from events.backoffice.tools import toolbox_of
from events.backoffice.views.crumbs import crumbs
from events.backoffice.wishes import wishes_of
from events.backoffice.work_kinds import own_work_on
from events.choices import AccessOption, Attendance
from events.messaging.mailings import next_mailing
from events.models.bookings import Booking
from events.models.events import Event
from events.reports.access import OWN_WORDS, access_tasks, mark_arranged, plates


@on_event(Permission.SEE_NUMBERS)
def event_page(request: HttpRequest, *, event: Event) -> TemplateResponse:
    now = timezone.now()
    board = board_of(event, now=now)
    context: dict[str, Any] = {
        "event": event,
        "board": board,
        "countdown": countdown(event, now=now),
        "badges": badges_of(event, taken=board.taken, now=now),
        "is_near": is_near(event, now=now),
        "growth": growth_of(event, now=now),
        "may": template_permissions(request),
        "toolbox": toolbox_of(event, request.event_permissions),  # type: ignore[attr-defined]
        "wishes": wishes_of(event),
        "news": news_of(event),
        "own_work": own_work_on(event, request.user),
        "header_title": str(event),
        "breadcrumbs_items": crumbs(event),
        "header_buttons": _page_buttons(request, event),
    }
    if may(request, Permission.SEE_NAMES):
        people = _people(event)
        note_looked_at(request, "desk.viewed", event=event, people=people_on(*people.values()), now=now)
        context |= people
        context |= _needs(event, booked=board.booked, now=now)
    if may(request, Permission.SEND_MESSAGES):
        coming = next_mailing(event, now=now)
        context |= {"next_mailing": coming, "next_mailing_url": page_of(coming) if coming else ""}
    if may(request, Permission.SEE_MONEY):
        context["takings"] = takings_of(event)
    return TemplateResponse(request, "events/backoffice/event.html", context)


def _people(event: Event) -> dict[str, list[Booking]]:
    return {
        "newest": newest_bookings(event),
        "requests": open_requests(event),
        "offers": open_offers(event),
        "queue": first_in_queue(event),
        "untold": still_to_tell(event),
    }


def _needs(event: Event, *, booked: int, now: dt.datetime) -> dict[str, Any]:
    """Numbers, and nobody's name: what is to be arranged, and what to cook where people eat together."""
    if not event.asks_needs:
        return {}
    tasks = access_tasks(event, now=now)
    food = plates(event, booked=booked) if event.attendance != Attendance.ONLINE else []
    return {"tasks": tasks, "to_do": sum(not task.is_done for task in tasks), "plates": food}


@require_POST
@on_event(Permission.CHANGE_BOOKINGS)
def arranged(request: HttpRequest, *, event: Event) -> HttpResponse:
    """One press beside one line of the list."""
    option = request.POST.get("option", "")
    if option in (OWN_WORDS, *AccessOption.values):
        is_done = request.POST.get("done") == "1"
        mark_arranged(event, option, is_done=is_done, by=staff_of(request), now=timezone.now())
    return redirect(reverse("desk:event", args=[event.pk]) + "#panel-access")


def _page_buttons(request: HttpRequest, event: Event) -> list[HeaderButton]:
    """To the page that says what the event is, for those who may edit it; to the site for everybody."""
    buttons = []
    page = Page.objects.filter(translation_key=event.key, alias_of=None).order_by("pk").first()
    if page is not None and page.permissions_for_user(request.user).can_edit():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        buttons.append(HeaderButton(_("Edit the page"), url=url, icon_name="edit"))
    if path := event.say("path"):
        buttons.append(HeaderButton(_("See it on the site"), url=path, icon_name="view"))
    return buttons
