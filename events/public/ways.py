"""Ways to pay for a booking: what each is called on the page, where it is offered, and what pressing it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import PayBy
from events.models.bookings import Booking
from events.payments.balance import Balance
from events.payments.checkout import open_page
from events.payments.gateway import connected, takes_cards
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


WAYS: tuple[Way, ...] = (
    Way(
        value=PayBy.CARD,
        label=_("Card, Apple Pay or Google Pay"),
        hint=_("You go to Stripe’s payment page, which is in English, and come straight back. We never see your card."),
        is_offered=lambda _booking, _balance: takes_cards(),
        begin=pay_by_card,
    ),
)
"""In the order in which they are offered; the first one is chosen to begin with."""


def ways_for(booking: Booking, stands: Balance) -> list[Way]:
    return [way for way in WAYS if way.is_offered(booking, stands)]
