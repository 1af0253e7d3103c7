"""A hold as the booking form meets it: the cookie that leads back to it, what its page says, which answers are kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from events.booking.capacity import public_places, read_places, waiting_parties
from events.booking.holds import KEEP_ANSWERS, MORE_TIMES, kept_answers
from events.booking.lifecycle import is_unfinished
from events.booking.paying import held_until
from events.choices import BookingState
from events.models.bookings import Booking
from events.models.codes import digest
from events.models.events import Event
from events.public import form_tokens
from events.public.bookable import Bookable
from events.public.forms.booking import BookingForm
from events.public.forms.needs import need_fields, needs_typed

COOKIE = "hold"

SOON = dt.timedelta(minutes=2)

LONGEST_KEPT = 2000
MOST_KEPT = 50
"""Values kept of one field, and how long each may be: more than any field takes."""


@dataclass(frozen=True)
class HoldShown:
    """`is_paying` says that a payment page is open until then.

    `state` is "running", "soon" (ends in two minutes), "ended" (and the places are still free) or "gone" (some
    are not). `number` is how many places, `gone` how many of them others have now."""

    state: str
    number: int
    until: dt.datetime
    gone: int = 0
    can_have_more: bool = True
    is_paying: bool = False

    @property
    def is_running(self) -> bool:
        return self.state in ("running", "soon")

    @property
    def mark(self) -> str:
        """Another one as soon as its banner says something else."""
        until = f"-{int(self.until.timestamp())}" if self.is_running else ""
        return f"{self.state}-{self.number}-{self.gone}-{int(self.can_have_more)}{until}"


def remember_hold(response: HttpResponseBase, token: str, *, path: str, request: HttpRequest) -> None:
    """Lead this browser back to its hold and its answers. The cookie goes to the form's own address and no other."""
    age = int(KEEP_ANSWERS.total_seconds())
    secure = request.is_secure()
    response.set_cookie(COOKIE, token, path=path, max_age=age, httponly=True, samesite="Lax", secure=secure)


def forget_hold(response: HttpResponseBase, *, path: str, request: HttpRequest) -> None:
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=path, samesite="Lax")


def held_booking(token: str, event: Event) -> Booking | None:
    """The hold that was begun with this form's token, also one that has ended; None once the form was sent."""
    secret = form_tokens.secret_of(token, event=event)
    if secret is None:
        return None
    row = Booking.objects.filter(form_token_hash=digest(secret), event=event).select_related("event").first()
    return row if row and is_unfinished(row) else None


def is_running(held: Booking, *, now: dt.datetime) -> bool:
    return held.state == BookingState.HELD and held.deadline_at is not None and held.deadline_at > now


def hold_shown(held: Booking, *, people: int, now: dt.datetime) -> HoldShown:
    """What the form says about its hold; `people` are those on the form."""
    until = held_until(held) or held.ended_at or now
    more = held.extensions < MORE_TIMES
    if is_running(held, now=now):
        state = "soon" if until - now <= SOON else "running"
        paying = until != held.deadline_at
        return HoldShown(state, held.attendees.count(), until, can_have_more=more, is_paying=paying)
    free = public_places(read_places(held.event, now=now), queue=waiting_parties(held.event_id)).left
    gone = max(people - free, 0) if free is not None else 0
    return HoldShown("gone" if gone else "ended", people, until, gone=gone, can_have_more=more)


def named_hold(held: Booking, *, now: dt.datetime) -> HoldShown:
    """What the page on which it is paid says about a hold."""
    return hold_shown(held, people=held.attendees.filter(cancelled_at=None).count(), now=now)


def answers_path(booking: Booking) -> str:
    """The form with what was typed, for a party that has not paid yet; "" where it came from no form."""
    path = str(booking.event.say("path") or "")
    return f"{path}book/" if path and booking.form_token_hash and is_unfinished(booking) else ""


def form_of(held: Booking, bookable: Bookable, *, token: str, code: str, now: dt.datetime) -> BookingForm:
    """The form with what was typed into it within the last day."""
    data = QueryDict(mutable=True)
    data["people"] = str(held.attendees.count())
    for name, values in kept_answers(held, now=now).items():
        data.setlist(name, values)
    for name, values in needs_typed(held).items():
        data.setlist(name, values)
    data["token"], data["code"] = token, code
    return BookingForm.typed(bookable, data, judged=False)


def typed_so_far(form: BookingForm) -> dict[str, list[str]]:
    """What may be kept of a form that was not sent: fields it knows, and never what people say about their needs."""
    out = {"code", *need_fields(form.bookable)}
    names = ["people"]
    for part in (form.booker, *form.people, form.once):
        names += [part.add_prefix(name) for name in part.fields if name not in out]
    return {
        name: [value.replace("\x00", "")[:LONGEST_KEPT] for value in form.data.getlist(name)[:MOST_KEPT]]
        for name in names
        if name in form.data
    }
