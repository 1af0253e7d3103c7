"""After booking, in a browser: change, pass on, answer an offer, hear of a date, find a lost link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import value_of
from tests.journeys.visiting import EVENT, WITHOUT_DATE, book, open_form, press, somebody, tab_to
from tests.races.server import Site

LINK = re.compile(r"/bookings/l/[\w-]+/")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def link_in_mail(folder: Path, email: str) -> str:
    """The first link in the newest mail to an address."""
    mails = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    text = next(said for said in (path.read_text() for path in mails) if f"To: {email}" in said)
    found = LINK.search(text.replace("=\n", "").replace("=3D", "="))
    assert found
    return found.group()


def test_booking_is_changed_by_keyboard_alone(opens):
    page = opens().new_page()
    reference = book(page)
    press(page, "Change or cancel my booking")
    press(page, "Change name or answers")
    tab_to(page, "Name")
    page.keyboard.press("Control+a")
    page.keyboard.type("New Sample")
    press(page, "Save changes")

    expect(page.locator(".notice--good")).to_have_text("Saved. The changes are in your booking.")
    expect(page.get_by_role("heading", level=3)).to_have_text("New Sample")
    assert value_of(page, "booking-reference") == reference


@pytest.mark.parametrize("scripts", [True, False])
def test_booking_is_passed_on_and_opens_no_longer(opens, scripts):
    page = opens(scripts=scripts).new_page()
    reference = book(page)
    page.goto(f"/bookings/{reference}/")
    page.get_by_role("link", name="Pass the booking on").click()
    name, email = somebody()
    page.get_by_label("Name of the new person").fill(name)
    page.get_by_role("button", name="Cymraeg").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Name of the new person")).to_have_value(name)
    page.get_by_label("Their e-mail address").fill(email)
    page.get_by_role("button", name="Pass it on").click()

    heading(page, "The booking is passed on")
    page.goto(f"/bookings/{reference}/")
    heading(page, "This link does not open a booking")


def test_offer_is_taken(opens, made):
    page = opens(scripts=False).new_page()
    page.goto(made["links"]["taken"])
    page.get_by_role("link", name="Answer the offer").click()
    heading(page, "A place is free, and it is yours to take")
    page.get_by_role("button", name="Give me one more day").click()
    expect(page.get_by_role("button", name="Give me one more day")).to_have_count(0)
    page.get_by_role("link", name="Cymraeg").click()
    page.get_by_role("button", name="Ie, archebwch fy lle").click()

    heading(page, "Rydych chi i mewn. Croeso!")
    assert value_of(page, "booking-state") == "confirmed"


@pytest.mark.parametrize("scripts", [True, False])
def test_interest_is_registered_in_the_language_of_the_reader(opens, scripts):
    page = opens(scripts=scripts).new_page()
    name, email = somebody()
    page.goto(f"{WITHOUT_DATE}interest/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.locator("input[name=dates]").first.check()
    page.get_by_role("button", name="Cymraeg").click()

    expect(page.locator("input[name=name]")).to_have_value(name)
    expect(page.locator("input[name=dates]").first).to_be_checked()
    page.locator("main form .btn--big").click()
    heading(page, "Byddwn yn ysgrifennu atoch")


def test_lost_link_comes_by_mail_and_opens_the_booking(opens, site: Site):
    page = opens(scripts=False).new_page()
    _, email = open_form(page)
    page.locator("form#booking .btn--big").click()
    reference = value_of(page, "booking-reference")
    page.context.clear_cookies()

    page.goto(EVENT)
    page.get_by_role("link", name="My booking").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Look at your e-mail")
    site.manage("run_due")
    page.goto(link_in_mail(site.folder / "mail", email))

    heading(page, "My booking")
    assert value_of(page, "booking-reference") == reference
