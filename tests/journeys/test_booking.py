"""From the event's page to a booked place and back again, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import value_of
from tests.journeys.visiting import EVENT, FULL, IN_WELSH, open_form, press, somebody, tab_to


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


def test_place_is_booked_and_given_back_by_keyboard_alone(opens):
    page = opens().new_page()
    page.goto(EVENT)
    press(page, "Book your place")
    name, email = somebody()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Your name")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(email)
    press(page, "Book my place")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in. Croeso!")

    press(page, "Change or cancel my booking")
    press(page, "Cancel my place")
    press(page, "Cancel the ticked places")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 place is cancelled")


def test_full_event_is_waited_for_by_keyboard_alone(opens):
    page = opens().new_page()
    page.goto(FULL)
    press(page, "Join the waitlist")
    name, email = somebody()
    tab_to(page, "Your name")
    page.keyboard.type(name)
    tab_to(page, "E-mail address")
    page.keyboard.type(email)
    press(page, "Join the waitlist")

    assert value_of(page, "booking-state") == "waiting"


@pytest.mark.parametrize("scripts", [True, False])
def test_group_is_put_together_and_taken_apart(opens, scripts):
    page = opens(scripts=scripts).new_page()
    name, _ = open_form(page)
    for number, person in enumerate(("Ann Sample", "Ben Sample"), start=2):
        page.get_by_role("button", name="Add another person").click()
        expect(page.locator("section.person")).to_have_count(number)
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


@pytest.mark.parametrize("scripts", [True, False])
def test_language_changes_in_the_middle_of_a_group(opens, scripts):
    page = opens(scripts=scripts).new_page()
    name, email = open_form(page)
    page.get_by_role("button", name="Add another person").click()
    page.locator("input[name=p2-name]").fill("Ann Sample")
    page.get_by_role("button", name="Cymraeg").click()
    page.wait_for_url(f"**{IN_WELSH}book/")

    page.get_by_role("button", name="Ychwanegu person arall").click()
    page.locator("input[name=p3-name]").fill("Ben Sample")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(f"**{EVENT}book/")

    typed = [page.locator(f"input[name={field}]").input_value() for field in ("name", "email", "p2-name", "p3-name")]
    assert typed == [name, email, "Ann Sample", "Ben Sample"]
    page.get_by_role("button", name="Book our places").click()
    expect(page.locator(".ticket")).to_have_count(3)


def test_language_changes_under_what_is_wrong(opens):
    """The page in the other language is the same form; what is wrong is said there when it is sent."""
    page = opens(scripts=False).new_page()
    page.goto(f"{EVENT}book/")
    page.locator("input[name=email]").fill("sam@")
    page.get_by_role("button", name="Book my place").click()

    page.get_by_role("button", name="Cymraeg").click()

    expect(page.locator("input[name=email]")).to_have_value("sam@")
    page.locator("form#booking .btn--big").click()
    expect(page.get_by_role("link", name="Teipiwch eich enw")).to_be_visible()


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
    """A browser that kept the page sends the same form, one that asked for it anew another: both see one booking."""
    page = opens().new_page()
    name, _ = open_form(page)
    page.locator("form#booking .btn--big").click()
    page.wait_for_url("**/placed/")
    reference = value_of(page, "booking-reference")

    page.go_back()
    expect(page.locator("input[name=name]")).to_have_value(name)
    page.locator("form#booking .btn--big").click()

    page.wait_for_url("**/placed/")
    assert value_of(page, "booking-reference") == reference


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
