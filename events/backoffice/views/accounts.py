"""Accounts of time credits: who has how many, what became of them, and what staff give or take by hand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import refused
from events.backoffice.downloads import sheet
from events.backoffice.forms.accounts import AccountForm
from events.backoffice.forms.money import AdjustForm, OweForm
from events.backoffice.log import staff_of
from events.backoffice.money_access import note_money, on_money
from events.backoffice.permissions import Permission, organisations_for
from events.backoffice.views.crumbs import money_crumbs
from events.errors import BookingError, PrintingUnavailable
from events.models.people_places import Organisation
from events.models.time_credits import AccountKind, CreditAccount, CreditLine
from events.payments.time_credits import adjust, balance_of, let_owe, open_account
from events.reports.statements import headings, statement_of, statement_paper, statement_rows

Organisations = QuerySet[Organisation]
ON_A_PAGE = 50


def _accounts(organisations: Organisations) -> QuerySet[CreditAccount]:
    last = CreditLine.objects.filter(account=OuterRef("pk")).order_by("-number").values("balance")[:1]
    rows = CreditAccount.objects.filter(issuer__in=organisations).exclude(kind=AccountKind.ISSUER)
    return rows.select_related("issuer").annotate(holds=Subquery(last)).order_by("name", "pk")


@require_GET
@on_money(Permission.SEE_MONEY)
def accounts(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    rows = _accounts(organisations)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    note_money(request, "credits.viewed", count=len(page.object_list))
    title = _("Time credits")
    context = {
        "page": page,
        "text": text,
        "changes": organisations_for(request.user, Permission.CHANGE_MONEY).exists(),
        "header_title": title,
        "breadcrumbs_items": money_crumbs((request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_money(Permission.CHANGE_MONEY)
def new_account(request: HttpRequest, *, organisations: Organisations) -> HttpResponse:
    """Opening one that is there already leads to it."""
    form = AccountForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        said = form.cleaned_data
        account = open_account(
            said["issuer"].pk,
            email=said["email"],
            name=said["name"],
            now=timezone.now(),
            kind=AccountKind(said["kind"]),
            language=said["language"],
        )
        return redirect(_url(account))
    title = _("Open an account")
    context = {
        "form": form,
        "press": _("Open the account"),
        "header_title": title,
        "breadcrumbs_items": money_crumbs((reverse("desk:accounts"), _("Time credits")), (request.path, title)),
    }
    return TemplateResponse(request, "events/backoffice/one_form.html", context)


@require_GET
@on_money(Permission.SEE_MONEY)
def account(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _accounts(organisations).filter(pk=pk).first()
    return refused(request) if found is None else _page(request, found)


@require_GET
@on_money(Permission.SEE_MONEY)
def account_file(request: HttpRequest, *, organisations: Organisations, pk: int, kind: str) -> HttpResponseBase:
    """The statement as a PDF or a spreadsheet."""
    found = _accounts(organisations).filter(pk=pk).first()
    if found is None:
        return refused(request)
    note_money(request, "credits.exported", count=1, organisation=found.issuer, format=kind, account=found.pk)
    if kind != "pdf":
        rows, title = statement_rows(found), _("Time credits")
        return sheet(kind, name=f"time-credits-{found.pk}", title=title, headings=headings(), rows=rows)
    try:
        body = statement_paper(found, language=(get_language() or "en")[:2], today=timezone.localdate())
    except PrintingUnavailable as missing:
        messages.error(request, str(missing))
        return redirect(_url(found))
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="time-credits-{found.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@on_money(Permission.CHANGE_MONEY)
def adjust_account(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _accounts(organisations).filter(pk=pk).first()
    if found is None:
        return refused(request)
    form = AdjustForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        by, once = staff_of(request, said["reason"]), f"adjusted-{said['once']}"
        try:
            adjust(found, number=said["number"], now=timezone.now(), by=by, once=once)
        except BookingError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The time credits are adjusted."))
            return redirect(_url(found))
    return _page(request, found, adjusting=form)


@require_POST
@on_money(Permission.CHANGE_MONEY)
def owe_account(request: HttpRequest, *, organisations: Organisations, pk: int) -> HttpResponse:
    found = _accounts(organisations).filter(pk=pk).first()
    if found is None:
        return refused(request)
    form = OweForm(request.POST)
    if not form.is_valid():
        return _page(request, found, owing=form)
    by = staff_of(request, form.cleaned_data["reason"])
    let_owe(found, may_owe=form.cleaned_data["may_owe"], now=timezone.now(), by=by)
    messages.success(request, _("The account is changed."))
    return redirect(_url(found))


def _url(found: CreditAccount) -> str:
    return reverse("desk:account", args=[found.pk])


def _page(
    request: HttpRequest, found: CreditAccount, *, adjusting: AdjustForm | None = None, owing: OweForm | None = None
) -> HttpResponse:
    note_money(request, "credits.viewed", count=1, organisation=found.issuer, account=found.pk)
    changes = organisations_for(request.user, Permission.CHANGE_MONEY).filter(pk=found.issuer_id).exists()
    context: dict[str, Any] = {
        "account": found,
        "balance": balance_of(found),
        "lines": list(reversed(statement_of(found))),
        "adjusting": (adjusting or AdjustForm()) if changes else None,
        "owing": (owing or OweForm(initial={"may_owe": found.may_owe})) if changes else None,
        "header_title": str(found),
        "breadcrumbs_items": money_crumbs((reverse("desk:accounts"), _("Time credits")), (_url(found), str(found))),
    }
    return TemplateResponse(request, "events/backoffice/account.html", context)
