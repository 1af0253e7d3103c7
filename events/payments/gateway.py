"""What the rules of payment ask of Stripe, in our own words, so that they can be read and tested without it."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Line:
    """What is paid for, as the payment page shows it. `amount` is that of one place."""

    name: str
    amount: Decimal
    number: int = 1


@dataclass(frozen=True)
class Order:
    """A payment page to be opened. `key` is the same for every attempt at it; `reference` says nothing of a person."""

    key: str
    reference: str
    lines: tuple[Line, ...]
    currency: str
    expires_at: dt.datetime
    success_url: str
    cancel_url: str
    email: str = ""


@dataclass(frozen=True)
class Page:
    """A payment page as Stripe has it. `state` is "open", "complete" or "expired"; `is_failed` that a bank said no;
    `is_of_key` that its money is real exactly if the key is; `account` is "" where the key may not ask whose it is."""

    session_id: str
    state: str
    is_paid: bool
    amount: Decimal
    currency: str
    mode: str
    reference: str
    key: str = ""
    url: str = ""
    intent_id: str = ""
    is_failed: bool = False
    is_of_key: bool = True
    account: str = ""


@dataclass(frozen=True)
class Returned:
    """Money that Stripe has sent back or tries to. `state` is "done", "pending" or "failed"; `key` is our refund's."""

    stripe_id: str
    intent_id: str
    amount: Decimal
    currency: str
    state: str
    key: str = ""


@dataclass(frozen=True)
class Dispute:
    """Somebody asked their bank for the money; `state` is Stripe's word for how that stands."""

    intent_id: str
    state: str


@dataclass(frozen=True)
class Sent:
    """A payout as Stripe has it. `is_closed` says that its lines can be read: never of one that was asked for by
    hand."""

    stripe_id: str
    amount: Decimal
    currency: str
    state: str
    is_automatic: bool
    is_closed: bool
    made_at: dt.datetime
    arrives_on: dt.date


@dataclass(frozen=True)
class Entry:
    """One line of a payout. `category` is Stripe's word for what it is about; `intent_id` and `refund_id` name it, and
    are "" where it is about neither. `gross` is below nought where money went away."""

    stripe_id: str
    category: str
    gross: Decimal
    fee: Decimal
    at: dt.datetime
    intent_id: str = ""
    refund_id: str = ""


@dataclass(frozen=True)
class Told:
    """An event that Stripe has signed. `account` is "" unless it speaks for another account than the key's."""

    event_id: str
    kind: str
    object_id: str
    intent_id: str
    account: str
    is_live: bool
    dispute_state: str = ""


class Gateway(Protocol):
    """All raise PaymentsDown when Stripe cannot be asked now, and PaymentRefused when it says no for good."""

    @property
    def is_live(self) -> bool: ...
    def account(self) -> str: ...
    def open_page(self, order: Order) -> Page: ...
    def page(self, session_id: str) -> Page: ...
    def close_page(self, session_id: str) -> Page: ...
    def refund(self, *, intent_id: str, amount: Decimal, currency: str, key: str) -> Returned: ...
    def refunds_of(self, intent_id: str) -> Iterable[Returned]: ...
    def refunds_since(self, since: dt.datetime) -> Iterable[Returned]: ...
    def disputes_since(self, since: dt.datetime) -> Iterable[Dispute]: ...
    def payouts_since(self, since: dt.datetime) -> Iterable[Sent]: ...
    def entries_of(self, payout_id: str) -> Iterable[Entry]: ...
    def read_event(self, body: bytes, signature: str) -> Told:
        """Raises ValueError for anything that Stripe has not signed just now with a secret of ours."""


def takes_cards() -> bool:
    """Whether this site has been connected to Stripe."""
    return bool(settings.STRIPE_SECRET_KEY)


def connected() -> Gateway | None:
    """The site's own connection to Stripe, or None where there is none."""
    if not takes_cards():
        return None
    secrets = tuple(settings.STRIPE_WEBHOOK_SECRETS)
    return _connection(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, secrets)


@functools.lru_cache(maxsize=4)
def _connection(key: str, base: str, secrets: tuple[str, ...]) -> Gateway:
    from events.payments.stripe_gateway import StripeGateway  # 30 MB that a free site never needs

    return StripeGateway(key=key, base=base, webhook_secrets=secrets)
