"""The stand-in for Stripe at an address of this machine, with a payment page whose buttons a browser can press.

`python -m tests.fakes.stripe_server PORT WEBHOOK_URL` runs it; `script/demo` does so where no key is set. It knows no
real card, takes test keys only and says what it is on every page. It refuses to run for a site with DEBUG off.
"""

from __future__ import annotations

import contextlib
import html
import json
import logging
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

from tests.fakes.stripe_standin import Lost, Refusal, StandIn, unflatten

log = logging.getLogger(__name__)

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pretend payment page</title>
<style>body {{ font: 1.1rem/1.5 sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem }}
button {{ font: inherit; padding: .7rem 1.2rem; margin: .3rem 0; min-width: 16rem }}
.sign {{ background: #ffc845; color: #000; padding: .7rem 1rem }}</style>
<h1>Pretend payment page</h1>
<p class="sign"><strong>This stands in for Stripe. No card is asked for and nobody pays anything.</strong></p>
<p>{lines}</p><p><strong>{total}</strong></p>
<form method="post"><button name="do" value="pay">Pay with a pretend card</button><br>
<button name="do" value="later">Pay from a pretend bank account, which takes days</button><br>
<button name="do" value="decline">Be declined</button><br><button name="do" value="back">Go back</button></form>
{note}"""


TILL = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pretend till</title>
<h1>Pretend till</h1>
<p><strong>This stands in for Stripe. Nobody pays anything.</strong></p>
<p>In the balance: {balance}. Sent to the bank: {sent}.</p>
<form method="post"><button name="do" value="pay out">Send the balance to the bank</button></form>"""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._take("get")

    def do_POST(self) -> None:
        self._take("post")

    def _take(self, method: str) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode() if method == "post" else ""
        pairs = parse_qsl(body or parts.query, keep_blank_values=True)
        if parts.path.startswith("/pay/"):
            self._page(parts.path.removeprefix("/pay/"), dict(pairs).get("do", ""))
            return
        if parts.path == "/":
            self._till(dict(pairs).get("do", ""))
            return
        try:
            status, said = self.server.standin.handle(method, parts.path, unflatten(pairs), dict(self.headers))
        except Lost:
            self.close_connection = True
            return
        with contextlib.suppress(ConnectionError):  # whoever asked has gone, because we were slow
            self._answer(status, json.dumps(said), "application/json")
        self.server.deliver()

    def _till(self, pressed: str) -> None:
        """What the account holds, and a button for what Stripe does by itself every day."""
        standin = self.server.standin
        if pressed == "pay out" and standin.in_balance():
            standin.pay_out()
        sent = sum(row["amount"] for row in standin.payouts.values())
        text = TILL.format(balance=f"{standin.in_balance() / 100:.2f}", sent=f"{sent / 100:.2f}")
        self._answer(200, text, "text/html; charset=utf-8")

    def _page(self, pk: str, pressed: str) -> None:
        standin = self.server.standin
        session = standin.sessions.get(pk)
        if session is None:
            self._answer(404, "There is no such page.", "text/plain")
            return
        try:
            if pressed in ("pay", "later"):
                standin.pay(pk) if pressed == "pay" else standin.pay_later(pk)
                self.server.deliver()
                self._lead_to(session["success_url"])
                return
        except Refusal:
            pressed = "closed"
        if pressed == "back":
            self._lead_to(session["cancel_url"])
            return
        notes = {"decline": "The card was declined. Try another one.", "closed": "This page is closed."}
        amount = f"{session['amount_total'] / 100:.2f} {session['currency'].upper()}"
        lines = html.escape(session["client_reference_id"] or "")
        note = f"<p role='alert'>{notes[pressed]}</p>" if pressed in notes else ""
        self._answer(200, PAGE.format(lines=f"Booking {lines}", total=amount, note=note), "text/html; charset=utf-8")

    def _lead_to(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keeps no log of who asked for what."""


class Server(ThreadingHTTPServer):
    """`webhook` is where its events go ("" for nowhere)."""

    daemon_threads = True

    def __init__(self, standin: StandIn, *, port: int = 0, webhook: str = "") -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.standin, self.webhook, self._told = standin, webhook, 0
        self._telling = threading.Lock()
        standin.base = self.address

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def deliver(self) -> None:
        """Send what has not been sent, in the background, as Stripe does."""
        if self.webhook:
            threading.Thread(target=self._deliver, daemon=True).start()

    def _deliver(self) -> None:
        with self._telling:
            while self._told < len(self.standin.events):
                body, signature = self.standin.signed(self.standin.events[self._told])
                headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
                try:
                    urlopen(Request(self.webhook, data=body, headers=headers), timeout=30).close()
                except (URLError, OSError) as error:
                    log.warning("an event could not be delivered: %s", error)
                self._told += 1

    def start(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django
    from django.conf import settings

    django.setup()
    if not settings.DEBUG:
        sys.exit("The stand-in for Stripe runs only with DEBUG on.")
    port, webhook = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    secret = os.environ.get("STRIPE_WEBHOOK_SECRET") or "whsec_pretend"
    server = Server(StandIn(secret=secret), port=port, webhook=webhook)
    sys.stdout.write(f"Pretend payment pages are at {server.address}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
