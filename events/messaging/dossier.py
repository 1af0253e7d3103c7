"""Everything that a message can tell, read from the database once, whichever languages it is told in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings

from events.booking.links import issue_link, keep_interest_link
from events.booking.online import join_url_for
from events.choices import BookingState, LinkPurpose, MessageKind
from events.messaging.look import style_of
from events.models.bookings import Attendee, Booking, Interest, email_key
from events.models.events import Event
from events.models.invoices import Invoice
from events.models.messages import Message
from events.payments.balance import balance
from events.payments.credit_places import credits_due
from home.models import SiteDetails

LINKED = {
    MessageKind.CONFIRMATION: LinkPurpose.MANAGE,
    MessageKind.CANCELLATION: LinkPurpose.MANAGE,
    MessageKind.CHANGE: LinkPurpose.MANAGE,
    MessageKind.LINK: LinkPurpose.MANAGE,
    MessageKind.WAITLIST_JOINED: LinkPurpose.MANAGE,
    MessageKind.OFFER: LinkPurpose.OFFER,
    MessageKind.QUEUE_NEWS: LinkPurpose.MANAGE,
    MessageKind.REQUESTED: LinkPurpose.MANAGE,
    MessageKind.EVENT_CHANGED: LinkPurpose.MANAGE,
    MessageKind.MAILING: LinkPurpose.MANAGE,
    MessageKind.PAYMENT_FAILED: LinkPurpose.MANAGE,
}
"""The messages that carry a secret link, and what it opens."""

TELLS_JOIN_LINK = frozenset(
    {
        MessageKind.CONFIRMATION,
        MessageKind.CHANGE,
        MessageKind.LINK,
        MessageKind.EVENT_CHANGED,
        MessageKind.MAILING,
    }
)
SAMPLE_LINK = "/bookings/l/…/"
"""Stands in tests and previews where each person gets a secret link of their own."""


@dataclass(frozen=True)
class Dossier:
    """`people` are those whom the message is about, as things stood when it was written.

    `link` and `join_url` are "" without one. `is_theirs` is False when the booking has passed to another address
    since: what opens or joins anything goes to the present one only.
    """

    message: Message
    event: Event
    site: SiteDetails
    booking: Booking | None = None
    interest: Interest | None = None
    people: Sequence[Attendee] = ()
    link: str = ""
    join_url: str = ""
    is_theirs: bool = True
    invoice: Invoice | None = None
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def gone(self) -> list[str]:
        """Names of those whose places were cancelled when the message was written."""
        if "names" in self.context or self.booking is None:
            return [str(name) for name in self.context.get("names", [])]
        left = self.booking.attendees.filter(cancelled_at=self.message.created_at)
        return list(left.order_by("position", "pk").values_list("name", flat=True))

    @property
    def style(self) -> dict[str, str]:
        return style_of(self.site.brand, self.site.accent)

    @property
    def reply_to(self) -> str:
        return (self.event.host.email if self.event.host else "") or self.site.email

    @property
    def phone(self) -> str:
        return (self.event.host.phone if self.event.host else "") or self.site.phone

    @property
    def price(self) -> Decimal:
        return sum((person.price for person in self.people if person.price), Decimal(0))

    @property
    def to_pay(self) -> Decimal:
        """What is still to pay of that; all of it for places that are only offered."""
        if self.booking is None or not self.price or self.booking.state == BookingState.OFFERED:
            return self.price
        return min(self.price, balance(self.booking).due)

    @property
    def credits(self) -> int:
        """Time credits that are still to be spent."""
        return sum(credits_due(self.people).values()) if any(person.credits for person in self.people) else 0


def open_dossier(message: Message, *, now: dt.datetime) -> Dossier:
    """Read what a message tells, and issue the secret link it carries.

    Raises ValueError for a message that belongs to no event.
    """
    kind, booking, interest = MessageKind(message.kind), message.booking, message.interest
    if message.context.get("is_test"):
        return sample_dossier(message)
    owner = booking or interest
    event = message.event or (owner.event if owner else None)
    if event is None:
        raise ValueError("a message must belong to an event")
    if booking:
        booking.event = event
    people = people_at(message, booking) if booking else []
    link = join_url = ""
    is_theirs = booking is None or booking.email_key == email_key(message.to_email)
    invoice = booking.invoices.get(pk=message.context["invoice"]) if booking and "invoice" in message.context else None
    if booking and is_theirs and kind in LINKED and invoice is None:
        token = issue_link(booking=booking, purpose=LINKED[kind], now=now, mailed_to=message.to_email)
        link = f"{settings.SITE_URL}/bookings/l/{token}/"
    if booking and kind in TELLS_JOIN_LINK and booking.state == BookingState.CONFIRMED:
        join_url = join_url_for(event, people if is_theirs else _people_at_address(people, message.to_email))
    if interest and kind in (MessageKind.INTEREST, MessageKind.MAILING):
        link = f"{settings.SITE_URL}/bookings/interest/{keep_interest_link(interest)}/"
    if booking and invoice and message.to_email == invoice.payer_email:  # it opens the invoice and nothing else
        link = f"{settings.SITE_URL}/bookings/l/{issue_link(booking=booking, purpose=LinkPurpose.INVOICE, now=now)}/"
    return Dossier(
        message=message,
        invoice=invoice,
        event=event,
        site=_site(),
        booking=booking,
        interest=interest,
        people=people,
        link=link,
        join_url=join_url,
        is_theirs=is_theirs,
        context=message.context,
    )


def sample_dossier(message: Message) -> Dossier:
    """What a test or a preview tells: the facts of the event, and of a booking only what its message names. No link is
    issued, so nothing is stored, and nobody can follow what stands in its place.

    Raises ValueError for a message that belongs to no event.
    """
    if message.event is None:
        raise ValueError("a message must belong to an event")
    booking = message.booking
    people = people_at(message, booking) if booking else []
    return Dossier(
        message=message,
        event=message.event,
        site=_site(),
        booking=booking,
        interest=message.interest,
        people=people,
        link=f"{settings.SITE_URL}{SAMPLE_LINK}",
        join_url=join_url_for(message.event, people) if booking else message.event.join_url,
        context=message.context,
    )


def _site() -> SiteDetails:
    return SiteDetails.objects.filter(site__is_default_site=True).first() or SiteDetails()


def _people_at_address(people: Sequence[Attendee], email: str) -> list[Attendee]:
    """Those of a party who gave this address as their own: it is for them that they are written to."""
    return [person for person in people if person.email and email_key(person.email) == email_key(email)]


def people_at(message: Message, booking: Booking) -> list[Attendee]:
    """Who was coming (or waiting) just after the message was written: a mail that is sent late stays true."""
    return [
        person
        for person in everybody(booking)
        if person.cancelled_at is None or person.cancelled_at > message.created_at
    ]


def everybody(booking: Booking) -> list[Attendee]:
    """Everybody who ever was on a booking, with tickets and sessions."""
    rows = booking.attendees.select_related("ticket_type").prefetch_related("chosen_sessions__session")
    return list(rows.order_by("position", "pk"))
