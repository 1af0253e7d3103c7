"""The pieces of an event's page that change with each booking."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.pages.counts import PIECES, CountedPieces, counted_context, stored_event
from events.templatetags.counted import renewed
from home.share import head_of
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(root_page):
    return make_page(make_index(root_page), capacity=10)


def pieces_of(page):
    event = stored_event(event_of(page).key)
    said = dict.fromkeys(("index_url", "book_url", "calendar_url", "share_url", "share_picture", "code"), "")
    context = counted_context(event, path=page.url, now=timezone.now())
    said["places_url"] = page.url
    return CountedPieces.of({**said, **context, "words": page.words()}, RequestFactory().get("/"))


def test_pieces_show_the_numbers_of_now(page):
    pieces = pieces_of(page)
    book(event_of(page), 3, now=timezone.now())

    event, drawn = pieces.draw(now=timezone.now())

    assert event == event_of(page)
    assert sorted(drawn) == sorted(PIECES)
    assert 'class="places-left" value="7"' in drawn["events/event/_booking_box.html"]


def test_pieces_are_those_of_the_whole_page(page):
    """A page with all its pieces drawn again is the page as it was drawn at once."""
    text = Client().get(page.url).content.decode()
    pieces = pieces_of(page)
    whole = CountedPieces(pieces.key, pieces.projected_at, "en", {**pieces.said, **_said_by(page)})

    _, drawn = whole.draw(now=timezone.now())

    assert renewed(text, drawn) == text


def _said_by(page):
    path = page.url
    return {
        "index_url": path.rstrip("/").rpartition("/")[0] + "/",
        "book_url": f"{path}book/",
        "calendar_url": f"{path}event.ics",
        "share_url": f"{settings.SITE_URL}{path}",
        "share_picture": head_of(page, RequestFactory().get(path))["share_picture"],
    }


def test_pieces_need_few_queries(page):
    pieces = pieces_of(page)

    with CaptureQueriesContext(connection) as seen:
        pieces.draw(now=timezone.now())

    assert len(seen) == 4


def test_pieces_of_an_older_version_are_not_drawn(page):
    pieces = pieces_of(page)
    change(page, capacity=40)

    assert pieces.draw(now=timezone.now()) is None


def test_pieces_of_an_event_that_is_over_are_not_drawn(page):
    assert pieces_of(page).draw(now=page.ends_at + dt.timedelta(seconds=1)) is None


def test_page_without_a_date_has_no_pieces_to_draw(root_page):
    unset = make_page(make_index(root_page), date_state="to_be_confirmed", starts_at=None, ends_at=None)

    assert pieces_of(unset) is None


def test_pieces_speak_the_language_of_their_page(page):
    pieces = pieces_of(page)
    welsh = CountedPieces(pieces.key, pieces.projected_at, "cy", pieces.said)

    assert pieces.draw(now=timezone.now())[1] != welsh.draw(now=timezone.now())[1]


def test_places_now_is_silent_while_the_number_is_true(page, client):
    answer = client.get(page.url, {"places": "10"})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")


def test_places_now_says_the_number_when_it_has_changed(page, client):
    book(event_of(page), 3, now=timezone.now())
    for known in ("10", "", "unlimited", "x"):
        answer = client.get(page.url, {"places": known})
        piece = BeautifulSoup(answer.content, "html.parser")
        assert piece.select_one("data.places-left")["value"] == "7"
        assert piece.select_one("input[name=places]")["value"] == "7"
        assert (piece.html, answer["Cache-Control"]) == (None, "no-store")


def test_page_asks_for_its_own_places_once_a_minute(page, client):
    box = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".cap")
    assert (box["hx-get"], box["hx-trigger"], box["role"]) == (page.url, "every 60s", "status")
    assert box.select_one("input[name=places]")["value"] == "10"


def test_places_of_an_event_by_invitation_stay_behind_its_code(root_page, client):
    page = make_page(make_index(root_page), invitation_code="sesame", capacity=4)
    assert b"places-left" not in client.get(page.url, {"places": "9"}).content
    assert b"places-left" in client.get(page.url, {"places": "9", "code": "sesame"}).content
