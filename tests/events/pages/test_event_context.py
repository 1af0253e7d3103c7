"""What an event's page links to and says beside its own facts."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.pages.event_context import siblings
from tests.factories.bookings import book
from tests.factories.events import make_venue
from tests.factories.pages import HOUR, STARTS_AT, change, event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def page(index):
    return make_page(index, "First", series="walks")


def titles(page) -> list[str]:
    return [found["title"] for found in siblings(page, event_of(page), now=NOW)]


def html_of(client, page) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def test_siblings_are_the_coming_events_of_the_same_series(index, page):
    make_page(index, "Third", series="walks", starts_at=STARTS_AT + 48 * HOUR, ends_at=None)
    make_page(index, "Second", series="walks", starts_at=STARTS_AT + 24 * HOUR, ends_at=None)
    make_page(index, "Over", series="walks", starts_at=NOW - HOUR, ends_at=None)
    make_page(index, "Off", series="walks", date_state="cancelled", reason="Rain.")
    make_page(index, "Secret", series="walks", invitation_code="sesame")
    make_page(index, "Draft", series="walks", live=False)
    make_page(index, "Other", series="talks")
    assert titles(page) == ["Second", "Third"]
    assert titles(make_page(index, "Alone")) == []


def test_siblings_behind_a_password_are_not_named(index, page):
    private = make_page(index, "Private", series="walks")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert titles(page) == []


def test_siblings_speak_the_language_of_the_page(index, page, client):
    other = make_page(index, "Second", series="walks", attendance="venue", venue=make_venue())
    welsh, welsh_other = in_welsh(page), in_welsh(other, title="Yr ail")
    link = html_of(client, welsh).select_one(f"aside a[href='{welsh_other.url}']")
    assert link.get_text() == "Yr ail"
    assert "dydd Iau 14 Chwefror 2030, 10am i 3pm · Neuadd Enghraifft, Caerdydd" in link.parent.get_text()


def test_page_of_a_series_asks_as_often_for_many_siblings_as_for_one(index, page, count_queries):
    make_page(index, "Second", series="walks")
    titles(page)
    for_one = count_queries(lambda: siblings(page, event_of(page), now=NOW))
    make_page(index, "Third", series="walks")
    make_page(index, "Fourth", series="walks")
    assert count_queries(lambda: siblings(page, event_of(page), now=NOW)) == for_one


def test_page_shows_until_when_a_booking_can_be_changed(index, client):
    page = make_page(index, change_until_hours=48)
    html = html_of(client, page)
    assert "Change or cancel it by Tuesday 12 February." in html.select_one("aside").get_text()
    assert "Last moment: Tuesday 12 February 2030, 10am." in html.select_one("details").get_text()
    change(page, change_until_hours=0)
    assert "12 February" not in html_of(client, page).get_text()


def test_page_of_a_venue_with_a_known_place_links_to_a_map(root_page, client):
    known = make_venue(latitude="51.48", longitude="-3.17")
    page = make_page(make_index(root_page), attendance="venue", venue=known)
    link = "https://www.openstreetmap.org/?mlat=51.48000&mlon=-3.17000#map=17/51.48000/-3.17000"
    assert html_of(client, page).select_one(f"a[href='{link}']")
    change(page, venue=make_venue())
    assert not html_of(client, page).select_one("a[href*='openstreetmap']")


def test_hybrid_event_counts_the_room_and_the_screen_apart(index, client):
    tickets = [{"name": "Room", "attendance": "venue"}, {"name": "Online", "attendance": "online"}]
    page = make_page(
        index, attendance="hybrid", venue=make_venue(), tickets=tickets, room_capacity=2, online_capacity=9
    )
    book(event_of(page), 2, now=timezone.now())
    box = html_of(client, page).select_one("aside").get_text(" ", strip=True)
    assert "0 places left in the room" in box
    assert "9 places left online" in box
    prices = [row.get_text(" ", strip=True) for row in html_of(client, page).select(".prices li")]
    assert prices == ["Room Fully booked Free", "Online 9 places left Free"]


def test_festival_links_to_its_days_and_says_where_there_is_room_for_all(index, client):
    days = [STARTS_AT, STARTS_AT, STARTS_AT + 24 * HOUR]
    sessions = [{"starts_at": day, "ends_at": day + HOUR, "capacity": None} for day in days]
    page = make_page(index, session_choice="any", sessions=sessions, ends_at=STARTS_AT + 30 * HOUR)
    html = html_of(client, page)
    links = [(link["href"], link.get_text()) for link in html.select("nav .chips a")]
    assert links == [("#day-1", "Thursday 14 February"), ("#day-2", "Friday 15 February")]
    assert [html.select_one(target).get_text() for target, _ in links] == [day for _, day in links]
    assert html.get_text().count("Room for all") == 3
