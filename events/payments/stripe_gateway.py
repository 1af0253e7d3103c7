"""The one door to Stripe. Nothing here is called while a transaction is open."""

from __future__ import annotations

import datetime as dt
import functools
import json
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

import stripe
from stripe.params import BalanceTransactionListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

from events import errors
from events.payments.gateway import Dispute, Entry, Line, Order, Page, Returned, Sent, Told

log = logging.getLogger(__name__)

API_VERSION = "2026-10-28.endive"
"""Pinned: a newer version is taken on by changing this line and running the tests."""

TIMEOUT = (3, 6)
RETRIES = 1
"""Seconds to be connected and to be answered, and how often a question is asked again: a page is told within 20 seconds
that Stripe does not answer, and the web process is not given up before."""

REFUND_STATES = {"succeeded": "done", "pending": "pending", "requires_action": "pending"}
"""All others are failures."""

BANK_SAID_NO = frozenset({"requires_payment_method", "canceled"})

P = ParamSpec("P")
R = TypeVar("R")


def asks(question: Callable[P, R]) -> Callable[P, R]:
    """Say what went wrong in our own words. Whatever Stripe answers is logged without anything of a person."""

    @functools.wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return question(*args, **kwargs)
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            log.error("Stripe refuses (%s): %s", question.__name__, error.code or error.http_status)
            raise errors.PaymentRefused(error.code or "refused") from error
        except stripe.StripeError as error:
            log.warning("Stripe cannot be asked (%s): %s", question.__name__, type(error).__name__)
            raise errors.PaymentsDown from error

    return asked


class StripeGateway:
    """`http_client` takes the place of the network in tests."""

    def __init__(
        self, *, key: str, base: str, webhook_secrets: tuple[str, ...], http_client: stripe.HTTPClient | None = None
    ) -> None:
        self.is_live = key.startswith(("sk_live", "rk_live"))
        self._secrets = webhook_secrets
        self._client = stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            base_addresses={"api": base},
            max_network_retries=RETRIES,
            http_client=http_client or stripe.RequestsClient(timeout=TIMEOUT),
        )
        self._account: str | None = None

    def account(self) -> str:
        """The account that the key belongs to, asked once; "" where the key may not ask."""
        if self._account is None:
            self._account = self._own_account()
        return self._account

    @asks
    def _own_account(self) -> str:
        try:
            return self._client.v1.accounts.retrieve_current().id
        except (stripe.InvalidRequestError, stripe.PermissionError):
            return ""

    @asks
    def open_page(self, order: Order) -> Page:
        params: SessionCreateParams = {
            "mode": "payment",
            "client_reference_id": order.reference,
            "line_items": [_item(line, order.currency) for line in order.lines],
            "success_url": order.success_url,
            "cancel_url": order.cancel_url,
            "expires_at": int(order.expires_at.timestamp()),
            "metadata": {"payment": order.key},
            "payment_intent_data": {"metadata": {"payment": order.key}, "description": order.reference},
            "locale": "en-GB",
        }
        if order.email:
            params["customer_email"] = order.email
        session = self._client.v1.checkout.sessions.create(params, {"idempotency_key": order.key})
        return self._page(session)

    @asks
    def page(self, session_id: str) -> Page:
        return self._page(self._client.v1.checkout.sessions.retrieve(session_id))

    @asks
    def close_page(self, session_id: str) -> Page:
        """Close it for good, or find out what has become of it meanwhile."""
        try:
            return self._page(self._client.v1.checkout.sessions.expire(session_id))
        except stripe.InvalidRequestError:  # it is closed already, perhaps by a payment
            return self._page(self._client.v1.checkout.sessions.retrieve(session_id))

    def _page(self, session: stripe.checkout.Session) -> Page:
        intent_id = _id_of(_said(session, "payment_intent"))
        is_paid = session.payment_status == "paid"
        return Page(
            session_id=session.id,
            state=str(session.status or ""),
            is_paid=is_paid,
            amount=_pounds(session.amount_total or 0),
            currency=str(session.currency or "").upper(),
            mode=session.mode,
            reference=str(_said(session, "client_reference_id") or ""),
            key=str(_said(_said(session, "metadata"), "payment") or ""),
            url=str(_said(session, "url") or ""),
            intent_id=intent_id,
            is_failed=session.status == "complete" and not is_paid and self._bank_said_no(intent_id),
            is_of_key=session.livemode == self.is_live,
            account=self.account(),
        )

    def _bank_said_no(self, intent_id: str) -> bool:
        if not intent_id:
            return False
        try:
            return self._client.v1.payment_intents.retrieve(intent_id).status in BANK_SAID_NO
        except stripe.InvalidRequestError:
            return False

    @asks
    def refund(self, *, intent_id: str, amount: Decimal, currency: str, key: str) -> Returned:
        del currency  # a refund is in the currency of its payment
        params: RefundCreateParams = {
            "payment_intent": intent_id,
            "amount": _pence(amount),
            "metadata": {"refund": key},
        }
        return _returned(self._client.v1.refunds.create(params, {"idempotency_key": key}))

    @asks
    def refunds_of(self, intent_id: str) -> list[Returned]:
        found = self._client.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        return [_returned(row) for row in found.auto_paging_iter()]

    @asks
    def refunds_since(self, since: dt.datetime) -> list[Returned]:
        found = self._client.v1.refunds.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [_returned(row) for row in found.auto_paging_iter()]

    @asks
    def disputes_since(self, since: dt.datetime) -> list[Dispute]:
        found = self._client.v1.disputes.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [Dispute(_id_of(_said(row, "payment_intent")), row.status) for row in found.auto_paging_iter()]

    @asks
    def payouts_since(self, since: dt.datetime) -> list[Sent]:
        found = self._client.v1.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [_sent(row) for row in found.auto_paging_iter()]

    @asks
    def entries_of(self, payout_id: str) -> list[Entry]:
        """All but the line of the payout itself, which takes the sum of the others out of Stripe."""
        params: BalanceTransactionListParams = {"payout": payout_id, "expand": ["data.source"], "limit": 100}
        found = self._client.v1.balance_transactions.list(params).auto_paging_iter()
        return [_entry(row) for row in found if _id_of(row.source) != payout_id]

    def read_event(self, body: bytes, signature: str) -> Told:
        for secret in self._secrets:
            try:
                stripe.WebhookSignature.verify_header(body.decode(), signature, secret, tolerance=300)
            except stripe.SignatureVerificationError:
                continue
            return _told(json.loads(body))
        raise ValueError("not signed by Stripe")


