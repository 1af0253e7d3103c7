"""The banner of a hold, asked once a minute, and people added and removed by htmx."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.choices import BookingState
from events.models.bookings import Attendee, Booking
from tests.public_site import Page

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"


@pytest.fixture
def banner(open_event, soon, visitor):
    """The banner of a hold that has just begun."""
    open_event(capacity=3, **soon)
    page = Page(visitor.client.post(f"{FORM}hold/", follow=True))
    return page.soup.select_one("section.hold")


def ends_in(**time):
    until = timezone.now() + dt.timedelta(**time)
    Booking.objects.filter(state=BookingState.HELD).update(deadline_at=until)
    Attendee.objects.update(claimed_until=until)


def test_banner_that_still_says_the_same_is_not_drawn_again(banner, visitor):
    assert (banner["hx-trigger"], banner["hx-swap"]) == ("every 60s", "outerHTML")
    before = list(Booking.objects.values())

    response = visitor.client.get(banner["hx-get"] + "&people=1")

    assert (response.status_code, response.content) == (204, b"")
    assert list(Booking.objects.values()) == before
    assert visitor.client.head(banner["hx-get"]).status_code == 204


def test_banner_says_when_two_minutes_are_left_and_when_they_are_over(banner, visitor):
    ends_in(seconds=100)
    soon = Page(visitor.client.get(banner["hx-get"])).soup.section
    assert soon["class"] == ["hold", "hold--soon", "no-print"]
    assert soon.p["role"] == "alert"
    assert soon.p.get_text(strip=True).startswith("Nearly out of time")

    ends_in(seconds=-1)
    over = Page(visitor.client.get(soon["hx-get"])).soup.section
    assert over.p.get_text(strip=True) == "The time ran out, and your place is still free. Carry on."
    assert visitor.client.get(over["hx-get"]).status_code == 204


@pytest.mark.parametrize("people", ["0", "-1", "x", "999999999999"])
def test_banner_is_drawn_for_any_number(banner, visitor, people):
    ends_in(seconds=-1)

    assert visitor.client.get(f"{banner['hx-get']}&people={people}").status_code == 200


def test_browser_without_a_hold_is_told_nothing(banner, client):
    assert client.get(banner["hx-get"]).status_code == 204


def test_person_is_added_to_the_page_that_is_open(open_event, soon, visitor):
    open_event(**soon)
    page = visitor.open(FORM)
    button = page.soup.select_one("button[name=add]")
    assert (button["hx-post"], button["hx-target"], button["hx-select"]) == (FORM, "#main", "#main")

    page = Page(visitor.client.post(button["hx-post"], page.fields() | {"add": "1"}, headers={"HX-Request": "true"}))

    assert page.soup.select_one("#main h2[autofocus]")["id"] == "person-2"
    assert [button["hx-post"] for button in page.soup.select("button[name=remove]")] == [FORM]


def test_refusal_that_htmx_would_hide_is_shown(open_event, soon, visitor, locked_database):
    open_event(capacity=3, **soon)
    page = Page(visitor.client.post(f"{FORM}hold/", follow=True))
    with locked_database():
        answers = [
            visitor.client.post(FORM, page.fields() | {"add": "1"}, headers=headers)
            for headers in ({}, {"HX-Request": "true"})
        ]
    assert [answer.status_code for answer in answers] == [503, 200]
    assert Page(answers[1]).soup.select("#main .notice--bad, #main .notice--warn") != []
