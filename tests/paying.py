"""A site that is connected to the stand-in for Stripe, for tests of what is seen over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.fakes.stripe_server import Server
from tests.fakes.stripe_standin import StandIn


class Stripe:
    """The stand-in, and the site's webhook."""

    def __init__(self, server: Server) -> None:
        self.server, self.standin = server, server.standin

    def pay(self, address: str) -> None:
        self.standin.pay(page_of(address))

    def deliver(self) -> list[int]:
        """The status of the answer to each event so far."""
        client = Client(enforce_csrf_checks=True)
        found = []
        for event in self.standin.events:
            body, signature = self.standin.signed(event)
            headers = {"Stripe-Signature": signature}
            answer = client.post("/webhooks/stripe/", body, content_type="application/json", headers=headers)
            found.append(answer.status_code)
        return found


def page_of(address: str) -> str:
    return address.rsplit("/", 1)[-1]


@pytest.fixture
def stripe(settings: LazySettings) -> Iterator[Stripe]:
    server = Server(StandIn()).start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "sk_test_only", server.address
    settings.SITE_URL = "http://testserver"
    yield Stripe(server)
    server.shutdown()
    server.server_close()
