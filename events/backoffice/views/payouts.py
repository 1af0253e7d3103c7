"""What Stripe sent to the bank, and of what it consists."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.backoffice.access import refused
from events.backoffice.downloads import sheet
from events.backoffice.money_access import note_money, on_money
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import money_crumbs
from events.models.people_places import Organisation
from events.reports.payouts import HEADINGS, NEVER_ARRIVED, Sight, payout_rows, shares, together, with_events

ON_A_PAGE = 50
Organisations = QuerySet[Organisation]


@require_GET
@on_money(Permission.SEE_MONEY)
def payouts(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    sight, title = Sight(organisations), _("Payouts")
    context = {
        "page": Paginator(sight.payouts, ON_A_PAGE).get_page(request.GET.get("p")),
        "is_whole": sight.is_whole,
        "header_title": title,
        "breadcrumbs_items": money_crumbs((request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/payouts.html", context)


@require_GET
@on_money(Permission.SEE_MONEY)
def payout(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    sight = Sight(organisations)
    found = sight.payouts.filter(pk=pk).first()
    if found is None:
        return refused(request)
    lines = list(with_events(sight.lines.filter(payout=found)))
    total = together(lines)
    title = _("Payout")
    context = {
        "payout": found,
        "shares": shares(lines),
        "total": total,
        "is_whole": sight.is_whole,
        "is_sent": found.state not in NEVER_ARRIVED,
        "adds_up": total.net == found.amount,
        "header_title": title,
        "breadcrumbs_items": money_crumbs((reverse("desk:payouts"), _("Payouts")), (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/payout.html", context)


@require_GET
@on_money(Permission.SEE_MONEY)
def payout_file(request: HttpRequest, *, organisations: Organisations, pk: int, kind: str) -> HttpResponseBase:
    sight = Sight(organisations)
    found = sight.payouts.filter(pk=pk).first()
    if found is None:
        return refused(request)
    lines: Any = sight.lines.filter(payout=found)
    note_money(request, "payout.exported", count=1, format=kind, payout=found.stripe_id)
    rows = payout_rows(lines, zone=timezone.get_current_timezone())
    headings = [str(heading) for heading in HEADINGS]
    return sheet(kind, name=f"payout-{found.arrives_on}", title=_("Payout"), headings=headings, rows=rows)
