"""An offer of a freed place: yes, no, or one more day. Only a press answers; opening the page does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from events import errors
from events.booking import waitlist
from events.booking.journal import By
from events.booking.offer_times import extended_end
from events.choices import BookingSource, BookingState
from events.models.bookings import Booking
from events.public.forgery import looks_forged
from events.public.links import booking_path
from events.public.refusals import FormTooOld
from events.public.views.change import is_unfinished
from events.public.views.opened import about, coming_of, opens_booking, people_of

ANSWERS: dict[str, tuple[Callable[..., Booking], str]] = {
    "yes": (waitlist.accept_offer, "booking_placed"),
    "no": (waitlist.decline_offer, "booking"),
    "later": (waitlist.extend_offer, "booking_offer"),
    "again": (waitlist.rejoin, "booking_placed"),
}
"""What each button does, and the page that follows."""

UNDECIDED = frozenset({BookingState.OFFERED, BookingState.LAPSED, BookingState.DECLINED})


@opens_booking("GET", "POST")
def offer(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    refusal = None
    if request.method == "POST" and (answer := ANSWERS.get(request.POST.get("answer", ""))):
        rule, following = answer
        try:
            if looks_forged(request):
                raise FormTooOld
            answered = rule(booking.pk, now=now, by=By.booker())
            return HttpResponseRedirect(_next(answered, following, now), status=303)
        except errors.BookingError as refused:
            refusal = refused
            booking.refresh_from_db(fields=["state", "deadline_at", "extensions"])
    return _offer_page(request, booking, now, refusal)


def _next(booking: Booking, following: str, now: dt.datetime) -> str:
    """Who comes from the list of interest was asked for a name only: what else the form asks comes after "yes"."""
    is_in = booking.state in (BookingState.CONFIRMED, BookingState.REQUESTED)
    if is_in and booking.source == BookingSource.INTEREST and is_unfinished(booking, now):
        return f"{booking_path(booking.reference, 'booking_change')}?answer"
    if booking.state == BookingState.HELD:
        following = "booking_pay"
    return booking_path(booking.reference, following)


def _offer_page(
    request: HttpRequest, booking: Booking, now: dt.datetime, refusal: errors.BookingError | None
) -> HttpResponse:
    context = about(request, booking, now)
    if context["state"] not in UNDECIDED and refusal is None:
        return HttpResponseRedirect(booking_path(booking.reference))
    ends_at, event = booking.deadline_at, booking.event
    later = extended_end(event, ends_at=ends_at, now=now) if ends_at and not booking.extensions else None
    people = coming_of(people_of(booking))
    context |= {
        "people": people,
        "number": len(people),
        "deadline_at": ends_at,
        "can_wait_longer": later is not None,
        "refusal": refusal,
    }
    if refusal:
        context["said_state"] = refusal.state
    return render(request, "events/waitlist/offer.html", context)
