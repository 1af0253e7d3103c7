"""Stripe is slow: whoever pays waits for it, and nobody else does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from events.choices import BookingState
from events.models.bookings import Booking
from events.models.events import Event
from tests.factories.pages import event_of, make_index, make_page
from tests.fakes.stripe_server import Server
from tests.fakes.stripe_standin import Answer, StandIn
from tests.races.server import PATIENCE, Browser, Site
from tests.races.storms import clean, path_of


class HeldStandIn(StandIn):
    """Says when it is asked for a payment page, and answers once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let_go = threading.Event(), threading.Event()

    def handle(self, method: str, path: str, params: dict[str, Any], headers: dict[str, str]) -> Answer:
        if (method, path) == ("post", "/v1/checkout/sessions"):
            self.asked.set()
            self.let_go.wait(PATIENCE)
        return super().handle(method, path, params, headers)


@pytest.fixture
def slow(site: Site) -> Iterator[HeldStandIn]:
    server = Server(HeldStandIn()).start()
    site.environment |= {"STRIPE_SECRET_KEY": "sk_test_only", "STRIPE_API_BASE": server.address}
    yield server.standin
    server.standin.let_go.set()
    server.shutdown()
    server.server_close()


def sending(site: Site, event: Event, number: int, ticket: int) -> int:
    """The status that somebody is answered with who books this ticket (a pk: no database is asked beside the site)."""
    browser, path = Browser(site.port), f"{path_of(event)}book/"
    form = browser.get(path).filled(name=f"Sample Person {number}", email=f"person{number}@example.org")
    return browser._send("POST", path, urlencode({**form, "p1-ticket": ticket})).status


def test_others_book_while_stripe_does_not_answer(site: Site, slow: HeldStandIn, root_page) -> None:
    tickets = [{"name": "Carer"}, {"name": "Place", "price_kind": "fixed", "price": "75.00"}]
    event = event_of(make_page(make_index(root_page), tickets=tickets, capacity=2, asks_needs=False))
    free, dear = event.ticket_types.order_by("pk").values_list("pk", flat=True)
    site.start_web()
    with ThreadPoolExecutor(1) as pool:
        payer = pool.submit(sending, site, event, 1, dear)
        assert slow.asked.wait(PATIENCE)
        assert sending(site, event, 2, free) == 303
        assert not payer.done()
        states = {booking.email: booking.state for booking in Booking.objects.all()}
        assert states == {"person1@example.org": BookingState.HELD, "person2@example.org": BookingState.CONFIRMED}
        slow.let_go.set()
        assert payer.result() == 303
    assert clean(site) == ""
