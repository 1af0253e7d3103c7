"""Ways to pay for a booking: what each is called on the page, where it is offered, and what pressing it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.booking.journal import By
from events.choices import PayBy
from events.models.bookings import Booking
from events.payments.balance import Balance
from events.payments.checkout import open_page
from events.payments.credit_places import has_credits_due
from events.payments.gateway import connected, takes_cards
from events.payments.invoices import can_be_invoiced
from events.payments.received import pay_at_door
from events.public.links import booking_path
from events.public.refusals import NoCards


@dataclass(frozen=True)
class Way:
    """`is_offered` looks at a booking and what it owes; `begin` returns the address that follows, or raises a refusal
    with everything as it was."""

    value: PayBy
    label: str | Promise
    hint: str | Promise
    is_offered: Callable[[Booking, Balance], bool]
    begin: Callable[[Booking, dt.datetime], str]


def pay_by_card(booking: Booking, now: dt.datetime) -> str:
    """The address of the payment page."""
    gateway = connected()
    if gateway is None:
        raise NoCards
    return open_page(booking.pk, now=now, gateway=gateway)


def begin_at_door(booking: Booking, now: dt.datetime) -> str:
    """The places are confirmed; the address of what became of the form."""
    pay_at_door(booking.pk, now=now, by=By.booker())
    return booking_path(booking.reference, "booking_placed")


WITH_CREDITS = Way(
    value=PayBy.CREDITS,
    label=_("Time credits"),
    hint=_("We send a code to the address that the time credits belong to. What costs money is paid after that."),
    is_offered=lambda booking, _balance: has_credits_due(booking),
    begin=lambda booking, _now: booking_path(booking.reference, "booking_credits"),
)

WAYS: tuple[Way, ...] = (
    Way(
        value=PayBy.CARD,
        label=_("Card, Apple Pay or Google Pay"),
        hint=_("You go to Stripe’s payment page, which is in English, and come straight back. We never see your card."),
        is_offered=lambda _booking, stands: bool(stands.due) and takes_cards(),
        begin=pay_by_card,
    ),
    Way(
        value=PayBy.INVOICE,
        label=_("Invoice to my organisation"),
        hint=_("Places are kept now. Have a purchase order number ready if you need one."),
        is_offered=lambda booking, stands: (
            bool(stands.due) and can_be_invoiced(booking.event) and not booking.invoices.exists()
        ),
        begin=lambda booking, _now: booking_path(booking.reference, "booking_ask_for_invoice"),
    ),
    Way(
        value=PayBy.DOOR,
        label=_("At the door"),
        hint=_("Places are kept now. You pay when you come."),
        is_offered=lambda booking, stands: (
            bool(stands.due) and booking.event.takes_at_door and booking.pay_by != PayBy.DOOR
        ),
        begin=begin_at_door,
    ),
)
"""In the order in which they are offered; the first one is chosen to begin with."""


def ways_for(booking: Booking, stands: Balance) -> list[Way]:
    """Time credits come first and alone, for whoever cannot spend them need not get out a card."""
    if WITH_CREDITS.is_offered(booking, stands):
        return [WITH_CREDITS]
    return [way for way in WAYS if way.is_offered(booking, stands)]
