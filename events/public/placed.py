"""Back, and send again: a browser that draws the form anew sends it with a new token. It is led to what it booked."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from events.choices import LIVE
from events.models.bookings import Booking, email_key
from events.models.codes import digest
from events.public import form_tokens
from events.public.forms.booking import BookingForm

COOKIE = "placed"


def remember_placed(response: HttpResponseBase, form: BookingForm, *, request: HttpRequest) -> None:
    """Keep the form's token in this browser until it is closed. The cookie goes to the form's own address."""
    secure = request.is_secure()
    response.set_cookie(COOKIE, form.token, path=request.path, httponly=True, samesite="Lax", secure=secure)


def placed_before(request: HttpRequest, form: BookingForm) -> tuple[Booking, str] | None:
    """The live booking that this browser made for just these people, with the secret of its form; None for others:
    somebody who books for other people, or under another address, means to book a second time."""
    event = form.bookable.event
    secret = form_tokens.secret_of(request.COOKIES.get(COOKIE, ""), event=event)
    if secret is None:
        return None
    booking = Booking.objects.filter(form_token_hash=digest(secret), event=event, state__in=LIVE).first()
    party = form.party(joins_waitlist=False, knows_other=False)
    if booking is None or (booking.name, booking.email_key) != (party.name, email_key(party.email)):
        return None
    coming = booking.attendees.filter(cancelled_at=None).order_by("position", "pk")
    names = list(coming.values_list("name", flat=True))
    return (booking, secret) if names == [person.name for person in party.people] else None
