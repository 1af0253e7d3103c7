"""An event's page in each of its states: what it says to people and to machines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.templates import samples
from tests.templates.drawing import draw, text_of, texts_of, value_of
from tests.templates.samples import at, event_context, make_event, make_page, make_sales


def draw_event(event=None, **more: Any) -> BeautifulSoup:
    return draw("events/event_page.html", event_context(event or make_event(), **more))


def test_open_event_says_when_and_where():
    soup = draw_event()

    assert texts_of(soup, ".facts dt") == ["Thursday 11 February 2027", "Sample Hall, Wrexham", "In English"]
    assert texts_of(soup, ".facts dd") == ["10am to 3.30pm", "Getting there and access", "Welsh–English interpretation"]


def test_event_in_welsh_speaks_welsh_where_facts_have_two_names():
    soup = draw("events/event_page.html", event_context(make_event(), language="cy"), "cy")

    assert text_of(soup, "h1") == "Sgyrsiau sy’n para"
    assert texts_of(soup, ".facts dt")[:2] == ["dydd Iau 11 Chwefror 2027", "Neuadd Enghraifft, Wrecsam"]
    assert text_of(soup, ".hero .kind") == "Dosbarth meistr"


def test_open_event_says_how_many_places_are_left():
    soup = draw_event()

    assert value_of(soup, "places-left") == "18"
    assert text_of(soup, ".cap") == "18 places left 22 of 40 places are booked"
    assert texts_of(soup, "a.btn") == ["Book your place", "Book your place"]
    assert "Book by Monday 8 February 2027, 5pm." in text_of(soup, "aside")


def test_bar_of_places_covers_what_is_free():
    rect = draw_event().select_one("svg.cap__bar rect")

    assert rect.parent["viewbox"] == "0 0 40 1"
    assert (rect["width"], rect["transform"]) == ("18", "matrix(-1 0 0 1 40 0)")


def test_few_places_have_a_striped_bar_and_a_badge():
    soup = draw_event(sales=make_sales(places_left=1, taken=39, few=True))

    assert text_of(soup, ".cap strong") == "1 place left"
    assert "cap__bar--few" in soup.select_one(".cap__bar")["class"]
    assert texts_of(soup, ".badge")[0] == "Few places left"


def test_event_without_a_limit_has_room_for_everybody():
    soup = draw_event(make_event(capacity=None), sales=make_sales(places_left=None, capacity=None))

    assert value_of(soup, "places-left") == "unlimited"
    assert soup.select(".cap__bar") == []


def test_prices_stand_side_by_side():
    soup = draw_event()

    assert texts_of(soup, ".prices b") == ["£0", "£5 or more", "£75", "4 time credits"]
    assert text_of(soup, ".bar .small") == "Free to £75"


@pytest.mark.parametrize(
    ("state", "heading", "buttons"),
    [
        ("waitlist", "Fully booked", ["Join the waitlist", "Join the waitlist"]),
        ("full", "Fully booked", []),
        ("not_yet", "Booking opens soon", []),
        ("closed", "Booking has closed", []),
        ("not_bookable", "Come along", []),
    ],
)
def test_event_that_cannot_be_booked_says_what_can_be_done(state, heading, buttons):
    soup = draw_event(sales=make_sales(state, places_left=0, opens_at=at("2027-01-11T09:00")))

    assert text_of(soup, "aside h2") == heading
    assert texts_of(soup, "a.btn") == buttons
    assert value_of(soup, "places-left") == "0"


def test_event_whose_booking_opens_later_says_when():
    soup = draw_event(sales=make_sales("not_yet", places_left=None, opens_at=at("2027-01-11T09:00")))

    assert "Booking opens on Monday 11 January 2027, 9am." in text_of(soup, "aside")
    assert value_of(soup, "places-left") == "0"


def test_full_event_says_how_the_waitlist_works():
    soup = draw_event(sales=make_sales("waitlist", places_left=0, taken=40, waiting=11))

    assert text_of(soup, ".notice h2") == "All 40 places are booked"
    assert "keep it for them for 24 hours" in text_of(soup, ".notice")
    assert "11 people are waiting" in text_of(soup, ".cap")


@pytest.mark.parametrize(
    ("book_url", "expected"),
    [("/en/a/book/", "/en/a/book/?waits=1"), ("/en/a/book/?code=x", "/en/a/book/?code=x&waits=1")],
)
def test_full_event_leads_to_the_form_for_the_waitlist(book_url, expected):
    soup = draw_event(sales=make_sales("waitlist", places_left=0), book_url=book_url)

    assert {link["href"] for link in soup.select("a.btn")} == {expected}


def test_cancelled_event_says_so_first_and_offers_others():
    event = make_event(date_state="cancelled")
    event.words["en"]["reason"] = "The path is closed after the storm."

    soup = draw_event(event, sales=make_sales("not_bookable"), others=[samples.card(make_event())])

    assert soup.title.get_text() == "Cancelled: Conversations that last – Croeso"
    assert text_of(soup, ".notice h2") == "This event is cancelled"
    assert "The path is closed after the storm." in text_of(soup, ".notice")
    assert texts_of(soup, ".hero .badge") == ["Cancelled"]
    assert len(soup.select(".ev")) == 1
    assert (soup.select("a.btn"), value_of(soup, "places-left")) == ([], "0")


def test_past_event_shows_what_came_of_it():
    soup = draw_event(is_over=True, sales=make_sales("closed"), page=make_page(report=samples.body()))

    assert texts_of(soup, "main h2")[:2] == ["This event has finished", "What happened"]
    assert texts_of(soup, ".hero .badge") == ["This has finished", "In English"]
    assert (soup.select("a.btn"), soup.select("#venue"), value_of(soup, "places-left")) == ([], [], "0")


def test_event_without_a_date_asks_for_patience():
    event = make_event(date_state="to_be_confirmed", starts_at=None, ends_at=None)
    event.words["en"]["when_text"] = "January or February"

    soup = draw_event(event, sales=make_sales("not_bookable"))

    assert texts_of(soup, ".facts dt")[0] == "Date to be confirmed"
    assert texts_of(soup, ".facts dd")[0] == "January or February"
    assert text_of(soup, ".notice h2") == "There is no date yet"
    assert text_of(soup, "aside h2") == "No date yet"


def test_event_without_a_date_takes_interest_where_there_is_a_form():
    event = make_event(date_state="to_be_confirmed", starts_at=None, ends_at=None)

    soup = draw_event(event, sales=make_sales("not_bookable"), interest_url="/en/events/a/interest/")

    form = soup.select_one("aside form")
    assert (form["action"], form["method"]) == ("/en/events/a/interest/", "post")
    assert texts_of(form, "button") == ["Tell me the date"]
    assert [field["name"] for field in form.select("input")] == ["name", "email", "people"]


def test_postponed_event_keeps_places():
    soup = draw_event(make_event(date_state="postponed"), sales=make_sales("not_bookable"))

    assert text_of(soup, ".notice h2") == "This event is postponed"
    assert texts_of(soup, ".facts dt")[0] == "Postponed"
    assert texts_of(soup, ".facts dd")[0] == "Postponed to a later date"


def test_online_event_has_no_way_to_get_there():
    soup = draw_event(make_event(attendance="online"))

    assert texts_of(soup, ".facts dt")[1] == "Online"
    assert soup.select("#venue") == []


def test_hybrid_event_names_both_places():
    soup = draw_event(make_event(attendance="hybrid"))

    assert texts_of(soup, ".facts dt")[1] == "Sample Hall, Wrexham and online"


def test_the_link_to_join_is_never_on_the_page():
    soup = draw_event(make_event(attendance="online", join_url="https://meet.example/secret"))

    assert "secret" not in str(soup)


def test_access_says_what_is_there_and_what_is_not():
    soup = draw_event()

    assert texts_of(soup, ".ticks li")[:4] == [
        "Step-free way in and to every room",
        "Hearing loop",
        "Quiet room",
        "Not here: Changing Places toilet",
    ]


def test_programme_of_one_day_gives_times_and_breaks():
    soup = draw_event()

    assert texts_of(soup, ".prog time") == ["9.30am", "10am", "noon"]
    assert texts_of(soup, ".prog .pause") == ["Doors open, tea and toast", "Lunch, one hour"]


def test_programme_of_several_days_names_each():
    programme = samples.programme()
    programme[-1].day = 2

    soup = draw_event(programme=programme)

    assert [head for head in texts_of(soup, "main h3") if "February" in head] == [
        "Thursday 11 February",
        "Friday 12 February",
    ]


def test_sessions_of_a_festival_stand_under_their_days():
    sessions = [
        samples.session("A long table", "2027-06-10T13:00", "2027-06-10T14:00", places_left=None),
        samples.session("Drawing", "2027-06-10T15:00", "2027-06-10T16:30", places_left=4),
        samples.session("Money talk", "2027-06-11T09:00", "2027-06-11T10:00", places_left=0),
        samples.session("Walk by the sea", "2027-06-11T13:00", "2027-06-11T14:00", places_left=12),
    ]

    soup = draw_event(make_event(session_choice="any"), sessions=sessions, programme=[], speakers=[])

    assert [head for head in texts_of(soup, "main h3") if "June" in head] == ["Thursday 10 June", "Friday 11 June"]
    assert texts_of(soup, ".prog time") == ["2pm", "4pm", "10am", "2pm"]
    assert texts_of(soup, ".prog .badge") == ["Room for all", "4 places left", "Fully booked", "12 places left"]
    assert "4 sessions" in texts_of(soup, ".facts dt")


def test_sessions_of_a_series_stand_beside_their_dates():
    name = samples.TITLES["en"]
    sessions = [
        samples.session(name, "2099-03-03T11:00", "2099-03-03T12:00"),
        samples.session(name, "2099-04-07T10:00", "2099-04-07T11:00"),
    ]

    soup = draw_event(sessions=sessions, programme=[])

    assert texts_of(soup, ".facts dt")[0] == "Next: Tuesday 3 March 2099"
    assert texts_of(soup, ".facts dd")[-1] == "The last: Tuesday 7 April 2099"
    assert texts_of(soup, ".prog time") == ["Tuesday 3 March", "Tuesday 7 April"]
    assert texts_of(soup, ".prog p.mt0") == ["11am to noon", "11am to noon"]
    assert texts_of(soup, ".prog strong") == []


def test_words_of_editors_are_inert():
    event = make_event()
    event.words["en"] |= {"title": "<script>alert(1)</script>", "summary": '"><img src=x onerror=alert(1)>'}

    soup = draw_event(event)

    scripts = soup.select("script:not([src])")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]
    told = json.loads(scripts[0].string)
    assert (told["name"], told["description"]) == ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')
    assert soup.select("img") == []
    assert text_of(soup, "h1") == "<script>alert(1)</script>"


def test_event_by_invitation_shows_nothing_but_the_question():
    context = samples.frame() | {"form": samples.CodeForm(), "event_url": "/en/events/think/"}

    soup = draw("events/invitation.html", context)

    assert text_of(soup, "h1") == "This event is by invitation"
    assert soup.select_one("form")["action"] == "/en/events/think/"
    assert soup.select_one("input[name=code]")["aria-describedby"] == "id_code-hint"
