"""How the sample people of one event pay: a health board by invoice, one at the door, some with time credits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet

from events.booking.journal import By
from events.choices import Actor, BookingState
from events.management.demo.facts import key_of
from events.models.bookings import Booking
from events.models.events import Event
from events.models.messages import Message
from events.payments.credit_places import pay_with_credits
from events.payments.invoices import Payer, invoice_booking
from events.payments.received import pay_at_door
from events.payments.time_credits import adjust, open_account

Row = dict[str, Any]


def load(row: Row, *, now: dt.datetime) -> None:
    """What the content says under "paying"; loading it again pays nothing twice."""
    found: Row | None = row.get("paying")
    if found is None:
        return
    event = Event.objects.get(key=key_of("event", row["key"]))
    for wish in found.get("invoiced", []):
        if booking := _with_ticket(row, event, wish["ticket"]).first():
            invoice_booking(booking.pk, payer=Payer(**wish["payer"]), now=_later(booking), by=By.system())
    for ticket in found.get("at_the_door", []):
        if booking := _with_ticket(row, event, ticket).first():
            pay_at_door(booking.pk, now=_later(booking), by=By.system())
    for wish in found.get("credits", []):
        _give(event, wish, now=now)
    if ticket := found.get("spends"):
        for booking in _with_ticket(row, event, ticket):
            _spend(event, booking)
    Message.objects.filter(event=event, sent_at=None, booking__isnull=False).update(sent_at=F("due_at"))


def _with_ticket(row: Row, event: Event, ticket: str) -> QuerySet[Booking]:
    booked = Booking.objects.filter(event=event, state=BookingState.CONFIRMED).order_by("created_at", "pk")
    return booked.filter(attendees__ticket_type__key=key_of(row["key"], "ticket", ticket)).distinct()


def _later(booking: Booking) -> dt.datetime:
    return booking.created_at + dt.timedelta(minutes=5)


def _give(event: Event, wish: Row, *, now: dt.datetime) -> None:
    """Somebody who has time credits to spend with the host of this event."""
    if event.host_id is not None:
        account = open_account(event.host_id, email=wish["email"], name=wish["name"], now=now)
        by = By(Actor.SYSTEM, reason="Sample hours")
        adjust(account, number=wish["number"], now=now, by=by, once=f"croeso demo {event.pk} {wish['email']}")


def _spend(event: Event, booking: Booking) -> None:
    """Whoever booked with time credits earned them before, and has one hour left."""
    needed = sum(person.credits for person in booking.attendees.all())
    _give(event, {"email": booking.email, "name": booking.name, "number": needed + 1}, now=booking.created_at)
    if event.host_id is not None:
        account = open_account(event.host_id, email=booking.email, name=booking.name, now=booking.created_at)
        pay_with_credits(booking.pk, account, now=_later(booking), by=By.system())
