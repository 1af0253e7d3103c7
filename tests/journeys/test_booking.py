"""From the event's page to a booked place and back again, in a browser."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import barriers, value_of

EVENT = "/en/events/coffee-and-co-production/"
IN_WELSH = "/cy/digwyddiadau/coffi-a-chydgynhyrchu/"
FULL = "/en/events/together-for-better-outcomes/"

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


@pytest.mark.parametrize("scripts", [True, False])
def test_place_is_booked_seen_and_given_back(opens, scripts):
    page = opens(scripts=scripts).new_page()
    page.goto(EVENT)
    page.get_by_role("link", name="Book your place").first.click()
    name, email = somebody()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Book my place").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are in. Croeso!")
    assert value_of(page, "booking-state") == "confirmed"
    reference = value_of(page, "booking-reference")

    page.get_by_role("link", name="Change or cancel my booking").click()
    expect(page.get_by_role("heading", level=3, name=name)).to_be_visible()
    page.get_by_role("link", name="Cancel my place").click()
    page.get_by_role("button", name="Cancel the ticked places").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("1 place is cancelled")
    assert (value_of(page, "booking-state"), value_of(page, "booking-reference")) == ("cancelled", reference)


def test_enter_in_a_field_books_and_does_not_switch_the_language(opens):
    page = opens().new_page()
    open_form(page)

    page.locator("input[name=email]").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("You are in. Croeso!")


def test_place_is_booked_by_keyboard_alone(opens):
    page = opens().new_page()
    page.goto(f"{EVENT}book/")
    name, email = somebody()
    keyboard = page.keyboard
    keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    keyboard.press("Enter")
    for _ in range(10):
        keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "name":
            break
    keyboard.type(name)
    keyboard.press("Tab")
    keyboard.type(email)
    for _ in range(10):
        keyboard.press("Tab")
        if "Book my place" in page.evaluate("document.activeElement.textContent"):
            break
    keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("You are in. Croeso!")


@pytest.mark.parametrize("scripts", [True, False])
def test_group_is_put_together_and_taken_apart(opens, scripts):
    page = opens(scripts=scripts).new_page()
    name, _ = open_form(page)
    for person in ("Ann Sample", "Ben Sample"):
        page.get_by_role("button", name="Add another person").click()
        page.locator("section.person").last.get_by_label("Name").fill(person)
    expect(page.locator("section.person h2")).to_have_text(["You", "Person 2", "Person 3"])

    page.get_by_role("button", name="Remove person 2").click()

    expect(page.locator("section.person h2")).to_have_text(["You", "Person 2"])
    expect(page.locator("input[name=p2-name]")).to_have_value("Ben Sample")
    expect(page.locator("input[name=name]")).to_have_value(name)
    page.get_by_role("button", name="Book our places").click()
    expect(page.locator(".ticket")).to_have_count(2)


def test_new_person_is_where_the_reader_is_taken(opens):
    page = opens().new_page()
    open_form(page)

    page.get_by_role("button", name="Add another person").click()

    expect(page.get_by_role("heading", name="Person 2")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_language_changes_under_what_was_typed(opens, scripts):
    page = opens(scripts=scripts).new_page()
    name, email = open_form(page)

    page.get_by_role("button", name="Cymraeg").click()

    page.wait_for_url(f"**{IN_WELSH}book/")
    assert page.locator("html").get_attribute("lang") == "cy"
    expect(page.locator("input[name=name]")).to_have_value(name)
    expect(page.locator("input[name=email]")).to_have_value(email)
    page.locator("form#booking .btn--big").click()
    page.wait_for_url("**/placed/")
    assert page.locator("html").get_attribute("lang") == "cy"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in. Croeso!")


def test_problems_are_read_first_and_lead_to_their_fields(opens):
    page = opens().new_page()
    page.goto(f"{EVENT}book/")
    page.locator("input[name=email]").fill("sam@")

    page.get_by_role("button", name="Book my place").click()

    assert page.title().startswith("Error: ")
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name="Type your name").click()
    expect(page.locator("input[name=name]")).to_be_focused()
    expect(page.locator("input[name=email]")).to_have_value("sam@")


def test_going_back_and_sending_again_makes_no_second_booking(opens):
    """A browser that kept the page sends the same form; one that asked for it anew is told of the first booking."""
    page = opens().new_page()
    name, _ = open_form(page)
    page.locator("form#booking .btn--big").click()
    page.wait_for_url("**/placed/")
    reference = value_of(page, "booking-reference")

    page.go_back()
    expect(page.locator("input[name=name]")).to_have_value(name)
    page.locator("form#booking .btn--big").click()

    expect(page.locator("data.booking-state")).to_have_count(1)
    told = page.get_by_role("button", name="Send me the link again").count()
    assert told or value_of(page, "booking-reference") == reference


def test_full_event_is_waited_for_and_left(opens):
    page = opens(scripts=False).new_page()
    page.goto(FULL)
    page.get_by_role("link", name="Join the waitlist").first.click()
    name, email = somebody()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Join the waitlist").click()

    assert value_of(page, "booking-state") == "waiting"
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"You are number \d+ on the waitlist"))
    page.get_by_role("link", name="Change or cancel my booking").click()
    page.get_by_role("link", name="Leave the waitlist").click()
    page.get_by_role("button", name="Take the ticked people off the waitlist").click()
    assert value_of(page, "booking-state") == "cancelled"


def states(page: Page, event: str) -> list[tuple[str, list[str]]]:
    """(name, barriers) of the pages that booking leads through, in the order in which somebody meets them."""
    found: list[tuple[str, list[str]]] = []

    def look(name: str) -> None:
        found.append((name, barriers(page)))

    page.goto(f"{event}book/")
    look("form")
    page.locator("button[name=add]").click()
    look("group")
    page.locator("form#booking .btn--big").click()
    look("problems")
    book_as = somebody()
    page.locator("input[name=name]").fill(book_as[0])
    page.locator("input[name=email]").fill(book_as[1])
    page.locator("input[name=p2-name]").fill("Ann Sample")
    for group in page.locator("fieldset.field--err").all():
        group.locator("input").first.check()
    for fold in page.locator("details > summary").all():
        fold.click()
    look("unfolded")
    page.locator("form#booking .btn--big").click()
    page.wait_for_url("**/placed/")
    look("confirmed")
    reference = value_of(page, "booking-reference")
    for step in ("", "cancel/"):
        page.goto(f"/bookings/{reference}/{step}")
        look(step or "booking")
    page.locator("#cancel input[type=checkbox]").first.uncheck()
    page.locator("#cancel .btn--danger").click()
    look("cancelled")
    for path in ("/bookings/lost/", "/bookings/l/unknown/"):
        page.goto(path)
        look(path)
    return found


@pytest.mark.parametrize(
    ("event", "width", "dark"),
    [
        (EVENT, 1280, False),
        ("/cy/digwyddiadau/dosbarth-meistr-bancio-amser/", 320, True),
        ("/en/events/dementia-care-meet-up-2/", 320, False),
    ],
)
def test_pages_have_no_barriers(opens, event, width, dark):
    page = opens(width=width, dark=dark).new_page()

    found = states(page, event)

    assert {name: problems for name, problems in found if problems} == {}
    assert len(found) == 10