def _told(event: dict[str, Any]) -> Told:
    about = event["data"]["object"]
    kind = str(event["type"])
    intent = about["id"] if about.get("object") == "payment_intent" else about.get("payment_intent")
    return Told(
        event_id=str(event["id"]),
        kind=kind,
        object_id=str(about.get("id", "")),
        intent_id=_id_of(intent),
        account=str(event.get("account") or ""),
        is_live=bool(event.get("livemode")),
        dispute_state=str(about.get("status", "")) if about.get("object") == "dispute" else "",
    )


def _sent(payout: stripe.Payout) -> Sent:
    return Sent(
        stripe_id=payout.id,
        amount=_pounds(payout.amount),
        currency=payout.currency.upper(),
        state=payout.status,
        is_automatic=payout.automatic,
        is_closed=payout.automatic and payout.reconciliation_status == "completed",
        made_at=_instant(payout.created),
        arrives_on=_instant(payout.arrival_date).date(),
    )


def _entry(row: stripe.BalanceTransaction) -> Entry:
    source = row.source
    return Entry(
        stripe_id=row.id,
        category=row.reporting_category,
        gross=_pounds(row.amount),
        fee=_pounds(row.fee),
        at=_instant(row.created),
        intent_id=_id_of(_said(source, "payment_intent")),
        refund_id=_id_of(source) if _said(source, "object") == "refund" else "",
    )


def _instant(stamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(stamp, tz=dt.UTC)


def _item(line: Line, currency: str) -> SessionCreateParamsLineItem:
    return {
        "quantity": line.number,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": _pence(line.amount),
            "product_data": {"name": line.name},
        },
    }


def _returned(refund: stripe.Refund) -> Returned:
    return Returned(
        stripe_id=refund.id,
        intent_id=_id_of(_said(refund, "payment_intent")),
        amount=_pounds(refund.amount),
        currency=refund.currency.upper(),
        state=REFUND_STATES.get(refund.status or "", "failed"),
        key=str(_said(_said(refund, "metadata"), "refund") or ""),
    )


def _said(about: object, name: str) -> object:
    """What an object of Stripe says under this name; None where it says nothing."""
    return getattr(about, name, None)


def _id_of(found: object) -> str:
    """Stripe names an object by its id, or sends all of it."""
    if isinstance(found, dict):
        return str(found.get("id", ""))
    return found if isinstance(found, str) else str(getattr(found, "id", "") or "")


def _pence(amount: Decimal) -> int:
    """Currencies of this site have two decimals."""
    return int(amount * 100)


def _pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100
