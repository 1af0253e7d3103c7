"""What people do in a browser: open the form of the demo's simplest event, book, use the Tab key, sign in as staff."""

from __future__ import annotations

import itertools
import re

from playwright.sync_api import Page

from events.management.demo.staff import PASSWORD
from tests.journeys.looking import value_of

EVENT = "/en/events/coffee-and-co-production/"
IN_WELSH = "/cy/digwyddiadau/coffi-a-chydgynhyrchu/"
FULL = "/en/events/together-for-better-outcomes/"
WITHOUT_DATE = "/en/events/measuring-well-being-in-dementia-care/"

MOST_TABS = 60

FOCUSED = """() => {
    const at = document.activeElement;
    const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
    return (label || at.getAttribute("aria-label") || at.innerText || "").replace(/\\s+/g, " ").trim();
}"""

_numbers = itertools.count(1)


def somebody() -> tuple[str, str]:
    number = next(_numbers)
    return f"Sam Sample {number}", f"journey{number}@example.org"


def open_form(page: Page, event: str = EVENT) -> tuple[str, str]:
    """Open the form as somebody new, and type the two things it asks for."""
    name, email = somebody()
    page.goto(f"{event}book/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=email]").fill(email)
    return name, email


def book(page: Page) -> str:
    """Book a place and return its reference."""
    open_form(page)
    page.locator("form#booking .btn--big").click()
    page.wait_for_url(re.compile(r"/bookings/[A-Z0-9-]+/placed/$"))
    return value_of(page, "booking-reference")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called `name` has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"Tab leads to nothing called {name!r}")


def press(page: Page, name: str) -> None:
    """Go to a link or button with Tab, and press Enter. Ends when the page that follows is there."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page) -> None:
    """As the demo's administrator, by keyboard."""
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
