"""The filters of the list, as visitors use them."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.models.events import Event
from events.pages.listing import PER_SHEET
from tests.factories.events import make_kind, make_organisation, make_venue
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(root_page):
    return make_index(root_page)


def shown(index, query: str = "") -> BeautifulSoup:
    answer = Client().get(f"{index.url}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(html: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in html.select(".ev h3 a")]


def test_search_finds_the_words_of_both_languages_in_each(index):
    page = make_page(index, "Time banking", summary="Swap an hour")
    welsh = in_welsh(page, title="Bancio amser", summary="Cyfnewid awr yn y tŷ")
    make_page(index, "Something else")
    welsh_index = welsh.get_parent()
    assert titles(shown(index, "?q=cyfnewid+TY")) == ["Time banking"]
    assert titles(shown(welsh_index, "?q=swap")) == ["Bancio amser"]
    assert titles(shown(index, "?q=elsewhere")) == []


def test_search_finds_body_sessions_and_not_the_link_to_join(index):
    page = make_page(index, join_url="https://meet.example.org/hush", sessions=[{"title": "Weaving"}])
    change(page, body=[{"type": "text", "value": "<p>Bring a <b>shuttle</b></p>"}])
    assert titles(shown(index, "?q=shuttle+weaving")) == ["Sample event"]
    assert "hush" not in event_of(page).search_text


def test_search_with_signs_of_the_database_finds_no_more(index):
    make_page(index, "Tea")
    for words in ("%25", "_", "';--", "%00", "\\"):
        assert titles(shown(index, f"?q=zz{words}")) == []


def test_form_offers_what_the_list_holds_and_keeps_what_was_chosen(index):
    ours, theirs = make_organisation("ours"), make_organisation("theirs", name_en="Their Club")
    make_page(index, kind=make_kind(), host=ours)
    make_page(index, "Other", host=theirs)
    make_kind("unused", name_en="Unused kind")
    make_venue(latitude="51.5", longitude="-3.2")
    html = shown(index, "?q=tea&kind=workshop&place=online&from=2030-01-01&free=1&host=theirs&near=cardiff&within=5")
    assert [box["value"] for box in html.select("[name=kind]")] == ["workshop"]
    assert html.select_one("[name=kind]").has_attr("checked")
    chosen = {box["name"]: box.select_one("[selected]")["value"] for box in html.select("form select")}
    assert chosen == {
        "place": "online",
        "near": "cardiff",
        "within": "5",
        "when": "",
        "audience": "everyone",
        "language": "",
        "host": "theirs",
    }
    assert html.select_one("[name=q]")["value"] == "tea"
    assert html.select_one("[name=from]")["value"] == "2030-01-01"
    assert html.select_one("[name=free]").has_attr("checked")


def test_form_and_quick_choices_need_no_script(index):
    html = shown(index)
    form = html.select_one(".filters form")
    assert (form["method"], form["action"]) == ("get", index.url)
    assert [(chip.get_text(), chip["href"]) for chip in html.select(".chip")] == [
        ("All", index.url),
        ("Free", f"{index.url}?free=1"),
        ("Online", f"{index.url}?place=online"),
        ("In Welsh", f"{index.url}?language=cy"),
        ("This month", f"{index.url}?when=month"),
    ]
    assert [chip.get_text() for chip in html.select(".chip[aria-current]")] == ["All"]
    assert [chip.get_text() for chip in shown(index, "?q=&free=1&place=").select(".chip[aria-current]")] == ["Free"]


def test_empty_list_says_which_single_choice_to_drop(index):
    for number in range(2):
        make_page(index, f"Welsh {number}", languages="cy")
    make_page(index, "Paid", languages="en", tickets=[{"price_kind": "fixed", "price": 5}])
    html = shown(index, "?language=cy&free=1&place=venue")
    assert titles(html) == []
    ways = [(link.get_text(), link["href"]) for link in html.select("#list .box a")]
    assert ways == [
        ("Show 2 events without “In person”", f"{index.url}?language=cy&free=1"),
        ("Show all events", index.url),
    ]


def test_empty_list_offers_all_when_no_single_choice_is_in_the_way(index):
    make_page(index, languages="en")
    ways = shown(index, "?language=cy&place=venue").select("#list .box a")
    assert [(link.get_text(), link["href"]) for link in ways] == [("Show all events", index.url)]


def test_addresses_of_other_views_keep_the_choices(index):
    make_page(index)
    html = shown(index, "?place=online&when=month")
    assert html.select_one("#language-switch")["href"].endswith("?place=online&when=month")
    assert [link["href"] for link in html.select("#views a")] == [
        f"{index.url}?place=online&when=month",
        f"{index.url}?place=online&view=month",
        f"{index.url}?place=online&when=past",
    ]
    assert html.select_one("a[href*='feed.ics']")["href"] == f"{index.url}feed.ics?place=online&when=month"


def test_near_a_town_says_how_far(index):
    venue = make_venue(latitude="51.4816", longitude="-3.1791")
    make_page(index, "Here", venue=venue, attendance="venue")
    html = shown(index, "?near=cardiff")
    assert html.select_one(".month-head").get_text() == "Nearest first"
    assert "0 miles away" in html.select_one(".ev").get_text()


def test_long_list_has_pages_that_keep_the_choices(index, monkeypatch):
    monkeypatch.setattr("events.pages.listing.PER_SHEET", 2)
    now = timezone.now()
    for number in range(5):
        starts_at = now + dt.timedelta(days=number + 1)
        make_page(index, f"Event {number}", starts_at=starts_at, ends_at=starts_at)
    html = shown(index, "?place=online&page=2")
    assert titles(html) == ["Event 2", "Event 3"]
    assert html.select_one("#list-number").get_text(strip=True) == "5 events"
    assert html.select_one("a[rel=prev]")["href"] == f"{index.url}?place=online"
    assert html.select_one("a[rel=next]")["href"] == f"{index.url}?place=online&page=3"
    assert [link["href"] for link in html.select(".sheets a[aria-current]")] == [f"{index.url}?place=online&page=2"]
    assert titles(shown(index, "?page=99")) == ["Event 4"]
    assert titles(shown(index, "?page=x")) == ["Event 0", "Event 1"]


def test_short_list_has_no_pages(index):
    make_page(index)
    assert PER_SHEET == 20
    assert shown(index).select(".sheets") == []


def test_event_moves_in_the_search_with_its_words(index):
    page = make_page(index, "Tea")
    change(page, title="Coffee")
    assert titles(shown(index, "?q=tea")) == []
    assert titles(shown(index, "?q=coffee")) == ["Coffee"]
    page.unpublish()
    assert Event.objects.get().search_text == "  "
