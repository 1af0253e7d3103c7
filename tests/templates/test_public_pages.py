"""The public site's pages, drawn from samples: what they say in each state, to people and to machines."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from tests.templates import samples
from tests.templates.drawing import draw, text_of, texts_of
from tests.templates.samples import at, event_context, make_event, make_page

# the frame of every page


def test_every_page_says_its_language_and_links_to_the_other():
    soup = draw("home/content_page.html", samples.frame("cy") | {"page": make_page()}, "cy")

    assert soup.html["lang"] == "cy"
    switch = soup.select_one("a.lang")
    assert (switch.get_text(), switch["lang"], switch["hreflang"]) == ("English", "en", "en")


def test_every_page_begins_with_a_way_past_its_head():
    soup = draw("home/content_page.html", samples.frame() | {"page": make_page()})

    assert soup.body.find("a")["href"] == "#main"
    assert soup.select_one("main#main")["tabindex"] == "-1"


def test_pages_ask_nobody_else_for_anything():
    html = str(draw("events/event_page.html", event_context(make_event())))

    addresses = re.findall(r'(?:src|srcset|action|<(?:link|use)[^>]*href)="([^"]+)"', html)
    assert len(addresses) > 10
    assert [address for address in addresses if not address.startswith("/")] == []


def test_page_without_any_frame_still_stands():
    soup = draw("home/content_page.html", {"page": make_page()})

    assert soup.select_one("a.logo")["href"] == "/"
    assert texts_of(soup, "nav a") == ["My booking"]


def test_head_leads_to_ones_booking_in_the_language_of_the_page():
    soup = draw("home/content_page.html", samples.frame("cy") | {"page": make_page()}, "cy")

    assert [link["href"] for link in soup.select(".nav a")] == [
        "/en/events/",
        "/en/about-us/",
        "/bookings/lost/?language=cy",
    ]
    assert [link.get("aria-current") for link in soup.select(".nav a")] == ["page", None, None]


def test_head_marks_where_the_reader_is_among_bookings():
    request = RequestFactory().get("/bookings/K7QM-4XRD/")

    soup = draw("home/content_page.html", {"page": make_page(), "request": request})

    assert soup.select_one(".nav a[aria-current]").get_text() == "My booking"


# front page and list


def test_front_page_shows_the_next_events():
    context = samples.frame() | {
        "page": make_page(),
        "cards": [samples.card(make_event())],
        "events_url": "/en/events/",
    }

    soup = draw("home/home_page.html", context)

    assert texts_of(soup, ".ev h3") == ["Conversations that last"]
    assert soup.select_one(".masthead a.btn")["href"] == "/en/events/"


def test_front_page_without_events_is_a_page_of_words():
    soup = draw("home/home_page.html", samples.frame() | {"page": make_page()})

    assert soup.select(".ev") == []
    assert texts_of(soup, "main h2") == ["What you will take home"]


def test_list_groups_events_by_month():
    soup = draw("events/event_index_page.html", samples.index_context())

    assert texts_of(soup, "h2.month-head") == ["February 2027", "June 2027", "Date to be confirmed"]
    assert text_of(soup, "[role=status]") == "6 events"
    assert text_of(soup, ".seg a[aria-current]") == "List"


def test_list_of_past_events_says_so():
    soup = draw("events/event_index_page.html", samples.index_context(shows_past=True, number=1))

    assert text_of(soup, "[role=status]") == "1 past event"
    assert text_of(soup, ".seg a[aria-current]") == "Past"
    assert soup.title.get_text() == "What’s on: past events – Croeso"


@pytest.mark.parametrize(("shows_past", "way_on"), [(False, "Look at past events"), (True, "See what is coming up")])
def test_empty_list_has_a_way_on(shows_past, way_on):
    soup = draw("events/event_index_page.html", samples.index_context(groups=[], number=0, shows_past=shows_past))

    assert text_of(soup, ".box a") == way_on


def test_cards_say_state_in_words():
    soup = draw("events/event_index_page.html", samples.index_context())

    assert [texts_of(card, ".badge")[0] for card in soup.select(".ev")] == [
        "Free",
        "Few places left",
        "Cancelled",
        "Fully booked – join the waitlist",
        "Free",
        "Date to be confirmed",
    ]
    assert texts_of(soup, ".ev p.mb0") == [
        "18 places left",
        "6 places left of 40",
        "11 people are waiting",
        "18 places left",
    ]


def test_cards_show_the_date_as_a_block():
    soup = draw("events/event_index_page.html", samples.index_context())

    assert texts_of(soup, ".ev .date")[2:] == ["Thu 18 Feb", "Thu 11 Feb", "Thu–Sat 10–12 Jun", "Date to be confirmed"]
    assert texts_of(soup, ".ev__meta span")[-2:] == ["January or February", "Place to be confirmed"]


def test_card_of_a_series_shows_its_next_date():
    event = make_event(starts_at=at("2026-01-06T11:00"), ends_at=at("2099-03-03T12:00"))
    event._prefetched_objects_cache["sessions"] = [
        samples.session("Coffee", "2026-01-06T11:00", "2026-01-06T12:00"),
        samples.session("Coffee", "2099-03-03T11:00", "2099-03-03T12:00"),
    ]

    soup = draw("events/event_index_page.html", samples.index_context(groups=[{"cards": [samples.card(event)]}]))

    assert text_of(soup, ".ev .date") == "Tue 3 Mar"
    assert texts_of(soup, ".ev__meta span") == ["11am to noon", "Sample Hall, Wrexham", "2 dates"]


def test_card_is_one_link():
    soup = draw("events/event_index_page.html", samples.index_context())

    assert {len(card.select("a")) for card in soup.select(".ev")} == {1}


# pages for errors


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "429", "500", "503"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_error_pages_speak_both_languages_and_have_a_way_on(name, language):
    soup = draw(f"{name}.html", {}, language)

    assert soup.html["lang"] == language
    assert [section["lang"] for section in soup.select("main section")] == (
        ["en", "cy"] if language == "en" else ["cy", "en"]
    )
    assert sorted(link["href"] for link in soup.select("main a")) == [
        "/bookings/lost/?language=cy",
        "/bookings/lost/?language=en",
        "/cy/",
        "/en/",
    ]
    assert len(soup.select("h1")) == 1


@pytest.mark.parametrize("name", ["500", "503"])
def test_pages_for_failures_need_no_database(name):
    # without the `db` fixture, any query here would fail the test
    assert draw(f"{name}.html", {}).select_one("h1")
