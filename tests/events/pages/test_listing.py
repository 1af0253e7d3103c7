"""The list of events, as visitors see it."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from events.pages.event_index import EventIndexPage
from tests.factories.bookings import book
from tests.factories.pages import HOUR, event_of, in_welsh, make_index, make_page

DAY = dt.timedelta(days=1)


def at(days: int) -> dict[str, dt.datetime]:
    """Start and end of an event so many days from now."""
    starts_at = timezone.now() + days * DAY
    return {"starts_at": starts_at, "ends_at": starts_at + HOUR}


def titles(client: Client, index: EventIndexPage, **query: str) -> list[str]:
    html = BeautifulSoup(client.get(index.url, query).content, "html.parser")
    return [link.get_text(strip=True) for link in html.select(".ev h3 a")]


def test_upcoming_are_in_order_and_those_without_a_date_last(index, client):
    make_page(index, "Some day", date_state="to_be_confirmed", starts_at=None, ends_at=None)
    make_page(index, "Later", **at(40))
    make_page(index, "Sooner", **at(2))
    make_page(index, "Over", **at(-2))
    assert titles(client, index) == ["Sooner", "Later", "Some day"]


def test_event_that_has_begun_is_still_coming_up(index, client):
    now = timezone.now()
    make_page(index, "Festival", starts_at=now - DAY, ends_at=now + DAY)
    assert titles(client, index) == ["Festival"]


def test_past_events_are_shown_latest_first(index, client):
    make_page(index, "Long ago", **at(-400))
    make_page(index, "Yesterday", **at(-1))
    make_page(index, "Tomorrow", **at(1))
    assert titles(client, index, when="past") == ["Yesterday", "Long ago"]


def test_list_is_divided_by_month(index, client):
    make_page(index, "One", starts_at=dt.datetime(2031, 1, 31, 23, 30, tzinfo=dt.UTC), ends_at=None)
    make_page(index, "Two", starts_at=dt.datetime(2031, 2, 1, 9, 0, tzinfo=dt.UTC), ends_at=None)
    make_page(index, "Three", date_state="to_be_confirmed", starts_at=None, ends_at=None)
    html = BeautifulSoup(client.get(index.url).content, "html.parser")
    assert [head.get_text() for head in html.select(".month-head")] == [
        "January 2031",
        "February 2031",
        "Date to be confirmed",
    ]


def test_event_by_invitation_is_in_no_list(index, client, root_page):
    page = make_page(index, "Secret", invitation_code="sesame", **at(2))
    past = make_page(index, "Past secret", invitation_code="sesame", **at(-2))
    assert titles(client, index) == titles(client, index, when="past") == []
    assert [page.get_sitemap_urls(), past.get_sitemap_urls()] == [[], []]
    assert "secret" not in client.get(root_page.url).content.decode().lower()


def test_draft_and_unpublished_events_are_in_no_list(index, client):
    make_page(index, "Draft", live=False)
    make_page(index, "Gone").unpublish()
    assert titles(client, index) == []


def test_event_behind_a_password_is_in_no_list(index, client):
    page = make_page(index, "Members only")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="sample")
    assert titles(client, index) == []


def test_event_of_another_list_is_not_shown(index, root_page, client):
    make_page(make_index(root_page, "Other events"), "Elsewhere")
    assert titles(client, index) == []


def test_list_speaks_its_language(index, client):
    page = make_page(index, "Time banking")
    welsh = in_welsh(page, title="Bancio amser")
    welsh_index = EventIndexPage.objects.get(pk=welsh.get_parent().pk)
    assert titles(client, index) == ["Time banking"]
    assert titles(client, welsh_index) == ["Bancio amser"]


def test_untranslated_event_stands_in_the_other_language_as_an_alias(index, client):
    page = make_page(index, "Time banking")
    alias = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True, alias=True)
    welsh_index = EventIndexPage.objects.get(pk=alias.get_parent().pk)
    html = BeautifulSoup(client.get(welsh_index.url).content, "html.parser")
    links = [(link.get_text(), link["href"]) for link in html.select(".ev h3 a")]
    assert links == [("Time banking", "/cy/events/time-banking/")]


def test_card_says_how_booking_stands(index, client):
    page = make_page(index, "Time banking", capacity=2, **at(3))
    book(event_of(page), 2, now=timezone.now())
    card = BeautifulSoup(client.get(index.url).content, "html.parser").select_one(".ev")
    assert "Fully booked – join the waitlist" in card.get_text(" ", strip=True)


@pytest.mark.parametrize("when", ["", "past"])
def test_list_asks_as_often_for_three_events_as_for_one(index, count_queries, when):
    days = -3 if when else 3
    request = RequestFactory().get(index.url, {"when": when})
    show = lambda: index.serve(request).render()  # noqa: E731
    make_page(index, "One", sessions=[{}], session_choice="any", **at(days))
    show()
    for_one = count_queries(show)
    for name in ("Two", "Three"):
        page = make_page(index, name, capacity=1, **at(days))
        if not when:
            book(event_of(page), 1, now=timezone.now())
            book(event_of(page), 1, now=timezone.now(), joins_waitlist=True)
    show()
    assert count_queries(show) == for_one
