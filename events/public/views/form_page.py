"""Draws the booking form and what stands around it: problems, refusals, the way to the other language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from events import errors
from events.booking.holds import keep_answers
from events.models.events import Event
from events.public import refusals
from events.public.forgery import looks_forged
from events.public.forms.booking import MOST_PEOPLE, BookingForm, number_in
from events.public.held import COOKIE, HoldShown, held_booking, hold_shown, remember_hold, typed_so_far

FORM = "events/booking/book.html"
CLOSED = "events/booking/closed.html"

STATUS: dict[type[errors.BookingError], int] = {
    errors.Busy: 503,
    refusals.TooFast: 429,
    refusals.FormTooOld: 403,
}
"""Refusals that tell machines to come back. All others are pages like any other (200): a form with something to put
right is what was asked for, old browsers show it, and htmx swaps it in."""


def form_page(
    request: HttpRequest,
    form: BookingForm,
    *,
    refusal: errors.BookingError | None = None,
    focus: int = 0,
    link_sent: bool = False,
) -> HttpResponse:
    """The form as it was typed. `focus` is the number of the person whom the reader is taken to, 0 for nobody."""
    event = form.bookable.event
    if isinstance(refusal, errors.WrongCode) and "code" in form.booker.fields:
        form.booker.show_code(str(refusal))
        refusal = None
    if isinstance(refusal, errors.DiscountRefused) and "discount" in form.once.fields:
        form.once.show_discount(str(refusal))
        refusal = None
    problems = list(form.problems())
    hold = _hold_of(request, form)
    context = {
        **about_event(event, path="book/"),
        "form": form,
        "problems": problems,
        "refusal": refusal,
        "hold": hold,
        "state": _state(refusal, bool(problems)) or ("held" if hold and hold.is_running else ""),
        "offers_waitlist": isinstance(refusal, errors.SoldOut) and event.waitlist and not form.waits,
        "offers_link": isinstance(refusal, errors.AlreadyBooked),
        "link_sent": link_sent,
        "focus": focus,
        "focus_hold": "more" in request.POST,
        "no_way_to_pay": refusals.NoWayToPay.message,
        "switch_form": "booking",
    }
    response = render(request, FORM, context, status=STATUS.get(type(refusal), 200) if refusal else 200)
    if "HX-Request" in request.headers:
        response.status_code = 200  # htmx shows no answer that names a fault, and the page says it in words
    if response.status_code in (429, 503):
        response["Retry-After"] = "60" if response.status_code == 429 else "2"
    if hold:
        remember_hold(response, form.token, path=request.path, request=request)
    return response


def hold_now(request: HttpRequest, event: Event) -> HttpResponse:
    """The banner of this browser's hold, for a form whose banner has the mark `hold`: 204, which changes nothing there
    and is not read out, while it still says the same."""
    held, now = held_booking(request.COOKIES.get(COOKIE, ""), event), timezone.now()
    people = min(number_in(request.GET.get("people", ""), otherwise=1), MOST_PEOPLE)
    hold = hold_shown(held, people=people, now=now) if held else None
    if hold is None or hold.mark == request.GET["hold"]:
        return HttpResponse(status=204)
    return render(request, "events/booking/_hold.html", {"hold": hold, "event": event, "hold_url": request.path})


def _hold_of(request: HttpRequest, form: BookingForm) -> HoldShown | None:
    """The hold of a form that says it has one. What a post brought is kept with it."""
    now = timezone.now()
    if form.waits or (COOKIE not in request.COOKIES and "held" not in request.POST):
        return None
    held = held_booking(form.token, form.bookable.event)
    if held is None:
        return None
    if request.method == "POST" and not looks_forged(request):
        keep_answers(held, fields=typed_so_far(form), now=now)
    return hold_shown(held, people=len(form.people), now=now)


def closed_page(request: HttpRequest, event: Event, refusal: errors.BookingError) -> HttpResponse:
    """Nothing can be booked at this instant; the event's page says what can be done instead."""
    asks_us = isinstance(refusal, refusals.NoWayToPay)
    return render(request, CLOSED, {**about_event(event, path="book/"), "refusal": refusal, "asks_us": asks_us})


def about_event(event: Event, *, path: str) -> dict[str, Any]:
    """What pages at `path` under an event's page show; the other language is a link to the same one there."""
    spoken = (get_language() or "en")[:2]
    other = "en" if spoken == "cy" else "cy"
    elsewhere = event.words.get(other, {}).get("path", "")
    return {
        "event": event,
        "words": {"title": event.say("title")},
        "event_url": event.say("path"),
        "other_language_url": f"{elsewhere}{path}" if elsewhere else "",
    }


def _state(refusal: errors.BookingError | None, has_problems: bool) -> str:
    if refusal:
        return refusal.state
    return "error" if has_problems else ""
