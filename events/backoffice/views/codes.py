"""Discount codes and prices for members: which there are, how often they were used, and what they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from events.backoffice.access import refused
from events.backoffice.forms.codes import A_DAY, CodeForm, tickets_of
from events.backoffice.money_access import note_money, on_money
from events.backoffice.permissions import Permission, organisations_for
from events.backoffice.views.crumbs import money_crumbs
from events.choices import DiscountKind
from events.models.bookings import Attendee
from events.models.money import site_currency
from events.models.payments import DiscountCode
from events.models.people_places import Organisation
from home.money import money_text

Organisations = QuerySet[Organisation]
ON_A_PAGE = 50


@dataclass(frozen=True)
class CodeRow:
    code: DiscountCode
    does: str
    uses: int
    last_day: dt.date | None
    is_over: bool


@require_GET
@on_money(Permission.SEE_MONEY)
def codes(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    rows = DiscountCode.objects.filter(organisation__in=organisations).select_related("organisation", "event")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    title = _("Discount codes")
    context = {
        "page": page,
        "rows": list(_rows(page.object_list, now=timezone.now())),
        "changes": organisations_for(request.user, Permission.CHANGE_MONEY).exists(),
        "header_title": title,
        "breadcrumbs_items": money_crumbs((request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/codes.html", context)


def _rows(found: Iterable[DiscountCode], *, now: dt.datetime) -> Iterator[CodeRow]:
    codes = list(found)
    live = Attendee.objects.filter(discount_code__in=codes).live(now).order_by()
    uses = dict(live.values_list("discount_code").annotate(number=Count("pk")))
    for code in codes:
        last = timezone.localdate(code.expires_at - A_DAY) if code.expires_at else None
        is_over = code.expires_at is not None and code.expires_at <= now
        yield CodeRow(code, _does(code), uses.get(code.pk, 0), last, is_over)


def _does(code: DiscountCode) -> str:
    amount = money_text(code.amount, site_currency())
    if code.kind == DiscountKind.PERCENT:
        return _("%(number)s%% off") % {"number": f"{code.amount:f}".rstrip("0").rstrip(".")}
    if code.kind == DiscountKind.PRICE:
        return _("For %(amount)s") % {"amount": amount}
    return _("%(amount)s off") % {"amount": amount}


@require_http_methods(["GET", "HEAD", "POST"])
@on_money(Permission.CHANGE_MONEY)
def new_code(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    return _form(request, organisations, None)


@require_http_methods(["GET", "HEAD", "POST"])
@on_money(Permission.CHANGE_MONEY)
def code(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    """What it does from now on. To end it, give it a last day."""
    found = DiscountCode.objects.filter(organisation__in=organisations, pk=pk).first()
    if found is None:
        return refused(request)
    note_money(request, "discount.viewed", count=len(found.members.split()), organisation=found.organisation, code=pk)
    return _form(request, organisations, found)


def _form(request: HttpRequest, organisations: Organisations, found: DiscountCode | None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = CodeForm(typed, organisations=organisations, today=timezone.localdate(), found=found)
    if form.is_valid():
        saved = form.save()
        note_money(request, "discount.changed", count=1, organisation=saved.organisation, code=saved.pk)
        if found is None and tickets_of(saved):
            messages.success(request, _("Kept. It is for all tickets of the event; below you can choose some."))
            return redirect("desk:code", pk=saved.pk)
        messages.success(request, _("Kept. Places that were booked before keep their price."))
        return redirect("desk:codes")
    title = found.name if found else _("New discount")
    context = {
        "form": form,
        "press": _("Save"),
        "header_title": title,
        "breadcrumbs_items": money_crumbs((reverse("desk:codes"), _("Discount codes")), (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/one_form.html", context)
