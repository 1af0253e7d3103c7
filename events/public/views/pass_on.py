"""Passing a whole booking to another person and address. Whoever had it before is told, and no longer opens it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import errors
from events.booking.changes import give_booking
from events.booking.journal import By
from events.booking.links import was_opened_by
from events.inputs import AddressField, LineField
from events.models.bookings import Attendee, Booking, email_key
from events.public.forgery import looks_forged
from events.public.forms.person import LONGEST_NAME
from events.public.links import LANGUAGE_COOKIE, SECRET_COOKIE, booking_path, language_for
from events.public.refusals import FormTooOld
from events.public.views.change import refused, while_changeable
from events.public.views.opened import about, coming_of, link_dead, opens_booking, people_of
from home.problems import problems_of

COOKIE = "passed-on"


class PassOnForm(forms.Form):
    """Who has the booking from now on and, where the person who books comes too, whether they come instead."""

    def __init__(self, data: Any = None, *, own: Attendee | None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["name"] = LineField(
            label=_("Name of the new person"),
            missing=_("Type the name of this person"),
            max_length=LONGEST_NAME,
            complete="off",
        )
        self.fields["email"] = AddressField(label=_("Their e-mail address"), complete="off")
        self.fields["email"].error_messages["required"] = _("Type the e-mail address of this person")
        if own:
            label = _("They come in the place of %(name)s") % {"name": own.name}
            self.fields["instead"] = forms.BooleanField(label=label, required=False, initial=True)


def _pressed_before(request: HttpRequest, reference: str) -> HttpResponse | None:
    """The answer to whoever presses twice: the first press took their link away."""
    typed = request.POST.get("name", ""), email_key(request.POST.get("email", ""))
    try:
        booking = was_opened_by(request.COOKIES.get(SECRET_COOKIE, ""))
    except errors.LinkDead:
        return None
    if booking.reference != reference or (booking.name, booking.email_key) != typed:
        return None
    return _passed_on(request, reference)


@opens_booking("GET", "POST", otherwise=_pressed_before)
@while_changeable
def pass_on(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    own = own_place(booking)
    judged = request.method == "POST" and "switch" not in request.POST
    form = PassOnForm(request.POST if judged else None, own=own)
    if request.method == "POST" and not judged:
        form.initial = {
            name: field.widget.value_from_datadict(request.POST, {}, name) for name, field in form.fields.items()
        }
    context = about(request, booking, now) | {"form": form, "switch_form": "pass-on"}
    if judged and (answer := refused(context, lambda: _pass_on(request, booking, form, own, context, now))):
        return answer
    return render(request, "events/my_booking/pass_on.html", context)


def own_place(booking: Booking) -> Attendee | None:
    """The place of the person who booked, who need not come themselves."""
    return next((person for person in coming_of(people_of(booking)) if person.name == booking.name), None)


def _pass_on(
    request: HttpRequest,
    booking: Booking,
    form: PassOnForm,
    own: Attendee | None,
    context: dict[str, Any],
    now: dt.datetime,
) -> HttpResponse | None:
    if looks_forged(request):
        raise FormTooOld
    if not form.is_valid():
        context |= {"problems": list(problems_of(form)), "said_state": "error"}
        return None
    kept = form.cleaned_data
    if email_key(kept["email"]) == booking.email_key:
        form.add_error("email", _("This booking is at that address already. Type the other person’s"))
        context |= {"problems": list(problems_of(form)), "said_state": "error"}
        return None
    place = own.pk if own and kept["instead"] else None
    give_booking(booking.pk, name=kept["name"], email=kept["email"], place=place, now=now, by=By.booker())
    return _passed_on(request, booking.reference)


def _passed_on(request: HttpRequest, reference: str) -> HttpResponse:
    response = HttpResponseRedirect(booking_path(reference, "booking_passed_on"), status=303)
    path, secure = booking_path(reference), request.is_secure()
    response.set_signed_cookie(COOKIE, reference, path=path, httponly=True, samesite="Lax", secure=secure)
    response.set_cookie(
        LANGUAGE_COOKIE, get_language() or "en", path=path, httponly=True, samesite="Lax", secure=secure
    )
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def passed_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Says so in the browser that passed it on. The booking itself can no longer be seen there."""
    if request.get_signed_cookie(COOKIE, default="") != reference:
        return link_dead(request)
    booking = Booking.objects.select_related("event__kind", "event__venue").get(reference=reference)
    with override(language_for(request, booking)):
        return render(request, "events/my_booking/passed_on.html", about(request, booking, timezone.now()))
