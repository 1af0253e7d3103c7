"""The front page shows the next events of its language."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.pages import make_index, make_page

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + dt.timedelta(days=days)


def test_front_page_shows_the_next_four_events_in_order(root_page):
    index = make_index(root_page)
    for days in (9, 3, 5, 1, 7):
        make_page(index, f"In {days} days", starts_at=in_days(days), ends_at=in_days(days + 0.1))
    response = Client().get("/en/")
    assert [card.title for card in response.context["cards"]] == ["In 1 days", "In 3 days", "In 5 days", "In 7 days"]
    assert response.context["events_url"] in response.content.decode()


def test_front_page_shows_no_past_hidden_or_undated_events(root_page):
    index = make_index(root_page)
    make_page(index, "Past", starts_at=in_days(-2), ends_at=in_days(-1))
    make_page(index, "By invitation", starts_at=in_days(2), ends_at=in_days(3), invitation_code="x")
    make_page(index, "Undated", date_state="to_be_confirmed", starts_at=None, ends_at=None)
    assert Client().get("/en/").context["cards"] == []


def test_front_page_takes_the_same_queries_however_many_events_there_are(root_page):
    index, counts = make_index(root_page), []
    for number in range(3):
        make_page(index, f"Event {number}", starts_at=in_days(2), ends_at=in_days(3))
        Client().get("/en/")
        with CaptureQueriesContext(connection) as seen:
            Client().get("/en/")
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]


def test_front_page_without_a_list_of_events_shows_its_words_only(root_page):
    assert Client().get("/en/").status_code == 200
