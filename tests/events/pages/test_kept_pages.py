"""Kept event pages: one query for the next visitor, and never an old number."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.booking.bookings import cancel_places
from events.booking.freshness import changes_at
from events.booking.holds import begin_hold
from events.booking.journal import By
from events.models.events import Event
from events.pages.kept_pages import LONGEST, Kept
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_session, make_ticket_type
from tests.factories.events import make_event as make_booked_event
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(root_page):
    return make_page(make_index(root_page), capacity=10)


def left(response) -> str:
    found = re.search(r'<data class="places-left" value="([^"]*)"', response.content.decode())
    assert found
    return found.group(1)


def test_the_next_visitor_costs_one_query(page):
    first = Client().get(page.url)
    with CaptureQueriesContext(connection) as seen:
        again = Client().get(page.url)
    assert len(seen) == 1
    assert again.content == first.content
    assert again.headers == first.headers


def test_a_kept_page_carries_the_headers_of_safety(page):
    Client().get(page.url)
    kept = Client().get(page.url)
    for header in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Content-Language"):
        assert kept[header]
    assert (kept["Cache-Control"], kept["Vary"]) == ("no-cache", "Cookie")


def test_a_booking_and_a_cancellation_show_at_once(page):
    event = event_of(page)
    assert left(Client().get(page.url)) == "10"
    booking = book(event, 3, now=timezone.now())
    assert left(Client().get(page.url)) == "7"
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    assert left(Client().get(page.url)) == "10"


def test_a_publication_shows_at_once(page):
    Client().get(page.url)
    change(page, capacity=12, title="Another title")
    shown = Client().get(page.url)
    assert left(shown) == "12"
    assert "Another title" in shown.content.decode()


def test_an_unpublished_page_is_gone_at_once(page):
    Client().get(page.url)
    page.unpublish()
    assert Client().get(page.url).status_code == 404


def test_a_visitor_who_has_the_page_is_told_so(page):
    etag = Client().get(page.url)["ETag"]
    assert Client().get(page.url, headers={"If-None-Match": etag}).status_code == 304
    book(event_of(page), now=timezone.now())
    assert Client().get(page.url, headers={"If-None-Match": etag}).status_code == 200


def test_other_addresses_are_other_pages(page, root_page):
    other = make_page(page.get_parent().specific, "Another event", capacity=3)
    assert [left(Client().get(address)) for address in (page.url, other.url, page.url)] == ["10", "3", "10"]


def test_staff_are_never_shown_a_kept_page(page, admin_client):
    Client().get(page.url)
    with CaptureQueriesContext(connection) as seen:
        assert "ETag" not in admin_client.get(page.url)
    assert len(seen) > 1


def test_events_by_invitation_stay_behind_their_code(root_page):
    page = make_page(make_index(root_page), invitation_code="sesame")
    opened = Client().get(f"{page.url}?code=sesame")
    closed = Client().get(page.url)
    assert "ETag" in opened
    assert "ETag" not in closed
    assert "places-left" not in closed.content.decode()


def test_a_booking_draws_only_its_pieces_again(page):
    event = event_of(page)
    Client().get(page.url)
    book(event, 2, now=timezone.now())
    with CaptureQueriesContext(connection) as seen:
        again = Client().get(page.url)
    assert len(seen) == 6
    assert left(again) == "8"
    cache.clear()
    assert again.content == Client().get(page.url).content


@pytest.mark.parametrize("language", ["en", "cy"])
def test_pieces_are_drawn_again_in_the_language_of_the_page(page, language):
    page = page if language == "en" else in_welsh(page)
    Client().get(page.url)
    book(event_of(page), 6, now=timezone.now())
    again = Client().get(page.url)
    cache.clear()
    assert again.content == Client().get(page.url).content


def kept(event, **values):
    until = timezone.now() + LONGEST
    return Kept(
        event.pk, headers={}, body=b"", **{"revision": event.revision, "until": until, "fresh_until": until, **values}
    )


def test_a_copy_is_good_for_its_time_and_revision_only(page):
    event, now = event_of(page), timezone.now()
    copy = kept(event)
    assert copy.brought_up_to_date(now) is copy
    assert copy.brought_up_to_date(copy.fresh_until) is None
    assert kept(event, until=now).brought_up_to_date(now) is None
    assert kept(event, revision=event.revision - 1).brought_up_to_date(now) is None


def test_changes_at_is_the_next_instant_that_the_clock_decides():
    event = make_booked_event(capacity=5)
    assert changes_at(event, now=NOW) == STARTS_AT
    make_ticket_type(event, closes_at=NOW + dt.timedelta(days=2))
    assert changes_at(event, now=NOW) == NOW + dt.timedelta(days=2)
    make_session(event, starts_at=NOW + dt.timedelta(days=1))
    assert changes_at(event, now=NOW) == NOW + dt.timedelta(days=1)
    held = begin_hold(event_id=event.pk, size=1, form_token="t", now=NOW)
    assert changes_at(event, now=NOW) == held.deadline_at
    assert changes_at(event, now=STARTS_AT + dt.timedelta(days=1)) is None


def test_changes_at_ignores_places_that_are_confirmed():
    event = make_booked_event(starts_at=None, ends_at=None)
    Event.objects.filter(pk=event.pk).update(starts_at=STARTS_AT)
    book(Event.objects.get(pk=event.pk))
    assert changes_at(event, now=NOW) is None
