"""Giving up places: a page that asks first, then one that says what is left."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.journal import By
from events.booking.refund_policy import RefundPolicy
from events.choices import LIVE, PaymentMethod
from events.models.bookings import Attendee, Booking
from events.payments.balance import NOTHING, balance
from events.payments.credit_places import credits_returned
from events.payments.gateway import connected
from events.payments.refunds import Back, what_comes_back
from events.payments.refunds import cancel as cancel_with_money
from events.public.forgery import looks_forged
from events.public.links import booking_path
from events.public.refusals import FormTooOld
from events.public.views.opened import about, coming_of, opens_booking, people_of
from events.public.views.pay import Total
from home.problems import problems_of


class CancelForm(forms.Form):
    """Which of the people on a booking do not come. To begin with all are ticked, or `only` the one with this pk."""

    places = forms.MultipleChoiceField(
        label=_("Places"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick the places that you want to cancel"),
            "invalid_choice": _("One of these people is not on this booking. Choose again"),
        },
    )

    def __init__(self, data: Any = None, *, people: list[Attendee], only: str = "") -> None:
        super().__init__(data)
        field = self.fields["places"]
        field.choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]
        field.initial = [person.pk for person in people if not only or str(person.pk) == only]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["places"]]


@opens_booking("GET", "POST")
def cancel(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    people = people_of(booking)
    context = about(request, booking, now) | {
        "people": coming_of(people),
        **_money(booking, coming_of(people), now),
        "cancel_url": request.path,
        "switch_form": "cancel",
    }
    if context["state"] not in LIVE:
        return HttpResponseRedirect(booking_path(booking.reference, "booking_cancelled"))
    typed = request.POST if request.method == "POST" and "switch" not in request.POST else None
    form = CancelForm(typed, people=people, only=request.GET.get("place", ""))
    if "switch" in request.POST:
        form.initial = {"places": request.POST.getlist("places")}
    if typed is not None:
        try:
            if looks_forged(request):
                raise FormTooOld
            if form.is_valid():
                cancel_with_money(booking.pk, attendee_ids=form.chosen(), now=now, by=By.booker(), gateway=connected())
                return HttpResponseRedirect(booking_path(booking.reference, "booking_cancelled"), status=303)
            context |= {"problems": list(problems_of(form)), "said_state": "error"}
        except errors.BookingError as refusal:
            context |= {"refusal": refusal, "said_state": refusal.state}
    return render(request, "events/my_booking/cancel.html", context | {"form": form})


def _money(booking: Booking, people: list[Attendee], now: dt.datetime) -> dict[str, Any]:
    """What comes back of each place if it is cancelled now; nothing where nothing has been paid."""
    found, policy = what_comes_back(booking, people, now=now), RefundPolicy.agreed(booking)
    if not found.most and not found.credits:
        return {}
    return {
        "backs": {person.pk: _back_of(person, found) for person in people},
        "gives_money": bool(found.most),
        "by_card": not booking.payments.received().exclude(method=PaymentMethod.CARD).exists(),
        "gives_credits": bool(found.credits),
        "full_until": policy.full_until(booking.event),
        "part_until": policy.part_until(booking.event),
        "part_percent": policy.part_percent,
        "now": now,
    }


def _back_of(person: Attendee, found: Back) -> Total | None:
    """None for a place that was free."""
    if not person.price and person.pk not in found.credits:
        return None
    return Total(found.places.get(person.pk, NOTHING) if found.most else NOTHING, found.credits.get(person.pk, 0))


@opens_booking("GET")
def cancelled(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    people = people_of(booking)
    gone = [person for person in people if person.cancelled_at is not None]
    if not gone:
        return HttpResponseRedirect(booking_path(booking.reference))
    left = len(coming_of(people)) if booking.state in LIVE else 0
    context = about(request, booking, now) | {"number": len(gone), "left": left, "stands": balance(booking)}
    context |= {"credits": credits_returned(gone) if any(person.credits for person in gone) else 0}
    return render(request, "events/my_booking/cancelled.html", context)
