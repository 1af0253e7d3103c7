"""Interest in an event without a date: registered under its page, and taken back by the link in the mail.

Machines read "waiting" on the page that follows: like on a waitlist, the person is on a list and holds no place; and
"cancelled" once they have left it.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.booking.admission import require_code
from events.booking.interest import leave_interest, register_interest
from events.booking.links import interest_of
from events.choices import DateState
from events.models.bookings import Interest
from events.models.events import Event
from events.public import refusals, visitors
from events.public.forgery import checks_origin, looks_forged, notes_forgery
from events.public.forms.interest import InterestForm
from events.public.views.form_page import STATUS, about_event, closed_page
from events.public.views.opened import link_dead
from events.public.views.under_page import under_page
from home.problems import problems_of

TEMPLATE = "events/interest/interest.html"


@checks_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@under_page("interest/")
def interest(request: HttpRequest, event: Event, language: str) -> HttpResponseBase:
    typed = request.POST if request.method == "POST" else request.GET
    code = typed.get("code", "")
    try:
        require_code(event, code)
    except errors.WrongCode:
        return HttpResponseRedirect(f"{event.say('path')}{_query(code=code)}")
    if event.date_state != DateState.TO_BE_CONFIRMED:
        return HttpResponseRedirect(f"{event.say('path')}{_query(code=code)}", status=303)
    if not (event.is_live and event.is_bookable):
        return closed_page(request, event, errors.NotBookable())
    if request.method == "POST" and "switch" not in typed:
        return _register(request, event, language)
    if "done" in typed:
        return _page(request, event, None, said_state="waiting")
    return _page(request, event, InterestForm(event=event, initial=_started(event, typed)))


def _started(event: Event, typed: Any) -> dict[str, Any]:
    """What was typed so far, when the language changes; also the code of an event by invitation."""
    fields = InterestForm(event=event).fields
    return {name: field.widget.value_from_datadict(typed, {}, name) for name, field in fields.items() if name in typed}


def _register(request: HttpRequest, event: Event, language: str) -> HttpResponse:
    form = InterestForm(request.POST, event=event)
    try:
        if looks_forged(request):
            raise refusals.FormTooOld
        if visitors.is_too_fast(request, doing="interest", most=visitors.BOOKINGS):
            raise refusals.TooFast
        if not form.is_valid():
            return _page(request, event, form, problems=list(problems_of(form)), said_state="error")
        register_interest(
            event_id=event.pk,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            party_size=form.cleaned_data.get("people", 1),
            dates=form.cleaned_data.get("dates", ()),
            language=language,
            form_token=secrets.token_urlsafe(),  # a kept page has no token of its own; the address tells repeats
            now=timezone.now(),
        )
    except errors.BookingError as refusal:
        return _page(request, event, form, refusal=refusal, said_state=refusal.state)
    done = _query(done="1", code=form.cleaned_data["code"])
    return HttpResponseRedirect(f"{event.say('path')}interest/{done}", status=303)


def _page(request: HttpRequest, event: Event, form: InterestForm | None, **more: Any) -> HttpResponse:
    context = about_event(event, path="interest/") | {"form": form, "switch_form": "interest" if form else "", **more}
    refusal = more.get("refusal")
    return render(request, TEMPLATE, context, status=STATUS.get(type(refusal), 200) if refusal else 200)


def _query(**values: str) -> str:
    given = {name: value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""


@notes_forgery
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """The list is left by a press; opening the link, which mail scanners do too, changes nothing."""
    try:
        found = interest_of(token)
    except errors.LinkDead:
        return link_dead(request)
    wish = request.POST.get("switch") or request.GET.get("language") or found.language
    with override(wish if wish in ("en", "cy") else get_language()):
        return _leave_page(request, found)


def _leave_page(request: HttpRequest, found: Interest) -> HttpResponse:
    context = about_event(found.event, path="")
    other = "en" if get_language() == "cy" else "cy"
    context |= {"interest": found, "other_language_url": f"{request.path}?language={other}"}
    if request.method == "POST" and "switch" not in request.POST:
        if looks_forged(request):
            context["refusal"] = refusals.FormTooOld()
        else:
            leave_interest(found.pk, now=timezone.now())
            found.refresh_from_db(fields=["left_at"])
    context["said_state"] = "cancelled" if found.left_at else "waiting"
    response = render(request, "events/interest/leave.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
