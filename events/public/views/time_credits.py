"""Paying with time credits, and their statement. Both ask for a code that was sent to whoever owns the credits."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext, suppress
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.booking.holds import give_more_time
from events.booking.journal import By
from events.booking.lifecycle import was_not_paid
from events.choices import BookingState
from events.errors import PrintingUnavailable
from events.models.bookings import Booking
from events.models.time_credits import CreditAccount
from events.payments.balance import balance
from events.payments.credit_codes import GOOD_FOR, ask_for_code, use_code
from events.payments.credit_places import credits_due, pay_with_credits
from events.payments.time_credits import balance_of
from events.public import refusals, visitors
from events.public.forgery import looks_forged, notes_forgery
from events.public.forms.time_credits import CodeForm, OwnerForm, StatementCodeForm, StatementForm
from events.public.held import named_hold
from events.public.links import booking_path
from events.public.refusals import FormTooOld
from events.public.views.opened import about, opens_booking
from events.reports.spreadsheet import CSV_TYPE, csv_pieces
from events.reports.statements import headings, statement_of, statement_paper, statement_rows
from home.problems import problems_of

PAYABLE = frozenset({BookingState.HELD, BookingState.CONFIRMED})

SALT = "statement of time credits"
GOOD_FOR_SECONDS = 15 * 60


@opens_booking("GET", "POST")
def pay_credits(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """First whose credits, then the code, then the places are paid for."""
    due = sum(credits_due(booking.attendees.all()).values())
    if not due or booking.event.host_id is None or not _is_payable(booking):
        return HttpResponseRedirect(booking_path(booking.reference))
    step = "switch" if "switch" in request.POST else request.POST.get("step", "")
    context = about(request, booking, now) | {"due": due, "switch_form": "credits"}
    if booking.state != BookingState.CONFIRMED:
        context |= {"said_state": "pay"}
    email = request.POST.get("email", "") or booking.email
    form: Any = CodeForm(initial={"email": email}) if _knows_code(request) else OwnerForm(initial={"email": email})
    try:
        if step in ("send", "pay") and looks_forged(request):
            raise FormTooOld
        if step == "send":
            form = _send(request, booking, now)
        elif step == "pay":
            form = CodeForm(request.POST)
            if form.is_valid():
                return HttpResponseRedirect(_pay(booking, form, now), status=303)
    except errors.WrongCreditCode as refusal:
        form.add_error("code", str(refusal))
    except errors.BookingError as refusal:
        context |= {"refusal": refusal, "said_state": refusal.state}
    if form.is_bound and form.errors:
        context |= {"problems": list(problems_of(form)), "said_state": "error"}
    context |= {"form": form, "asks_code": isinstance(form, CodeForm), "money": balance(booking)}
    context |= {"back_url": context["booking_url"]}
    if booking.state != BookingState.CONFIRMED:
        context |= {"hold": named_hold(booking, now=now), "back_url": booking_path(booking.reference, "booking_pay")}
    return render(request, "events/my_booking/pay_credits.html", context)


def _is_payable(booking: Booking) -> bool:
    return booking.state in PAYABLE or (booking.state == BookingState.EXPIRED and was_not_paid(booking))


def _knows_code(request: HttpRequest) -> bool:
    """Whether the page that was switched to the other language asked for the code already."""
    return "switch" in request.POST and "code" in request.POST


def _send(request: HttpRequest, booking: Booking, now: dt.datetime) -> Any:
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return form
    if visitors.is_too_fast(request, doing="credit_code", most=visitors.LOST_LINKS):
        raise refusals.TooFast
    if booking.state != BookingState.CONFIRMED:
        _keep_for_the_code(booking, now)
    email = form.cleaned_data["email"]
    language = (get_language() or "en")[:2]
    ask_for_code(issuer_id=booking.event.host_id or 0, email=email, now=now, booking=booking, language=language)
    return CodeForm(initial={"email": email})


def _keep_for_the_code(booking: Booking, now: dt.datetime) -> None:
    """Whoever waits for a code keeps their places as long as it is good."""
    ends_at = booking.deadline_at
    if booking.state == BookingState.EXPIRED or (ends_at is not None and ends_at < now + GOOD_FOR):
        with suppress(errors.HoldLimit):
            give_more_time(booking.pk, now=now)
            booking.refresh_from_db()


def _pay(booking: Booking, form: CodeForm, now: dt.datetime) -> str:
    """The address that follows: what costs money besides is paid next."""
    was_confirmed = booking.state == BookingState.CONFIRMED
    account = use_code(
        issuer_id=booking.event.host_id or 0,
        email=form.cleaned_data["email"],
        typed=form.cleaned_data["code"],
        now=now,
        booking=booking,
    )
    paid = pay_with_credits(booking.pk, account, now=now, by=By.booker())
    if paid.state == BookingState.HELD:
        return booking_path(booking.reference, "booking_pay")
    return booking_path(booking.reference, "booking" if was_confirmed else "booking_placed")


@notes_forgery
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponseBase:
    wish = request.POST.get("switch") or request.GET.get("language")
    with override(wish) if wish in dict(settings.LANGUAGES) else nullcontext():
        return _statement_page(request, timezone.now())


def _statement_page(request: HttpRequest, now: dt.datetime) -> HttpResponseBase:
    other = "en" if get_language() == "cy" else "cy"
    context: dict[str, Any] = {"other_language_url": f"?language={other}", "switch_form": "credits"}
    step = "switch" if "switch" in request.POST else request.POST.get("step", "")
    form: Any = StatementForm(initial=request.POST.dict())
    if step == "switch" and "code" in request.POST:
        form = StatementCodeForm(initial=request.POST.dict())
    try:
        if step and step != "switch" and looks_forged(request):
            raise FormTooOld
        if step in ("csv", "pdf"):
            return _file(request, step, now)
        if step == "send":
            form = _send_for_statement(request, now)
        elif step == "show":
            form = StatementCodeForm(request.POST)
            if form.is_valid():
                return _shown(request, context, _account(form, now))
    except errors.WrongCreditCode as refusal:
        form.add_error("code", str(refusal))
    except errors.BookingError as refusal:
        context |= {"refusal": refusal}
    if form.is_bound and form.errors:
        context |= {"problems": list(problems_of(form))}
    context |= {"form": form, "asks_code": isinstance(form, CodeForm)}
    return render(request, "events/time_credits/ask.html", context)


def _send_for_statement(request: HttpRequest, now: dt.datetime) -> Any:
    form = StatementForm(request.POST)
    if not form.is_valid():
        return form
    if visitors.is_too_fast(request, doing="credit_code", most=visitors.LOST_LINKS):
        raise refusals.TooFast
    issuer, email = form.cleaned_data["issuer"], form.cleaned_data["email"]
    ask_for_code(issuer_id=issuer.pk, email=email, now=now, language=(get_language() or "en")[:2])
    return StatementCodeForm(initial={"email": email, "issuer": issuer.pk})


def _account(form: StatementCodeForm, now: dt.datetime) -> CreditAccount:
    said = form.cleaned_data
    return use_code(issuer_id=said["issuer"], email=said["email"], typed=said["code"], now=now)


def _shown(request: HttpRequest, context: dict[str, Any], account: CreditAccount) -> HttpResponse:
    """The statement, with a token for its files: the code is used up, and must not be asked for three times."""
    context |= {
        "account": account,
        "balance": balance_of(account),
        "lines": list(reversed(statement_of(account, notes=False))),
        "token": signing.dumps(account.pk, salt=SALT),
        "switch_form": "",
    }
    return render(request, "events/time_credits/statement.html", context)


def _file(request: HttpRequest, kind: str, now: dt.datetime) -> HttpResponseBase:
    try:
        pk = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as error:
        raise FormTooOld from error
    account = CreditAccount.objects.select_related("issuer").get(pk=pk)
    if kind == "csv":
        pieces = csv_pieces(headings(), statement_rows(account, notes=False))
        response: HttpResponseBase = StreamingHttpResponse(pieces, content_type=CSV_TYPE)
    else:
        language = (get_language() or "en")[:2]
        try:
            body = statement_paper(account, language=language, today=now.date(), notes=False)
        except PrintingUnavailable:
            return _shown(request, {"cannot_print": True}, account)
        response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="time-credits.{kind}"'
    return response
