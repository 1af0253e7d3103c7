"""Changing a booking: who comes, what they answered, which ticket and sessions. Only what is asked for changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from events import errors
from events.booking.bookings import require_changeable
from events.booking.change_together import change_together
from events.booking.changes import CHANGEABLE
from events.booking.journal import By
from events.models.bookings import Attendee, Booking
from events.public.bookable import Bookable
from events.public.forgery import looks_forged
from events.public.forms.change import ChangeForm
from events.public.links import booking_path
from events.public.refusals import FormTooOld
from events.public.views.opened import OpenedView, about, opens_booking


def while_changeable(view: OpenedView) -> OpenedView:
    """Lead those away whose booking cannot be changed, and explain it where only the time has passed."""

    @wraps(view)
    def inner(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
        context = about(request, booking, now)
        if context["state"] not in CHANGEABLE or booking.event.is_cancelled:
            return HttpResponseRedirect(booking_path(booking.reference))
        try:
            require_changeable(booking.event, now=now)
        except errors.TooLateToChange as refusal:
            context |= {"refusal": refusal, "change_until": change_until(booking)}
            return render(request, "events/my_booking/too_late.html", context)
        return view(request, booking, now)

    return inner


def change_until(booking: Booking) -> dt.datetime | None:
    """When the booker's own changes end; None while the event has no date."""
    event = booking.event
    return event.starts_at - dt.timedelta(hours=event.change_until_hours) if event.starts_at else None


def saved(booking: Booking, what: str) -> HttpResponse:
    """Back to the booking, which says what was done: "changed", "given" or "added"."""
    return HttpResponseRedirect(f"{booking_path(booking.reference)}?saved={what}", status=303)


def refused(context: dict[str, Any], act: Callable[[], HttpResponse | None]) -> HttpResponse | None:
    """What `act` answers. None, with the refusal in the context, when a rule said no: the page is then drawn again."""
    try:
        return act()
    except errors.BookingError as refusal:
        context |= {"refusal": refusal, "said_state": refusal.state}
    return None


@opens_booking("GET", "POST")
@while_changeable
def change(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    typed = request.POST if request.method == "POST" else None
    place = (typed if typed is not None else request.GET).get("place", "")
    judged = typed is not None and "switch" not in typed
    bookable = bookable_for(booking, now)
    form = ChangeForm(bookable, booking, chosen_people(booking, place), typed, judged=judged)
    context = about(request, booking, now) | {
        "form": form,
        "place": place,
        "switch_form": "change",
        "must_answer": "answer" in request.GET,
    }
    if judged and (answer := refused(context, lambda: _save(request, form, context, now))):
        return answer
    return render(request, "events/my_booking/change.html", context)


def _save(request: HttpRequest, form: ChangeForm, context: dict[str, Any], now: dt.datetime) -> HttpResponse | None:
    if looks_forged(request):
        raise FormTooOld
    if not form.is_valid():
        context |= {"problems": list(form.problems()), "said_state": "error"}
        return None
    answers = None if context["place"] else form.answers()
    change_together(form.booking.pk, changes=form.changes(), answers=answers, now=now, by=By.booker())
    return saved(form.booking, "changed")


def bookable_for(booking: Booking, now: dt.datetime) -> Bookable:
    return Bookable.read(booking.event, language=(get_language() or "en")[:2], now=now)


def chosen_people(booking: Booking, place: str) -> list[Attendee]:
    """Those who come, with all that is known of them; only one where `place` names one of them."""
    rows = booking.attendees.filter(cancelled_at=None).select_related("ticket_type")
    rows = rows.prefetch_related("needs", "answers", "chosen_sessions__session").order_by("position", "pk")
    return [person for person in rows if str(person.pk) == place] or list(rows)


def is_unfinished(booking: Booking, now: dt.datetime) -> bool:
    """Whether something must still be said about somebody: invited from the list of interest, they were asked only
    for a name."""
    try:
        require_changeable(booking.event, now=now)
    except errors.TooLateToChange:
        return False
    form = ChangeForm(bookable_for(booking, now), booking, chosen_people(booking, ""), None, judged=False)
    return any(field.field.required and not field.value() for part in (*form.people, form.once) for field in part)
