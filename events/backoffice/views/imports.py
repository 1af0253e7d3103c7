"""Importing bookings: a file is looked at first, and booked as a whole or not at all."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import on_event
from events.backoffice.forms.imports import ConfirmForm, Upload, UploadForm
from events.backoffice.imports import Plan, first_without_room, plan_import, read_sheet
from events.backoffice.log import staff_of
from events.backoffice.parties import on_offer
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.booking.capacity import read_places
from events.booking.staff import book_all, entered_with
from events.errors import BookingError, SoldOut, UnreadableFile
from events.models.bookings import Booking
from events.models.events import Event
from events.reports.uploads import MOST_BYTES, TOO_LARGE, read_lines

SHOWN_AT_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHANGE_BOOKINGS)
def import_bookings(request: HttpRequest, *, event: Event) -> HttpResponse:
    """The choice of a file, and the preview of what it holds. Neither writes anything."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            return _preview_of(request, event, form.cleaned_data["file"])
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
    context = {"form": form, "offer": on_offer(event, now=timezone.now())}
    return _page(request, event, "events/backoffice/import.html", context)


@require_POST
@on_event(Permission.CHANGE_BOOKINGS)
def confirm_import(request: HttpRequest, *, event: Event) -> HttpResponse:
    """Books what was looked at. It is checked anew: tickets, places and bookings may have changed since."""
    form = ConfirmForm(request.POST)
    try:
        upload = Upload.unsigned(request.POST.get("table", ""), event_id=event.pk, user_id=_user(request))
    except BadSignature:
        messages.error(request, _("That preview can no longer be used. Choose the file again. Nothing was imported."))
        return redirect(reverse("desk:import_bookings", args=[event.pk]))
    plan = plan_import(event, upload.rows, now=timezone.now())
    if form.is_valid():
        entered = _enter(request, event, upload, plan, form)
        if entered is not None:
            said = ngettext("%(number)d booking was imported.", "%(number)d bookings were imported.", len(entered))
            messages.success(request, said % {"number": len(entered)})
            return redirect(reverse("desk:bookings", args=[event.pk]))
    return _preview(request, event, plan, form)


def _enter(request: HttpRequest, event: Event, upload: Upload, plan: Plan, form: ConfirmForm) -> list[Booking] | None:
    """None when something was said instead, and nothing was booked."""
    kept = form.cleaned_data
    if earlier := entered_with(upload.token, event_id=event.pk, most=len(upload.rows)):
        return earlier
    if plan.faults:
        form.add_error(None, _("Something has changed since you looked. Nothing was imported."))
        return None
    if plan.doubles and not kept["knows_other"]:
        form.add_error("knows_other", _("Tick this if you mean to enter them a second time."))
        return None
    try:
        return book_all(
            event_id=event.pk,
            parties=plan.parties,
            now=timezone.now(),
            by=staff_of(request, kept["reason"]),
            beyond=kept["beyond"],
            form_token=upload.token,
        )
    except SoldOut as refusal:
        form.add_error(None, _row_says(plan.planned[refusal.at].row, refusal))
        return None
    except BookingError as refusal:
        form.refuse(refusal)
        return None


def _row_says(row: int, refusal: SoldOut) -> str:
    return _("Row %(row)d: %(refusal)s") % {"row": row, "refusal": refusal}


def _preview_of(request: HttpRequest, event: Event, file: UploadedFile) -> HttpResponse:
    if file.size is None or file.size > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    sheet = read_sheet(read_lines(file.read()))
    table = Upload.of(sheet.rows).signed(event_id=event.pk, user_id=_user(request))
    plan = plan_import(event, sheet.rows, now=timezone.now())
    return _preview(request, event, plan, ConfirmForm(initial={"table": table}), ignored=sheet.ignored)


def _preview(
    request: HttpRequest, event: Event, plan: Plan, form: ConfirmForm, ignored: list[str] | None = None
) -> HttpResponse:
    short = None if plan.faults else first_without_room(plan, read_places(event, now=timezone.now()))
    context = {
        "plan": plan,
        "form": form,
        "ignored": ignored or [],
        "shown": plan.planned[:SHOWN_AT_MOST],
        "not_shown": max(len(plan.planned) - SHOWN_AT_MOST, 0),
        "faults": plan.faults[:SHOWN_AT_MOST],
        "more_faults": max(len(plan.faults) - SHOWN_AT_MOST, 0),
        "shortfall": _row_says(*short) if short else "",
    }
    return _page(request, event, "events/backoffice/import_preview.html", context)


def _user(request: HttpRequest) -> int:
    user = staff_of(request).user
    return user.pk if user else 0


def _page(request: HttpRequest, event: Event, template: str, context: dict[str, Any]) -> HttpResponse:
    title = _("Import bookings")
    shared = {
        "event": event,
        "header_title": title,
        "breadcrumbs_items": crumbs(event, (reverse("desk:import_bookings", args=[event.pk]), title)),
    }
    return TemplateResponse(request, template, {**shared, **context})
