"""A till: an event with one ticket at £75, a stand-in for Stripe, and what people do at its payment page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from events.booking.holds import begin_hold
from events.choices import PayBy
from events.models.bookings import Booking
from events.models.events import Event
from events.models.payments import Payment
from events.payments.checkout import open_page
from events.payments.reconcile import check_open, look_back
from events.payments.sending import send_due
from events.payments.settle import settle
from events.payments.stripe_gateway import StripeGateway
from events.payments.webhooks import receive
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation
from tests.fakes.stripe_client import gateway_to
from tests.fakes.stripe_standin import Answer, StandIn

MINUTE = dt.timedelta(minutes=1)


class UnlockedStandIn(StandIn):
    """A stand-in that is asked only while no transaction of ours is open: however slow it is, nobody waits for it."""

    def handle(self, *request: Any) -> Answer:
        assert connection.savepoint_ids == [], "Stripe is asked while a lock is held"  # the test's own has none
        return super().handle(*request)


class Till:
    def __init__(self, event: Event) -> None:
        self.event, self.now = event, NOW
        self.stripe = UnlockedStandIn(now=lambda: self.now)
        self.gateway: StripeGateway = gateway_to(self.stripe)

    def wait(self, **time: float) -> None:
        self.now += dt.timedelta(**time)

    def book(self, size: int = 1, **wishes: Any) -> Booking:
        """A party that pays by card: its places are held."""
        return book(self.event, size, now=self.now, **{"pay_by": PayBy.CARD, **wishes})

    def rival(self, size: int = 1) -> Booking:
        """Somebody who needs not pay first, such as by invoice."""
        return book(self.event, size, now=self.now)

    def hold(self, size: int, token: str = "another form") -> Booking:
        return begin_hold(event_id=self.event.pk, size=size, form_token=token, now=self.now)

    def open_page(self, booking: Booking) -> str:
        """The page's id."""
        url = open_page(booking.pk, now=self.now, gateway=self.gateway)
        return url.rsplit("/", 1)[-1]

    def settle(self, page: str) -> Payment | None:
        return settle(page, now=self.now, gateway=self.gateway)

    def deliver(self, event: dict[str, Any]) -> bool:
        body, signature = self.stripe.signed(event)
        return receive(self.gateway.read_event(body, signature), now=self.now, gateway=self.gateway)

    def deliver_all(self) -> None:
        for event in list(self.stripe.events):
            self.deliver(event)

    def run_due(self) -> None:
        """What the worker does about money, with no webhook at all."""
        check_open(self.now, gateway=self.gateway)
        look_back(self.now, gateway=self.gateway)
        while send_due(now=self.now, gateway=self.gateway, worker="worker", clock=lambda: self.now):
            pass

    def paid_booking(self, size: int = 1, **wishes: Any) -> Booking:
        booking = self.book(size, **wishes)
        page = self.open_page(booking)
        self.stripe.pay(page)
        self.settle(page)
        booking.refresh_from_db()
        return booking


@pytest.fixture
def till(db: None) -> Till:
    ticket = {"price_kind": "fixed", "price": "75.00"}
    return Till(make_event(capacity=3, host=make_organisation(), tickets=[ticket]))
