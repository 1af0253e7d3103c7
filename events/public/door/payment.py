"""Money that is taken at the door: written down by whoever holds the telephone, and then the person is let in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.journal import By
from events.checkin.door import admit
from events.checkin.outcomes import Door, Scan
from events.choices import Actor
from events.inputs.amounts import AmountField
from events.models.bookings import Attendee
from events.payments.received import DoorMethod, take_at_door
from events.public.door.access import at_door
from events.public.door.money import due_of, written
from events.public.door.scanner import chosen_session, frame
from events.public.door.shown import result_of


class TakenForm(forms.Form):
    """`client_id` is this form's own: sending it again writes nothing down twice."""

    amount = AmountField()
    method = forms.ChoiceField(label=_("Way"), choices=DoorMethod, widget=forms.RadioSelect)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def problems(self) -> list[dict[str, str]]:
        return [
            {"anchor": self[name].auto_id, "text": str(said)} for name, faults in self.errors.items() for said in faults
        ]


@at_door("GET", "POST")
def paid_page(request: HttpRequest, *, door: Door, now: dt.datetime, person: int) -> HttpResponseBase:
    """What is to pay, and what was taken of it. Whoever has paid is let in with the same press."""
    shown = get_object_or_404(Attendee.objects.on_lists(), pk=person, event=door.link.event_id)
    due = due_of(shown)
    first = {"amount": f"{due:.2f}", "method": DoorMethod.CASH, "client_id": uuid.uuid4()}
    form = TakenForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and _take(form, shown, door=door, now=now):
        return _let_in(request, form.cleaned_data["client_id"], shown, door=door, now=now)
    if request.method == "POST" and "client_id" in form.errors:
        raise Http404
    context = {**frame(request, door), "form": form, "person": shown, "due": written(due) if due else ""}
    return render(request, "events/door/paid.html", context)


def _take(form: TakenForm, person: Attendee, *, door: Door, now: dt.datetime) -> bool:
    said: dict[str, Any] = form.cleaned_data
    try:
        take_at_door(
            person.booking_id,
            amount=said["amount"],
            method=DoorMethod(said["method"]),
            client_id=said["client_id"],
            now=now,
            by=By(Actor.DOOR, door.user, door.link.name),
            device=door.link.name,
        )
    except errors.BookingError as refusal:
        form.add_error("amount", str(refusal))
        return False
    return True


def _let_in(
    request: HttpRequest, client_id: uuid.UUID, person: Attendee, *, door: Door, now: dt.datetime
) -> HttpResponseBase:
    """The number of the check-in follows from that of the payment, so that a second press lets nobody in twice."""
    session = chosen_session(request, door.link.event)
    number = uuid.uuid5(client_id, "let in")
    scan = Scan(client_id=number, at=now, attendee=person.pk, session=session.pk if session else None)
    outcome = admit(scan, door=door, now=now, due_of=due_of)
    context = {
        **frame(request, door),
        "result": result_of(outcome, door),
        "outcome": outcome,
        "next_id": uuid.uuid4(),
        "is_paid": True,
    }
    return render(request, "events/door/result.html", context)
