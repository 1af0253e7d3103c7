"""Giving a place to somebody else: a name, and nothing of what was said in confidence."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.changes import give_place
from events.booking.journal import By
from events.inputs import AddressField, LineField
from events.models.bookings import Attendee, Booking
from events.models.codes import digest
from events.public.forgery import looks_forged
from events.public.forms.person import LONGEST_NAME
from events.public.links import booking_path
from events.public.refusals import FormTooOld
from events.public.views.change import refused, saved, while_changeable
from events.public.views.opened import about, coming_of, opens_booking, people_of
from home.problems import problems_of


class GiveForm(forms.Form):
    name = LineField(
        label=_("Name of the new person"),
        missing=_("Type the name of this person"),
        max_length=LONGEST_NAME,
        complete="off",
    )
    email = AddressField(label=_("Their e-mail address"), required=False, complete="off")


@opens_booking("GET", "POST")
@while_changeable
def give(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    typed = request.POST if request.method == "POST" else request.GET
    person = next((one for one in coming_of(people_of(booking)) if str(one.pk) == typed.get("place", "")), None)
    if person is None:
        return HttpResponseRedirect(booking_path(booking.reference))
    judged = request.method == "POST" and "switch" not in typed
    form = GiveForm(typed if judged else None, initial=typed.dict())
    context = about(request, booking, now) | {
        "form": form,
        "person": person,
        "owner": owner_of(person),
        "switch_form": "give",
    }
    if judged and (answer := refused(context, lambda: _give(request, person, form, context, now))):
        return answer
    return render(request, "events/my_booking/give.html", context)


def owner_of(person: Attendee) -> str:
    """Stands for whoever has the place now: a form that was drawn for somebody else's turn gives nothing away."""
    return digest(person.code)[:16]


def _give(
    request: HttpRequest, person: Attendee, form: GiveForm, context: dict[str, Any], now: dt.datetime
) -> HttpResponse | None:
    if looks_forged(request):
        raise FormTooOld
    if not form.is_valid():
        context |= {"problems": list(problems_of(form)), "said_state": "error"}
        return None
    name, email = form.cleaned_data["name"], form.cleaned_data["email"]
    if request.POST.get("owner") != context["owner"]:
        if (person.name, person.email) != (name, email):
            raise errors.TransitionRefused
        return saved(person.booking, "given")  # pressed twice
    give_place(person.booking_id, attendee_id=person.pk, name=name, email=email, now=now, by=By.booker())
    return saved(person.booking, "given")
