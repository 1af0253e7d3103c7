"""The calendar feed of a list of events."""

import datetime as dt

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.choices import DateState
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(root_page):
    return make_index(root_page)


def entries(response):
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}


def test_calendar_feed_holds_the_events_of_the_list(index):
    make_page(index, "First")
    make_page(index, "Second")
    make_page(index, "By invitation", invitation_code="x")
    make_page(index, "Draft", live=False)
    make_page(index, "Undated", date_state=DateState.TO_BE_CONFIRMED, starts_at=None, ends_at=None)
    response = Client().get(f"{index.url}feed.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(entries(response)) == {"First", "Second"}


def test_calendar_feed_never_holds_the_link_to_join(index):
    make_page(index, join_url="https://meet.example.org/secret")
    assert b"meet.example.org" not in Client().get(f"{index.url}feed.ics").content


def test_calendar_feed_keeps_cancelled_events_as_cancelled(index):
    page = make_page(index)
    change(page, date_state=DateState.CANCELLED, reason="Snow")
    (entry,) = entries(Client().get(f"{index.url}feed.ics")).values()
    assert entry["status"] == "CANCELLED"
    assert entry["sequence"] == 1


def test_calendar_feed_speaks_the_language_of_its_address(index):
    welsh = in_welsh(make_page(index, "Workshop"), title="Gweithdy")
    feed = f"{welsh.get_parent().url}feed.ics"
    assert feed.startswith("/cy/")
    assert set(entries(Client().get(feed))) == {"Gweithdy"}


def test_calendar_feed_takes_the_filters_of_the_page(index):
    past = timezone.now() - dt.timedelta(days=9)
    make_page(index, "Past", starts_at=past, ends_at=past + dt.timedelta(hours=1))
    make_page(index, "Coming")
    assert set(entries(Client().get(f"{index.url}feed.ics"))) == {"Coming"}
    assert set(entries(Client().get(f"{index.url}feed.ics?when=past"))) == {"Past"}


def test_an_unchanged_feed_is_not_sent_again(index):
    page = make_page(index)
    etag = Client().get(f"{index.url}feed.ics")["ETag"]
    again = Client().get(f"{index.url}feed.ics", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    change(page, title="Another title")
    assert Client().get(f"{index.url}feed.ics", headers={"If-None-Match": etag}).status_code == 200


def test_a_booking_does_not_change_the_feed(index):
    event = event_of(make_page(index))
    etag = Client().get(f"{index.url}feed.ics")["ETag"]
    type(event).objects.filter(pk=event.pk).update(revision=event.revision + 1)
    assert Client().get(f"{index.url}feed.ics")["ETag"] == etag


@pytest.mark.parametrize("address", ["/en/nowhere/feed.ics", "/cy/events/feed.ics", "/en/feed.ics"])
def test_a_feed_that_is_not_there_is_not_found(index, address):
    assert Client().get(address).status_code == 404


def test_a_private_list_has_no_feed(index):
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert Client().get(f"{index.url}feed.ics").status_code == 404


def test_calendar_feed_takes_the_same_queries_however_many_events_there_are(index):
    counts = []
    for number in range(3):
        make_page(index, f"Event {number}")
        Client().get(f"{index.url}feed.ics")
        with CaptureQueriesContext(connection) as seen:
            Client().get(f"{index.url}feed.ics")
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
