"""The stand-in behind the real library, within one process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from events.payments.stripe_gateway import StripeGateway
from tests.fakes.stripe_standin import Lost, StandIn, unflatten


class PretendNetwork(stripe.HTTPClient):
    """Carries the library's requests to a stand-in."""

    name = "pretend"

    def __init__(self, standin: StandIn) -> None:
        super().__init__()
        self.standin = standin

    def request(self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None) -> Any:
        parts = urlsplit(url)
        pairs = parse_qsl(post_data or parts.query, keep_blank_values=True)
        try:
            status, said = self.standin.handle(method, parts.path, unflatten(pairs), dict(headers))
        except Lost as error:
            raise stripe.APIConnectionError("the line broke", should_retry=False) from error
        return json.dumps(said), status, {"content-type": "application/json", "stripe-should-retry": "false"}

    def close(self) -> None:
        """Nothing is open."""


def gateway_to(standin: StandIn, *, key: str = "sk_test_only", secrets: tuple[str, ...] = ()) -> StripeGateway:
    network = PretendNetwork(standin)
    return StripeGateway(
        key=key, base="https://api.stripe.com", webhook_secrets=secrets or (standin.secret,), http_client=network
    )
