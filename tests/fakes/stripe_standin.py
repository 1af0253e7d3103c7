"""A stand-in for Stripe: keeps payment pages, refunds and disputes, and answers as Stripe's API does. No network.

`stripe_client` puts it behind the real library within a test, `stripe_server` behind an address on this machine. What a
person does on the payment page, and what staff do in the dashboard, are methods; each makes the events that Stripe
would send.
"""

from __future__ import annotations

import datetime as dt
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Params = dict[str, Any]
Answer = tuple[int, dict[str, Any]]

KEYS = ("sk_test_", "rk_test_")
ACCOUNT = "acct_pretend"
LEAST_MINUTES = 30
LEAST_AMOUNT = 30


class Refusal(Exception):
    """An answer other than yes."""

    def __init__(self, status: int, code: str, message: str, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.answer = status, {"error": {"type": kind, "code": code, "message": message}}


class Lost(Exception):
    """The line broke. `done` says whether Stripe had carried the request out by then."""


@dataclass
class Trouble:
    """What goes wrong with the next `times` requests: "down", "lost" (carried out, answer lost), "500", "400" (no for
    good) or "slow", which is carried out and answered after some seconds."""

    kind: str
    times: int = 1
    only: str = ""
    seconds: float = 20


@dataclass
class StandIn:
    """`now` is its clock; `secret` signs its events, which wait in `events` until somebody delivers them."""

    secret: str = "whsec_only_for_tests"
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    base: str = "https://checkout.pretend.example"
    sessions: dict[str, Params] = field(default_factory=dict)
    intents: dict[str, Params] = field(default_factory=dict)
    refunds: dict[str, Params] = field(default_factory=dict)
    disputes: dict[str, Params] = field(default_factory=dict)
    payouts: dict[str, Params] = field(default_factory=dict)
    balance: dict[str, Params] = field(default_factory=dict)
    events: list[Params] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    refunds_are: str = "succeeded"

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._answers: dict[str, tuple[Params, Answer]] = {}
        self._lock = threading.RLock()

    # --- the API ------------------------------------------------------------------------------------------------------

    def handle(self, method: str, path: str, params: Params, headers: dict[str, str]) -> Answer:
        """One request. Raises Lost where the line breaks."""
        told = {name.lower(): value for name, value in headers.items()}
        trouble = self._trouble(f"{method} {path}")
        if trouble == "down":
            raise Lost
        if trouble == "500":
            return 500, {"error": {"type": "api_error", "message": "Something went wrong on Stripe's end."}}
        if trouble == "400":
            return Refusal(400, "parameter_invalid", "Stripe says no for good.").answer
        with self._lock:
            self.requests.append(f"{method} {path}")
            answer = self._answer(method, path, params, told)
        if trouble == "lost":
            raise Lost
        return answer

    def _trouble(self, request: str) -> str:
        for trouble in self.troubles:
            if trouble.times and trouble.only in request:
                trouble.times -= 1
                if trouble.kind == "slow":
                    time.sleep(trouble.seconds)  # only a server that stands for a slow one does this
                return trouble.kind
        return ""

    def _answer(self, method: str, path: str, params: Params, headers: dict[str, str]) -> Answer:
        if not headers.get("authorization", "").removeprefix("Bearer ").startswith(KEYS):
            return Refusal(401, "api_key_expired", "This stand-in takes test keys only.").answer
        key = headers.get("idempotency-key", "") if method == "post" else ""
        if key in self._answers and key:
            earlier, answer = self._answers[key]
            if earlier != {"path": path, **params}:
                text = "Keys for idempotent requests can only be used with the same parameters."
                return Refusal(400, "idempotency_key_in_use", text, "idempotency_error").answer
            return answer
        try:
            answer = 200, self._route(method, path, params)
        except Refusal as refusal:
            answer = refusal.answer
        if key:
            self._answers[key] = {"path": path, **params}, answer
        return json.loads(json.dumps(answer[0])), json.loads(json.dumps(answer[1]))

    def _route(self, method: str, path: str, params: Params) -> Params:
        parts = path.strip("/").split("/")[1:]
        match method, parts:
            case "get", ["account"]:
                return {"id": ACCOUNT, "object": "account"}
            case "post", ["checkout", "sessions"]:
                return self._open(params)
            case "get", ["checkout", "sessions", pk]:
                return self._session(pk)
            case "post", ["checkout", "sessions", pk, "expire"]:
                return self._expire(pk)
            case "get", ["payment_intents", pk]:
                return self._found(self.intents, pk)
            case "post", ["refunds"]:
                return self._refund(params)
            case "get", ["refunds"]:
                return _listed(self.refunds.values(), params)
            case "get", ["disputes"]:
                return _listed(self.disputes.values(), params)
            case "get", ["payouts"]:
                return _listed(self.payouts.values(), params)
            case "get", ["balance_transactions"]:
                return _listed(self.balance.values(), params)
        raise Refusal(404, "resource_missing", f"Unrecognized request URL ({method}: {path}).")

    def _found(self, rows: dict[str, Params], pk: str) -> Params:
        if pk not in rows:
            raise Refusal(404, "resource_missing", f"No such object: '{pk}'")
        return rows[pk]

    def _session(self, pk: str) -> Params:
        """A page closes by itself when its time is up and nobody has paid."""
        session = self._found(self.sessions, pk)
        if session["status"] == "open" and session["expires_at"] <= self._stamp():
            session["status"], session["url"] = "expired", None
            self._tell("checkout.session.expired", session)
        return session

    def _open(self, params: Params) -> Params:
        total = sum(
            int(item["price_data"]["unit_amount"]) * int(item["quantity"]) for item in params["line_items"].values()
        )
        if total < LEAST_AMOUNT:
            raise Refusal(400, "amount_too_small", "The Checkout Session's total amount must convert to at least 30p.")
        if int(params["expires_at"]) < self._stamp() + LEAST_MINUTES * 60:
            raise Refusal(400, "parameter_invalid", "The `expires_at` timestamp must be at least 30 minutes away.")
        pk = f"cs_test_{next(self._numbers):06d}"
        currency = next(iter(params["line_items"].values()))["price_data"]["currency"]
        self.sessions[pk] = {
            "id": pk,
            "object": "checkout.session",
            "amount_total": total,
            "client_reference_id": params.get("client_reference_id"),
            "created": self._stamp(),
            "currency": currency,
            "customer_email": params.get("customer_email"),
            "cancel_url": params["cancel_url"],
            "success_url": params["success_url"],
            "expires_at": int(params["expires_at"]),
            "livemode": False,
            "metadata": params.get("metadata", {}),
            "mode": params["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"{self.base}/pay/{pk}",
        }
        return self.sessions[pk]

    def _expire(self, pk: str) -> Params:
        session = self._session(pk)
        if session["status"] != "open":
            raise Refusal(400, "", 'Only Checkout Sessions with a status in ["open"] can be expired.')
        session["status"], session["url"] = "expired", None
        self._tell("checkout.session.expired", session)
        return session

    def _refund(self, params: Params) -> Params:
        intent = self._found(self.intents, params["payment_intent"])
        amount = int(params.get("amount", 0)) or intent["amount"] - self._refunded(intent["id"])
        left = intent["amount"] - self._refunded(intent["id"])
        if intent["status"] != "succeeded" or not 0 < amount <= left:
            code = "charge_already_refunded" if not left else "amount_too_large"
            raise Refusal(400, code, "Refund amount is greater than unrefunded amount on charge.")
        pk = f"re_{next(self._numbers):06d}"
        self.refunds[pk] = {
            "id": pk,
            "object": "refund",
            "amount": amount,
            "created": self._stamp(),
            "currency": intent["currency"],
            "metadata": params.get("metadata", {}),
            "payment_intent": intent["id"],
            "status": self.refunds_are,
        }
        self._enter("refund", -amount, self.refunds[pk])
        self._tell("refund.created", self.refunds[pk])
        self._tell("charge.refunded", {"id": f"ch_{intent['id']}", "object": "charge", "payment_intent": intent["id"]})
        return self.refunds[pk]

    def _refunded(self, intent_id: str) -> int:
        rows = [row for row in self.refunds.values() if row["payment_intent"] == intent_id]
        return sum(row["amount"] for row in rows if row["status"] != "failed")

    # --- what people do -----------------------------------------------------------------------------------------------

    def pay(self, pk: str) -> Params:
        """A card that is good. A page that has closed takes nothing."""
        return self._complete(pk, "paid", "succeeded")

    def pay_later(self, pk: str) -> Params:
        """A bank debit, which takes days."""
        return self._complete(pk, "unpaid", "processing")

    def _complete(self, pk: str, payment_status: str, intent_status: str) -> Params:
        with self._lock:
            session = self._session(pk)
            if session["status"] != "open":
                raise Refusal(400, "", "This page is closed.")
            intent_id = f"pi_{next(self._numbers):06d}"
            self.intents[intent_id] = {
                "id": intent_id,
                "object": "payment_intent",
                "amount": session["amount_total"],
                "currency": session["currency"],
                "status": intent_status,
            }
            session.update(status="complete", payment_status=payment_status, payment_intent=intent_id, url=None)
            if payment_status == "paid":
                self._charged(intent_id)
            self._tell("checkout.session.completed", session)
            return session

    def bank_says(self, pk: str, *, yes: bool) -> None:
        """What became of a bank debit."""
        session = self.sessions[pk]
        intent = self.intents[session["payment_intent"]]
        intent["status"] = "succeeded" if yes else "requires_payment_method"
        session["payment_status"] = "paid" if yes else "unpaid"
        if yes:
            self._charged(intent["id"])
        self._tell(f"checkout.session.async_payment_{'succeeded' if yes else 'failed'}", session)

    def refund_in_dashboard(self, pk: str, amount: int) -> Params:
        return self._refund({"payment_intent": self.sessions[pk]["payment_intent"], "amount": amount})

    def refund_comes_back(self, pk: str) -> None:
        """The card is closed: the money of a refund is in the balance again."""
        self.refunds[pk]["status"] = "failed"
        self._enter("refund_failure", self.refunds[pk]["amount"], self.refunds[pk])
        self._tell("refund.failed", self.refunds[pk])

    def dispute_is_won(self, pk: str) -> None:
        intent = self.sessions[pk]["payment_intent"]
        self.disputes[intent]["status"] = "won"
        self._enter("dispute_reversal", self.intents[intent]["amount"], self.disputes[intent], fee=-2000)

    def dispute(self, pk: str, status: str = "needs_response") -> None:
        intent = self.sessions[pk]["payment_intent"]
        row = {"object": "dispute", "payment_intent": intent, "status": status, "created": self._stamp()}
        self.disputes[intent] = {"id": f"dp_{intent}", **row}
        self._enter("dispute", -self.intents[intent]["amount"], self.disputes[intent], fee=2000)
        self._tell("charge.dispute.created", self.disputes[intent])

    # --- the balance --------------------------------------------------------------------------------------------------

    def _charged(self, intent_id: str) -> None:
        amount = self.intents[intent_id]["amount"]
        charge = {"id": f"ch_{intent_id}", "object": "charge", "payment_intent": intent_id}
        self._enter("charge", amount, charge, fee=round(amount * 0.015) + 20)

    def takes_elsewhere(self, amount: int) -> None:
        """The account is used for something else than this site, too."""
        charge = {"id": f"ch_{next(self._numbers):06d}", "object": "charge", "payment_intent": None}
        self._enter("charge", amount, charge, fee=20)

    def _enter(self, category: str, amount: int, source: Params, *, fee: int = 0) -> None:
        pk = f"txn_{next(self._numbers):06d}"
        self.balance[pk] = {
            "id": pk,
            "object": "balance_transaction",
            "amount": amount,
            "created": self._stamp(),
            "currency": "gbp",
            "fee": fee,
            "net": amount - fee,
            "payout": None,
            "reporting_category": category,
            "source": source,
        }

    def in_balance(self) -> int:
        return sum(row["net"] for row in self.balance.values() if row["payout"] is None)

    def pay_out(self, *, automatic: bool = True) -> Params:
        """Send all of the balance to the bank. Stripe closes a payout that it made by itself at once here."""
        with self._lock:
            rows = [row for row in self.balance.values() if row["payout"] is None]
            pk = f"po_{next(self._numbers):06d}"
            self.payouts[pk] = {
                "id": pk,
                "object": "payout",
                "amount": sum(row["net"] for row in rows),
                "arrival_date": self._stamp() + 2 * 24 * 3600,
                "automatic": automatic,
                "created": self._stamp(),
                "currency": "gbp",
                "reconciliation_status": "completed" if automatic else "not_applicable",
                "status": "paid",
            }
            self._enter("payout", -self.payouts[pk]["amount"], self.payouts[pk])
            rows.append(list(self.balance.values())[-1])
            for row in rows:
                row["payout"] = pk if automatic else "by hand"
            return self.payouts[pk]

    def payout_comes_back(self, pk: str) -> None:
        """The bank does not know the account: the sum is in the balance again, and in the next payout."""
        self.payouts[pk]["status"] = "failed"
        self._enter("payout_reversal", self.payouts[pk]["amount"], self.payouts[pk])

    # --- events -------------------------------------------------------------------------------------------------------

    def _tell(self, kind: str, about: Params) -> None:
        event = {"id": f"evt_{next(self._numbers):06d}", "object": "event", "type": kind, "livemode": False}
        self.events.append(json.loads(json.dumps({**event, "created": self._stamp(), "data": {"object": about}})))

    def signed(self, event: Params, *, secret: str = "", at: int | None = None) -> tuple[bytes, str]:
        """The body of an event and the header that signs it."""
        body = json.dumps(event).encode()
        return body, sign(body, secret or self.secret, at=at if at is not None else int(time.time()))

    def _stamp(self) -> int:
        return int(self.now().timestamp())


def sign(body: bytes, secret: str, *, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={digest}"


def _listed(rows: Any, params: Params) -> Params:
    """Newest first, a page at a time, as Stripe lists everything."""
    since = int(params.get("created", {}).get("gte", 0))
    wanted = {name: params[name] for name in ("payment_intent", "payout") if name in params}
    found = [row for row in rows if row["created"] >= since and all(row[n] == value for n, value in wanted.items())]
    found.reverse()
    names = [row["id"] for row in found]
    start = names.index(params["starting_after"]) + 1 if "starting_after" in params else 0
    page = found[start : start + int(params.get("limit", 10))]
    kind = f"{page[0]['object']}s" if page else "rows"
    return {"object": "list", "data": page, "has_more": len(found) > start + len(page), "url": f"/v1/{kind}"}


def unflatten(pairs: list[tuple[str, str]]) -> Params:
    """`a[b][c]=d` as {"a": {"b": {"c": "d"}}}: how the library sends what is nested."""
    found: Params = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        place, keys = found, [first, *rest]
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return found
