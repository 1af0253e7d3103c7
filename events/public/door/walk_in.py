"""Somebody who stands at the door without a booking: they pass the gate like everybody else."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.capacity import read_places
from events.booking.journal import By
from events.booking.party import Party, PersonWish
from events.booking.staff import book_for
from events.checkin.door import admit
from events.checkin.outcomes import Door, Scan
from events.choices import Actor, BookingSource, SessionChoice
from events.inputs import AddressField, LineField
from events.models.bookings import Attendee
from events.models.events import Event
from events.public.door.access import at_door
from events.public.door.money import due_of
from events.public.door.scanner import chosen_session, frame
from events.public.door.shown import result_of

LONGEST_NAME = 120


class WalkInForm(forms.Form):
    """As little as a queue allows: a name, and what is to be chosen where there is a choice."""

    name = LineField(label=_("Name"), missing=_("Type the name"), max_length=LONGEST_NAME, complete="off")
    email = AddressField(
        label=_("E-mail address"),
        required=False,
        complete="off",
        help_text=_("The confirmation goes here. Leave it empty, and nothing is sent."),
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, event: Event, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = list(event.ticket_types.filter(withdrawn=False, is_supporter=False))
        if len(self.tickets) > 1:
            choices = [(row.pk, row.name) for row in self.tickets]
            self.fields["ticket"] = forms.TypedChoiceField(label=_("Ticket"), choices=choices, coerce=int)
        rows = event.sessions.filter(withdrawn=False, is_bookable=True).order_by("starts_at", "sort_order")
        sessions = [row for row in rows if row.starts_at is None or row.starts_at > now]
        if sessions and event.session_choice != SessionChoice.WHOLE:
            choices = [(row.pk, row.name) for row in sessions]
            self.fields["chosen"] = forms.TypedChoiceField(label=_("Session"), choices=choices, coerce=int)
        self.order_fields(["name", "ticket", "chosen", "email"])

    @property
    def problems(self) -> list[dict[str, str]]:
        return [
            {"anchor": self[name].auto_id, "text": str(text)}
            for name in self.fields
            for text in (self.errors.get(name) or [])
        ]

    def party(self) -> Party:
        """Only of a valid form."""
        kept, language = self.cleaned_data, (get_language() or "en")[:2]
        chosen = (kept["chosen"],) if kept.get("chosen") else ()
        ticket = kept.get("ticket") or self.tickets[0].pk
        person = PersonWish(name=kept["name"], ticket_type=ticket, sessions=chosen, language=language)
        return Party(name=kept["name"], email=kept["email"], people=(person,), language=language)


@at_door("GET", "POST")
def walk_in(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:
    """Book a place and check it in. What the gate says stands above the form, with all that was typed."""
    event, refusal = door.link.event, None
    if request.method == "POST":
        form = WalkInForm(request.POST, event=event, now=now)
        if form.tickets and form.is_valid():
            try:
                return _let_in(request, door, form, now)
            except errors.BookingError as refused:
                refusal = refused
    else:
        form = WalkInForm(initial=_begin(request, event), event=event, now=now)
    context = {
        **frame(request, door),
        "form": form,
        "refusal": refusal,
        "is_full": isinstance(refusal, errors.SoldOut),
        "beyond": _for_desk(form, request, door) if isinstance(refusal, errors.SoldOut) and door.user else [],
        "left": read_places(event, now=now).left(),
        "desk_url": reverse("desk:add_booking", args=[event.pk]),
    }
    return render(request, "events/door/walk_in.html", context)


def _for_desk(form: WalkInForm, request: HttpRequest, door: Door) -> list[tuple[str, Any]]:
    """What was typed, as the desk's own form takes it: there a limit is gone beyond, by name and with a reason."""
    person = form.party().people[0]
    session = chosen_session(request, door.link.event)
    return [
        ("rows", 1),
        ("door", door.link.pk),
        ("session", session.pk if session else ""),
        *((name, form.cleaned_data[name]) for name in ("name", "email", "form_token")),
        ("language", person.language),
        ("p1-ticket", person.ticket_type),
        *(("p1-sessions", chosen) for chosen in person.sessions),
    ]


def _begin(request: HttpRequest, event: Event) -> dict[str, Any]:
    """A blank form, or one for somebody whose place was cancelled."""
    begin: dict[str, Any] = {"form_token": secrets.token_urlsafe(16)}
    again = request.GET.get("again", "")
    if again.isascii() and again.isdigit() and len(again) <= 18:
        person = Attendee.objects.filter(pk=int(again), event=event).first()
        if person is not None:
            begin |= {"name": person.name, "ticket": person.ticket_type_id}
    return begin


def _let_in(request: HttpRequest, door: Door, form: WalkInForm, now: dt.datetime) -> HttpResponseBase:
    token = form.cleaned_data["form_token"]
    by = By(Actor.DOOR, door.user, door.link.name)
    booking = book_for(
        event_id=door.link.event_id,
        party=form.party(),
        now=now,
        by=by,
        source=BookingSource.WALK_IN,
        form_token=f"walk-in {token}",
    )
    session = chosen_session(request, door.link.event)
    scan = Scan(
        client_id=uuid.uuid5(uuid.NAMESPACE_OID, f"walk-in {token}"),
        at=now,
        attendee=booking.attendees.values_list("pk", flat=True).get(),
        session=session.pk if session else None,
    )
    outcome = admit(scan, door=door, now=now, due_of=due_of)
    context = {
        **frame(request, door),
        "result": result_of(outcome, door),
        "outcome": outcome,
        "next_id": uuid.uuid4(),
    }
    return render(request, "events/door/result.html", context)
