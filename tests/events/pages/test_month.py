"""A month of events, day by day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import timezone

from events.choices import DateState
from events.pages.month import days_of, month_named
from tests.factories.bookings import book
from tests.factories.events import make_event, make_session
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db
JUNE = (dt.date(2030, 6, 1), dt.date(2030, 6, 30))


@pytest.fixture
def index(root_page):
    return make_index(root_page)


def utc(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2030, month, day, hour, tzinfo=dt.UTC)


def month(index, value="2030-06", **query) -> BeautifulSoup:
    answer = Client().get(index.url, {"view": "month", "month": value, **query})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def squares(html: BeautifulSoup) -> dict[str, list[str]]:
    """The texts of each day on which something is on."""
    return {
        square.select_one(".n").get_text(strip=True): [item.get_text(" ", strip=True) for item in square.select("li")]
        for square in html.select("td.has")
    }


def test_days_of_an_event_are_those_of_its_own_zone():
    event = make_event(starts_at=utc(6, 10, 23), ends_at=None, timezone="Asia/Tokyo")
    assert days_of(event, *JUNE) == [(dt.date(2030, 6, 11), "8am")]


def test_days_of_several_days_are_cut_to_the_month():
    event = make_event(starts_at=utc(5, 30), ends_at=utc(6, 2, 12))
    assert days_of(event, *JUNE) == [(dt.date(2030, 6, 1), ""), (dt.date(2030, 6, 2), "")]


def test_days_of_an_event_that_ends_at_midnight_end_the_day_before():
    event = make_event(starts_at=utc(6, 3, 18), ends_at=utc(6, 3, 23))
    assert event.ends_at.astimezone(ZoneInfo("Europe/London")).hour == 0
    assert days_of(event, *JUNE) == [(dt.date(2030, 6, 3), "7pm")]


def test_days_of_a_series_are_those_of_its_sessions():
    event = make_event(starts_at=utc(6, 5), ends_at=utc(6, 19, 12))
    make_session(event, starts_at=utc(6, 5))
    make_session(event, starts_at=utc(6, 19, 9))
    make_session(event, starts_at=utc(6, 12), withdrawn=True)
    assert days_of(event, *JUNE) == [(dt.date(2030, 6, 5), "11am"), (dt.date(2030, 6, 19), "10am")]


@pytest.mark.parametrize("text", ["", "soon", "2030-13", "0001-01", "9999-12", "2030-06-01"])
def test_month_named_by_nonsense_is_this_one(text):
    assert month_named(text, today=dt.date(2027, 2, 9)) == dt.date(2027, 2, 1)


def test_month_shows_each_event_on_its_days(index):
    make_page(index, "Tea", starts_at=utc(6, 10), ends_at=utc(6, 10, 12))
    make_page(
        index, "Festival", starts_at=utc(6, 10, 8), ends_at=utc(6, 12), tickets=[{"price_kind": "pay_what_you_can"}]
    )
    make_page(index, "July", starts_at=utc(7, 1, 9), ends_at=None)
    html = month(index)
    assert squares(html) == {
        "10": ["Festival 9am", "Tea 11am · Free"],
        "11": ["Festival"],
        "12": ["Festival"],
    }
    assert [item.get_text() for item in html.select("li.again b")] == ["Festival", "Festival"]
    assert html.h1.get_text() == "June 2030"
    assert html.select_one("[role=status]").get_text(strip=True) == "2 events"


def test_month_says_how_booking_stands(index):
    full = make_page(index, "Full", starts_at=utc(6, 1), ends_at=None, capacity=1)
    book(event_of(full), 1, now=timezone.now())
    few = make_page(index, "Few", starts_at=utc(6, 2), ends_at=None, capacity=20)
    for _ in range(3):
        book(event_of(few), 6, now=timezone.now())
    change(make_page(index, "Off", starts_at=utc(6, 3), ends_at=None), date_state=DateState.CANCELLED, reason="Snow")
    assert squares(month(index)) == {
        "1": ["Full 11am · Fully booked"],
        "2": ["Few 11am · 2 places left"],
        "3": ["Off 11am · Cancelled"],
    }


def test_month_leads_to_those_beside_it_and_keeps_choices(index):
    html = month(index, free="1", host="ours")
    links = {link.get_text(strip=True): link["href"] for link in html.select("nav[aria-label=Months] a")}
    assert links["May"] == f"{index.url}?free=1&host=ours&view=month&month=2030-05"
    assert links["July"] == f"{index.url}?free=1&host=ours&view=month&month=2030-07"
    assert links["Go to this month"].startswith(f"{index.url}?free=1&host=ours&view=month&month=")
    assert html.select_one("#language-switch")["href"].endswith("?free=1&host=ours&view=month&month=2030-06")


def test_month_marks_today(index):
    html = month(index, "")
    today = timezone.localdate()
    assert html.select_one("td.today .n").get_text(" ", strip=True) == f"Today {today.day}"


def test_month_without_events_says_so(index):
    html = month(index, "2030-01", place="online")
    assert "No event of this month fits what you chose." in html.select_one(".box").get_text()


def test_month_speaks_welsh(index):
    welsh = in_welsh(make_page(index, "Tea", starts_at=utc(6, 10), ends_at=None), title="Te")
    html = month(welsh.get_parent())
    assert (html.h1.get_text(), squares(html)) == ("Mehefin 2030", {"10": ["Te 11am · Am ddim"]})
    assert html.select_one("td.has .day").get_text() == "dydd Llun 10 Mehefin"


def test_month_shows_nothing_that_is_private_or_by_invitation(index):
    make_page(index, "Secret", starts_at=utc(6, 10), ends_at=None, invitation_code="sesame")
    make_page(index, "Draft", starts_at=utc(6, 10), ends_at=None, live=False)
    assert squares(month(index)) == {}


def test_month_asks_as_often_for_three_events_as_for_one(index, count_queries):
    request = RequestFactory().get(index.url, {"view": "month", "month": "2030-06", "q": "tea"})
    show = lambda: index.serve(request).render()  # noqa: E731
    make_page(index, "Tea one", starts_at=utc(6, 1), ends_at=None, sessions=[{}])
    show()
    for_one = count_queries(show)
    for day in (2, 3):
        make_page(index, f"Tea {day}", starts_at=utc(6, day), ends_at=None, capacity=3)
    show()
    assert count_queries(show) == for_one
