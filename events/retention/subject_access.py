"""Everything that one organisation holds about one address, so that whoever asks can be told (UK GDPR, art. 15)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from events.models.bookings import Answer, Attendee, Booking, Interest, email_key
from events.models.checkins import CheckIn
from events.models.events import Event
from events.models.messages import Message
from events.models.needs import Need
from events.models.payments import Payment
from events.retention.money import told_accounts, told_discounts, told_invoices


@dataclass(frozen=True)
class Holding:
    """What is held, one list of plain values a topic; ready for a page and for JSON."""

    email: str
    bookings: list[dict[str, Any]] = field(default_factory=list)
    interests: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    time_credits: list[dict[str, Any]] = field(default_factory=list)
    discounts: list[dict[str, Any]] = field(default_factory=list)
    invoices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        topics = (self.bookings, self.interests, self.messages, self.time_credits, self.discounts, self.invoices)
        return not any(topics)

    def as_values(self) -> dict[str, Any]:
        return {
            "email": self.email,
            "bookings": self.bookings,
            "interests": self.interests,
            "messages": self.messages,
            "time_credits": self.time_credits,
            "discounts": self.discounts,
            "invoices": self.invoices,
        }


def bookings_of(email: str, events: QuerySet[Event]) -> QuerySet[Booking]:
    """Made by this address, or with a place for it. Case does not count."""
    key = email_key(email)
    placed = Attendee.objects.filter(email__iexact=email.strip()).values("booking")
    return Booking.objects.filter(Q(email_key=key) | Q(pk__in=placed), event__in=events).exclude(email_key="", name="")


def holding_of(email: str, *, events: QuerySet[Event], events_with_needs: QuerySet[Event]) -> Holding:
    """Of a booking that somebody else made, only the place of this person is told: the others are none of theirs.

    Needs are told of `events_with_needs` only.
    """
    key = email_key(email)
    needy = set(events_with_needs.values_list("pk", flat=True))
    bookings = bookings_of(email, events).select_related("event").order_by("created_at", "pk")
    interests = Interest.objects.filter(event__in=events, email_key=key).select_related("event")
    messages = Message.objects.filter(event__in=events, to_email__iexact=email.strip()).select_related("event")
    return Holding(
        email=email.strip(),
        bookings=[_booking(row, key, with_needs=row.event_id in needy) for row in bookings],
        interests=[_interest(row) for row in interests.order_by("registered_at")],
        messages=[_message(row) for row in messages.order_by("created_at", "pk")],
        time_credits=told_accounts(email, events),
        discounts=told_discounts(email, events),
        invoices=told_invoices(email, events),
    )


def _booking(booking: Booking, key: str, *, with_needs: bool) -> dict[str, Any]:
    is_theirs = booking.email_key == key
    people = list(booking.attendees.select_related("ticket_type").order_by("position", "pk"))
    shown = people if is_theirs else [person for person in people if email_key(person.email) == key]
    own = {"name": booking.name, "email": booking.email, "phone": booking.phone, "organisation": booking.organisation}
    return {
        "event": str(booking.event),
        "reference": booking.reference,
        "state": str(booking.get_state_display()),
        "created_at": _said(booking.created_at),
        **(own if is_theirs else {}),
        "people": [_person(person, with_needs=with_needs) for person in shown],
        "answers": _answers(Answer.objects.filter(booking=booking, attendee=None)) if is_theirs else [],
        "payments": _payments(booking) if is_theirs else [],
    }


def _person(person: Attendee, *, with_needs: bool) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation,
        "pronouns": person.pronouns,
        "ticket": person.ticket_type.name,
        "cancelled_at": _said(person.cancelled_at),
        "answers": _answers(Answer.objects.filter(attendee=person)),
        "check_ins": [_said(at) for at in CheckIn.objects.filter(attendee=person).values_list("at", flat=True)],
        **(_needs(person) if with_needs else {}),
    }


def _needs(person: Attendee) -> dict[str, Any]:
    rows = Need.objects.filter(attendee=person).order_by("pk")
    return {"needs": [{"kind": row.kind, "option": row.option, "text": row.text} for row in rows]}


def _answers(rows: QuerySet[Answer]) -> list[dict[str, Any]]:
    return [{"question": str(row.question), "answer": row.value} for row in rows.select_related("question")]


def _payments(booking: Booking) -> list[dict[str, Any]]:
    rows = Payment.objects.filter(booking=booking).order_by("created_at")
    return [
        {"amount": str(row.amount), "currency": row.currency, "state": row.state, "at": _said(row.created_at)}
        for row in rows
    ]


def _interest(row: Interest) -> dict[str, Any]:
    return {
        "event": str(row.event),
        "name": row.name,
        "people": row.party_size,
        "registered_at": _said(row.registered_at),
        "left_at": _said(row.left_at),
    }


def _message(row: Message) -> dict[str, Any]:
    return {
        "event": str(row.event) if row.event else "",
        "kind": str(row.get_kind_display()),
        "created_at": _said(row.created_at),
        "sent_at": _said(row.sent_at),
    }


def _said(moment: dt.datetime | None) -> str:
    return moment.isoformat() if moment else ""
