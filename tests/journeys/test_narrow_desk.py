"""Every page of the back office on a telephone: nothing scrolls sideways, and no heading is cut."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.events.backoffice.addresses import SNIPPETS, Address, every_address
from tests.journeys.looking import sticks_out
from tests.journeys.visiting import sign_in
from tests.races.server import Site

NARROW = {"width": 320, "height": 640}

ROWS = """
from django.apps import apps
from events.models.bookings import Booking
rows = {name: apps.get_model("events", name).objects.values_list("pk", flat=True).first()
        for name in ("organisation", "venue", "person", "eventkind", "membership", "invoice", "creditaccount")}
booking = Booking.objects.filter(event__slug="time-banking-masterclass", state="confirmed").exclude(name="").first()
print({**rows, "event": booking.event_id, "reference": booking.reference, "attendee": booking.attendees.first().pk})
"""
"""Rows of the demo that addresses can name."""

PARTS = ("results", "_frame", "_csv", "_xlsx", "_file", "_paper", "_list", "_sheet")
"""Ends of names of what is no page of its own: pieces of pages, and files."""

WAGTAILS = ("usage", "history", "copy", "delete", "inspect", "choose", "chosen")
"""Beginnings of what Wagtail does alike for every kind of snippet; the list and the form of each are looked at."""

CUT = """() => [...document.querySelectorAll("h1, h2, h3, legend, .w-breadcrumbs")].filter((one) => {
    const style = getComputedStyle(one);
    if (!one.clientWidth || one.closest(".w-sr-only, [hidden]") || style.display === "inline") return false;
    const box = one.getBoundingClientRect();
    const is_cut = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    return is_cut || (one.scrollWidth > one.clientWidth + 1 || box.right > innerWidth + 1) && !one.closest("table");
}).map((one) => `cut: ${one.innerText.trim()}`)"""


@pytest.fixture
def desk(site: Site, browser) -> Iterator[Page]:
    window = browser.new_context(base_url=site.url, viewport=NARROW)
    page = window.new_page()
    sign_in(page)
    yield page
    window.close()


def url_of(address: Address, rows: dict[str, Any]) -> str:
    model = next((name for name in SNIPPETS if address.name.startswith(f"wagtailsnippets_events_{name}:")), "")
    own = {"desk:account": "creditaccount", "desk:invoice": "invoice", "memberships": "membership"}
    model = model or next((row for name, row in own.items() if address.name.startswith(name)), "")
    known = {"event_id": rows["event"], "reference": rows["reference"], "person": rows["attendee"]}
    return address.url(
        {**known, "act": "cancel-all", "deed": "cancel", "which": "reminder", "pk": rows.get(model) or 1}
    )


def test_no_staff_page_is_wider_than_a_telephone(site, desk):
    rows = ast.literal_eval(site.manage("shell", "-v0", "-c", ROWS).stdout)
    found, seen = {}, []
    for address in every_address():
        if address.name.endswith(PARTS) or address.name.partition(":")[2].startswith(WAGTAILS):
            continue
        url = url_of(address, rows)
        answer = desk.request.get(url)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        desk.route(f"**{url}", lambda route, answer=answer: route.fulfill(response=answer))  # made once, not twice
        desk.goto(url, wait_until="domcontentloaded")
        desk.unroute(f"**{url}")
        seen.append(address.name)
        if problems := [*sticks_out(desk), *desk.evaluate(CUT)]:
            found[address.name] = problems
    assert {"desk:index", "desk:event", "desk:log", "desk:mailing", "memberships:edit"} <= set(seen)
    assert found == {}
