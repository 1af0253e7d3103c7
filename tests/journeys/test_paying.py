"""Paying in a browser: by card, as much as somebody can, by invoice, with time credits, and one of three paid back.

The site has a second web server here, which is connected to the stand-in for Stripe; the database is the same.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes.stripe_server import Server
from tests.fakes.stripe_standin import StandIn
from tests.journeys.looking import barriers, value_of
from tests.journeys.tills import OWNER, PATH
from tests.journeys.visiting import somebody
from tests.races.server import ROOT, Site, free_port

LINK = re.compile(r"/bookings/l/[\w-]+/")
CODE = re.compile(r"^ +\d{3} \d{3}$", re.MULTILINE)
BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"
FINANCE = "finance.team@example.org"

expect.set_options(timeout=20_000)  # as long as everything else may take here; what is there is seen at once


@dataclass
class Till:
    """The site as it takes money; `shows` opens a window on it."""

    site: Site
    standin: StandIn
    shows: Callable[..., Page]

    def mail_to(self, email: str, found: re.Pattern[str]) -> str:
        """Send what is due, and find something in the newest mail to an address."""
        done = self.site.manage("run_due")
        assert done.returncode == 0, done.stderr
        files = sorted((self.site.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        texts = (text for path in files for text in reversed(path.read_bytes().split(BETWEEN_MAILS)))
        mails = (message_from_bytes(text, policy=policy.default) for text in texts)
        mail = next(mail for mail in mails if email in str(mail["To"]))
        body = mail.get_body(("plain",))
        assert body is not None
        hit = found.search(body.get_content())
        assert hit
        return hit.group().strip()


@pytest.fixture(scope="module")
def shop(site: Site) -> Iterator[tuple[Site, StandIn]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = Server(StandIn(), webhook=f"{url}/webhooks/stripe/").start()
    keys = {"STRIPE_SECRET_KEY": "sk_test_only", "STRIPE_WEBHOOK_SECRET": server.standin.secret}
    environment = site.environment | keys | {"STRIPE_API_BASE": server.address, "SITE_URL": url}
    found = Site(port, site.folder, environment)
    command = [sys.executable, "-m", "tests.journeys.tills"]
    making = environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    done = subprocess.run(command, env=making, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    try:
        found.start_web()
        yield found, server.standin
    finally:
        found.stop()
        server.shutdown()
        server.server_close()


@pytest.fixture
def till(shop: tuple[Site, StandIn], browser: Browser) -> Iterator[Till]:
    site, standin = shop
    windows = []

    def open_one(*, scripts: bool = True, width: int = 1280) -> Page:
        size = {"width": width, "height": 900}
        window = browser.new_context(java_script_enabled=scripts, viewport=size, base_url=site.url)  # type: ignore[arg-type]
        window.set_default_timeout(20_000)
        windows.append(window)
        return window.new_page()

    yield Till(site, standin, open_one)
    for window in windows:
        window.close()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def choose(page: Page, ticket: str) -> str:
    """The form as somebody new, with a ticket chosen. Returns their address."""
    name, email = somebody()
    page.goto(f"{PATH}book/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=email]").fill(email)
    page.get_by_label(ticket, exact=True).check()
    return email


def send(page: Page) -> None:
    page.locator("form#booking .btn--big").click()


def pay_by_card(page: Page) -> None:
    """From the page that checks to the pretend payment page and back."""
    heading(page, "Check and pay")
    page.get_by_label("Card, Apple Pay or Google Pay").check()
    page.locator("#pay button.btn--big").click()
    heading(page, "Pretend payment page")
    page.get_by_role("button", name="Pay with a pretend card").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_place_is_paid_by_card(till, scripts):
    page = till.shows(scripts=scripts)
    choose(page, "Organisation")
    send(page)
    expect(page.locator("#pay button.btn--big")).to_have_text("Pay £75.00")
    pay_by_card(page)
    heading(page, "You are in. Croeso!")
    assert value_of(page, "booking-state") == "confirmed"


def test_payment_that_is_broken_off_keeps_the_place_and_can_be_done_again(till):
    page = till.shows(width=320)
    choose(page, "Organisation")
    send(page)
    page.locator("#pay button.btn--big").click()
    page.get_by_role("button", name="Go back").click()
    expect(page.locator(".notice--warn")).to_contain_text("Nothing was charged; your places are kept.")
    assert barriers(page) == []
    pay_by_card(page)
    heading(page, "You are in. Croeso!")


def test_people_pay_what_they_can(till):
    page = till.shows()
    choose(page, "What I can")
    page.locator("input[name=p1-amount]").fill("12.50")
    send(page)
    expect(page.locator("table.price tfoot td")).to_have_text("£12.50")
    page.get_by_label("Card, Apple Pay or Google Pay").check()
    page.locator("#pay button.btn--big").click()
    expect(page.get_by_text("12.50 GBP")).to_be_visible()
    page.get_by_role("button", name="Pay with a pretend card").click()
    heading(page, "You are in. Croeso!")


def test_health_board_has_an_invoice_and_its_finance_team_pays_by_card(till):
    page = till.shows()
    choose(page, "Organisation")
    send(page)
    page.get_by_label("Invoice to my organisation").check()
    page.locator("#pay button.btn--big").click()
    heading(page, "Invoice to my organisation")
    page.get_by_label("Organisation that pays").fill("Sample Health Board")
    page.get_by_label("Its postal address").fill("1 Sample Street\nSample Town")
    page.get_by_label("E-mail address of the finance team").fill(FINANCE)
    page.get_by_role("button", name="Book and send the invoice").click()
    expect(page.locator(".summary-errors, .errors, [role=alert]").first).to_contain_text("purchase order number")
    page.get_by_label("Purchase order number").fill("PO 77")
    page.get_by_role("button", name="Book and send the invoice").click()
    expect(page.get_by_role("heading", name="Still to pay: £75.00")).to_be_visible()
    assert value_of(page, "booking-state") == "confirmed"
    assert barriers(page) == []

    finance = till.shows(scripts=False)
    finance.goto(till.mail_to(FINANCE, LINK))
    expect(finance.get_by_role("link", name="Back to my booking")).to_have_count(0)
    finance.get_by_role("button", name="Pay £75.00 by card").click()
    finance.get_by_role("button", name="Pay with a pretend card").click()
    expect(finance.get_by_text("Thank you. Your payment by card has arrived.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Nothing is to pay any more. Thank you.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_place_is_paid_with_time_credits(till, scripts):
    page = till.shows(scripts=scripts)
    choose(page, "Hours")
    send(page)
    heading(page, "Pay with time credits")
    page.get_by_label("E-mail address that the time credits belong to").fill(OWNER)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    page.locator("input[name=code]").fill(till.mail_to(OWNER, CODE))
    page.get_by_role("button", name="Pay with my time credits").click()
    heading(page, "You are in. Croeso!")


def test_one_of_three_is_paid_back(till):
    page = till.shows()
    choose(page, "Organisation")
    for number, name in enumerate(("Ann Sample", "Ben Sample"), start=2):
        page.get_by_role("button", name="Add another person").click()
        expect(page.locator("section.person")).to_have_count(number)
        person = page.locator("section.person").last
        person.get_by_label("Name").fill(name)
        person.get_by_label("Organisation", exact=True).check()
    send(page)
    expect(page.locator("table.price tfoot td")).to_have_text("£225.00")
    pay_by_card(page)
    heading(page, "You are in. Croeso!")
    reference = value_of(page, "booking-reference")

    page.goto(f"/bookings/{reference}/cancel/")
    expect(page.locator(".optc b")).to_have_text(["£75.00 back"] * 3)
    for box in page.locator("input[name=places]").all()[:2]:
        box.uncheck()
    page.get_by_role("button", name="Cancel the ticked places").click()
    expect(page.get_by_text("£75.00 goes back to where it came from.")).to_be_visible()
    expect(page.get_by_text("2 places are still booked.")).to_be_visible()

    assert till.site.manage("run_due").returncode == 0
    assert [row["amount"] for row in till.standin.refunds.values()] == [7500]
    page.goto(f"/bookings/{reference}/")
    expect(page.locator("dl.sum").get_by_text("Paid back")).to_be_visible()
