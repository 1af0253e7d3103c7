"""The pieces of an event's page that change with each booking."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.pages.counts import PIECES, CountedPieces, counted_context, stored_event
from events.templatetags.counted import renewed
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(root_page):
    return make_page(make_index(root_page), capacity=30)


def pieces_of(page):
    event = stored_event(event_of(page).key)
    said = dict.fromkeys(("index_url", "book_url", "calendar_url", "share_url", "code"), "")
    context = counted_context(event, path=page.url, now=timezone.now())
    return CountedPieces.of({**said, **context, "words": page.words()}, RequestFactory().get("/"))


def test_pieces_show_the_numbers_of_now(page):
    pieces = pieces_of(page)
    book(event_of(page), 3, now=timezone.now())

    event, drawn = pieces.draw(now=timezone.now())

    assert event == event_of(page)
    assert sorted(drawn) == sorted(PIECES)
    assert 'class="places-left" value="27"' in drawn["events/event/_booking_box.html"]


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
        "share_url": page.full_url,
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
