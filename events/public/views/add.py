"""Adding somebody to a booking: they pass the gate like everybody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.booking.changes import add_people
from events.booking.journal import By
from events.booking.sales_window import sales_window
from events.choices import BookingState
from events.models.bookings import Booking
from events.public.bookable import Bookable
from events.public.forgery import looks_forged
from events.public.forms.booking import number_in
from events.public.forms.person import PersonForm
from events.public.refusals import FormTooOld, NothingOnSale
from events.public.views.change import bookable_for, refused, saved, while_changeable
from events.public.views.opened import about, coming_of, opens_booking, people_of
from home.problems import problems_of

GROWING = frozenset({BookingState.CONFIRMED, BookingState.REQUESTED, BookingState.WAITING})


def can_grow(booking: Booking, number: int, now: dt.datetime) -> bool:
    """Whether a booking with `number` people may ask for one more; whether there is room the gate says."""
    is_open = sales_window(booking.event, now=now).is_open
    return booking.state in GROWING and is_open and number < booking.event.max_per_booking


@opens_booking("GET", "POST")
@while_changeable
def add(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    bookable = bookable_for(booking, now)
    number = len(coming_of(people_of(booking)))
    judged = request.method == "POST" and "switch" not in request.POST
    form = PersonForm(request.POST if judged else None, bookable=bookable, number=1, is_booker=False)
    if request.method == "POST" and not judged:
        form.initial = {
            name: field.widget.value_from_datadict(request.POST, {}, form.add_prefix(name))
            for name, field in form.fields.items()
        }
    context = about(request, booking, now) | {
        "form": form,
        "bookable": bookable,
        "number": number,
        "can_grow": can_grow(booking, number, now) and bool(bookable.ticket_types),
        "switch_form": "add",
    }
    if judged and (answer := refused(context, lambda: _add(request, booking, form, bookable, context, now))):
        return answer
    return render(request, "events/my_booking/add.html", context)


def _add(
    request: HttpRequest,
    booking: Booking,
    form: PersonForm,
    bookable: Bookable,
    context: dict[str, Any],
    now: dt.datetime,
) -> HttpResponse | None:
    if looks_forged(request):
        raise FormTooOld
    if not bookable.ticket_types:
        raise NothingOnSale
    if not form.is_valid():
        context |= {"problems": list(problems_of(form)), "said_state": "error"}
        return None
    kept = form.cleaned_data
    people = form.wishes(name=kept["name"], email=kept["email"], index=0)
    beside = number_in(request.POST.get("beside", ""), otherwise=0)
    add_people(booking.pk, people=people, beside=beside, now=now, by=By.booker())
    return saved(booking, "added")
