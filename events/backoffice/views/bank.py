"""Entering a bank statement: it is looked at first, and each line is entered once, however often it is read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.bank import Match, Matched, match_entries, read_statement
from events.backoffice.forms.bank import StatementForm, signed, unsigned
from events.backoffice.log import staff_of
from events.backoffice.money_access import on_money
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import money_crumbs
from events.errors import BookingError, UnreadableFile
from events.models.money import site_currency
from events.models.people_places import Organisation
from events.payments.received import receive_transfer
from events.reports.uploads import MOST_BYTES, TOO_LARGE, read_lines

Organisations = QuerySet[Organisation]


@require_http_methods(["GET", "HEAD", "POST"])
@on_money(Permission.CHANGE_MONEY)
def statement(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    """The choice of a file, and the preview of what it holds. Neither stores anything."""
    posted = request.method == "POST"
    form = StatementForm(*((request.POST, request.FILES) if posted else ()), organisations=organisations)
    if posted and form.is_valid():
        try:
            return _preview_of(request, form)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
    return _page(request, "events/backoffice/bank.html", {"form": form})


def _preview_of(request: HttpRequest, form: StatementForm) -> HttpResponse:
    file, organisation = form.cleaned_data["file"], form.cleaned_data["organisation"]
    if file.size is None or file.size > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    entries = read_statement(read_lines(file.read()), organisation_id=organisation.pk)
    matched = match_entries(entries, organisation_ids=[organisation.pk], today=timezone.localdate())
    table = signed(entries, organisation_id=organisation.pk, user_id=_user(request))
    counted = [(match.value, sum(row.match == match for row in matched)) for match in Match]
    context = {
        "matched": matched,
        "table": table,
        "counted": dict(counted),
        "organisation": organisation,
        "currency": site_currency(),
    }
    return _page(request, "events/backoffice/bank_preview.html", context)


@require_POST
@on_money(Permission.CHANGE_MONEY)
def enter_statement(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    """Enters what is sure, and what was ticked. All is matched anew: invoices may have been paid since."""
    try:
        organisation_id, entries = unsigned(request.POST.get("table", ""), user_id=_user(request))
    except BadSignature:
        messages.error(request, _("That preview can no longer be used. Choose the file again. Nothing was stored."))
        return redirect(reverse("desk:bank"))
    if not organisations.filter(pk=organisation_id).exists():
        messages.error(request, _("That preview can no longer be used. Choose the file again. Nothing was stored."))
        return redirect(reverse("desk:bank"))
    ticked = set(request.POST.getlist("line"))
    matched = match_entries(entries, organisation_ids=[organisation_id], today=timezone.localdate())
    entered = refused = 0
    for row in matched:
        if row.match == Match.SURE or (row.match == Match.BY_AMOUNT and row.entry.key.hex in ticked):
            if _enter(request, row):
                entered += 1
            else:
                refused += 1
    said = ngettext("%(number)d payment was entered.", "%(number)d payments were entered.", entered)
    messages.success(request, said % {"number": entered})
    if refused:
        said = ngettext(
            "%(number)d payment could not be entered, because its booking has changed.",
            "%(number)d payments could not be entered, because their bookings have changed.",
            refused,
        )
        messages.warning(request, said % {"number": refused})
    return redirect(reverse("desk:debts"))


def _enter(request: HttpRequest, row: Matched) -> bool:
    if row.invoice is None:
        return False
    try:
        receive_transfer(
            row.invoice.booking_id,
            amount=row.entry.amount,
            reference=row.entry.text,
            key=row.entry.key,
            paid_at=dt.datetime.combine(row.entry.day, dt.time(12), tzinfo=dt.UTC),
            now=timezone.now(),
            by=staff_of(request),
        )
    except BookingError:
        return False
    return True


def _user(request: HttpRequest) -> int:
    user = staff_of(request).user
    return user.pk if user else 0


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    title = _("Bank statement")
    shared = {"header_title": title, "breadcrumbs_items": money_crumbs((reverse("desk:bank"), title))}
    return TemplateResponse(request, template, {**shared, **context})
