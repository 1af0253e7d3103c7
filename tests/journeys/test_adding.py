"""People are added and taken off without losing the page, where scripts run."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.test_booking import EVENT

FORM = f"{EVENT}book/"


def test_person_is_added_and_removed_without_a_new_page(opens):
    page = opens().new_page()
    page.goto(FORM)
    page.locator("input[name=name]").fill("Sam Sample")
    page.evaluate("document.documentElement.dataset.first = 'yes'")

    page.get_by_role("button", name="Add another person").click()

    expect(page.locator("#person-2")).to_be_focused()
    expect(page.locator("input[name=name]")).to_have_value("Sam Sample")
    page.get_by_role("button", name="Remove person 2").click()
    expect(page.locator("#person-2")).to_have_count(0)
    expect(page.locator("html[data-first=yes]")).to_have_count(1)
