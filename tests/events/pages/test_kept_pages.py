"""Kept pages: few queries for the next visitor, and never anything old."""

import gzip
import re

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.models.people_places import Organisation
from events.pages.kept_pages import LARGEST, LONGEST_QUERY, key_of
from home import frame
from home.models import ContentPage, SiteDetails
from tests.factories.bookings import book
from tests.factories.events import make_organisation, make_venue
from tests.factories.pages import HOUR, change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(root_page):
    return make_index(root_page)


@pytest.fixture
def page(index):
    return make_page(index, capacity=10)


def queries(address: str, client: Client | None = None, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        (client or Client()).get(address, headers=headers)
    return len(seen)


def text_of(address: str) -> str:
    return Client().get(address).content.decode()


def left(response) -> str:
    found = re.search(r'<data class="places-left" value="([^"]*)"', response.content.decode())
    assert found
    return found.group(1)


def is_kept(address: str, **headers: str) -> bool:
    """Whether the next visitor costs no more than the question for what has changed."""
    return queries(address, **headers) <= 2


# What is kept


def test_the_next_visitor_of_an_event_costs_one_query(page):
    first = Client().get(page.url)
    with CaptureQueriesContext(connection) as seen:
        again = Client().get(page.url)
    assert len(seen) == 1
    assert again.content == first.content
    assert again.headers == first.headers


def test_the_next_visitor_of_a_content_page_costs_one_query(root_page):
    about = root_page.add_child(instance=ContentPage(title="About", locale=root_page.locale))
    Client().get(about.url)
    assert queries(about.url) == 1


def test_the_next_visitor_of_a_list_costs_two_queries(index, root_page, page):
    for address in (index.url, root_page.url):
        Client().get(address)
        assert queries(address) == 2


def test_a_kept_page_carries_the_headers_of_safety(page):
    Client().get(page.url)
    kept = Client().get(page.url)
    for header in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Content-Language"):
        assert kept[header]
    assert (kept["Cache-Control"], kept["Vary"]) == ("no-cache", "Cookie, Accept-Encoding, HX-Request")


def test_a_kept_page_is_sent_compressed_to_browsers_that_can_read_it(page):
    plain = Client().get(page.url)
    packed = Client().get(page.url, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2.5
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]


def test_head_has_the_headers_of_get_and_keeps_nothing(page):
    assert Client().head(page.url).status_code == 200
    assert not is_kept(page.url)
    got, asked = Client().get(page.url), Client().head(page.url)
    assert (asked.content, asked.headers) == (b"", got.headers)


def test_a_visitor_who_has_the_page_is_told_so(page):
    etag = Client().get(page.url)["ETag"]
    assert Client().get(page.url, headers={"If-None-Match": etag}).status_code == 304
    book(event_of(page), now=timezone.now())
    assert Client().get(page.url, headers={"If-None-Match": etag}).status_code == 200


def test_other_addresses_are_other_pages(page, index):
    other = make_page(index, "Another event", capacity=3)
    assert [left(Client().get(address)) for address in (page.url, other.url, page.url)] == ["10", "3", "10"]


def test_fragments_are_kept_apart_from_pages(index, page):
    Client().get(index.url)
    assert not is_kept(index.url, **{"HX-Request": "true"})
    assert is_kept(index.url)


# What is not kept


def test_staff_are_never_shown_a_kept_page(page, admin_client):
    Client().get(page.url)
    assert "ETag" not in admin_client.get(page.url)
    assert queries(page.url, admin_client) > 1


def test_pages_with_a_token_are_not_kept(page):
    tokens = [Client().get(f"{page.url}book/").content.split(b'name="token" value="')[1][:40] for _ in range(2)]
    assert tokens[0] != tokens[1]


def test_pages_that_are_not_there_are_not_kept(root_page):
    Client().get("/en/nothing/")
    assert not is_kept("/en/nothing/")


def test_unknown_queries_fill_nothing(page, index):
    for address in (f"{page.url}?x=1", f"{index.url}?q={'x' * LONGEST_QUERY}"):
        assert Client().get(address).status_code == 200
        assert not is_kept(address)


def test_what_follows_people_is_no_part_of_an_address(page, index):
    for address in (page.url, index.url):
        Client().get(address)
        assert is_kept(f"{address}?utm_source=letter&fbclid=abc")


def test_lists_are_kept_for_each_choice(index, page):
    assert page.title not in text_of(f"{index.url}?when=past")
    assert page.title in text_of(index.url)
    assert is_kept(f"{index.url}?when=past")
    assert is_kept(index.url)


def test_huge_pages_are_not_kept(root_page):
    about = ContentPage(title="About", locale=root_page.locale, intro="x" * LARGEST)
    root_page.add_child(instance=about)
    Client().get(about.url)
    assert not is_kept(about.url)


def test_events_by_invitation_stay_behind_their_code(index):
    page = make_page(index, invitation_code="sesame")
    opened = Client().get(f"{page.url}?code=sesame", headers={"Accept-Encoding": "gzip"})
    closed = Client().get(page.url)
    assert "ETag" in opened
    assert "Content-Encoding" not in opened  # it holds the code, and compressing it beside other words tells of it
    assert "ETag" not in closed
    assert "places-left" not in closed.content.decode()


# What changes at once


def test_a_booking_and_a_cancellation_show_at_once(page):
    event = event_of(page)
    assert left(Client().get(page.url)) == "10"
    booking = book(event, 3, now=timezone.now())
    assert left(Client().get(page.url)) == "7"
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    assert left(Client().get(page.url)) == "10"


def test_a_booking_shows_at_once_in_lists(index, root_page, page):
    for address in (index.url, root_page.url):
        assert "10 places left" in text_of(address)
    book(event_of(page), 3, now=timezone.now())
    for address in (index.url, root_page.url):
        assert "7 places left" in text_of(address)


def test_a_booking_shows_at_once_beside_a_cancelled_event(index, page):
    cancelled = make_page(index, "Forum", date_state="cancelled", reason="Rain.")
    assert "10 places left" in text_of(cancelled.url)
    book(event_of(page), 3, now=timezone.now())
    assert "7 places left" in text_of(cancelled.url)


def test_a_booking_leaves_content_pages_as_they_are(root_page, page):
    about = root_page.add_child(instance=ContentPage(title="About", locale=root_page.locale))
    Client().get(about.url)
    book(event_of(page), now=timezone.now())
    assert queries(about.url) == 1


def test_a_publication_shows_at_once(page, index):
    Client().get(page.url)
    Client().get(index.url)
    change(page, capacity=12, title="Another title")
    shown = Client().get(page.url)
    assert left(shown) == "12"
    assert "Another title" in shown.content.decode()
    assert "Another title" in text_of(index.url)


def test_an_unpublished_page_is_gone_at_once(page, index):
    Client().get(page.url)
    assert page.title in text_of(index.url)
    page.unpublish()
    assert Client().get(page.url).status_code == 404
    assert page.title not in text_of(index.url)


def test_a_deleted_page_is_gone_at_once(root_page):
    about = root_page.add_child(instance=ContentPage(title="About", locale=root_page.locale))
    Client().get(about.url)
    about.delete()
    assert Client().get(about.url).status_code == 404


def test_a_moved_page_leaves_its_address_at_once(page, root_page):
    address = page.url
    Client().get(address)
    page.move(make_index(root_page, "Elsewhere"))
    assert Client().get(address).status_code == 301


def test_a_page_made_private_is_private_at_once_and_open_again(page):
    Client().get(page.url)
    rule = PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    assert "places-left" not in text_of(page.url)
    rule.delete()
    assert "places-left" in text_of(page.url)


def test_names_and_contact_show_at_once(page, root_page):
    Client().get(page.url)
    details = SiteDetails.objects.create(site=Site.objects.get(), name_en="Welcome", phone="029")
    assert "– Welcome</title>" in text_of(page.url)
    details.phone = "0300 123"
    details.save()
    assert "0300 123" in text_of(page.url)


def test_a_new_page_in_the_menu_shows_at_once(page, root_page):
    Client().get(page.url)
    root_page.refresh_from_db()
    about = root_page.add_child(instance=ContentPage(title="About us", locale=root_page.locale, show_in_menus=True))
    assert "About us" in text_of(page.url)
    about.title = "About them"
    about.save_revision().publish()
    assert "About them" in text_of(page.url)


def test_snippets_show_at_once(index):
    page = make_page(index, host=make_organisation(), attendance="venue", venue=make_venue())
    Client().get(page.url)
    organisation = Organisation.objects.get()
    organisation.name_en = "Another Network"
    organisation.save()
    assert "Another Network" in text_of(page.url)
    venue = event_of(page).venue
    venue.name_en = "Another Hall"
    venue.save()
    assert "Another Hall" in text_of(page.url)


def test_another_process_shows_the_new_frame_too(page):
    """Its own cache still holds the frame of the old generation: the database says that there is a new one."""
    Client().get(page.url)
    name, seen = frame.frame_key(Site.objects.get(), "en"), cache.get(frame.FOLLOWED)
    old = cache.get(name)
    SiteDetails.objects.create(site=Site.objects.get(), name_en="Welcome")
    cache.set_many({name: old, frame.FOLLOWED: seen})
    assert "– Welcome</title>" in text_of(page.url)


def test_a_series_is_made_anew_when_one_of_its_events_is_over(index):
    page = make_page(index, series="walks")
    soon = timezone.now() + HOUR / 60
    make_page(index, "Soon over", series="walks", starts_at=soon - HOUR, ends_at=soon)
    Client().get(page.url)
    assert caches["pages"].get(key_of(RequestFactory().get(page.url), "")).fresh_until == soon


# Pieces


def test_a_booking_draws_only_its_pieces_again(page):
    event = event_of(page)
    Client().get(page.url)
    book(event, 2, now=timezone.now())
    with CaptureQueriesContext(connection) as seen:
        again = Client().get(page.url)
    assert len(seen) == 6
    assert left(again) == "8"
    caches["pages"].clear()
    assert again.content == Client().get(page.url).content


@pytest.mark.parametrize("language", ["en", "cy"])
def test_pieces_are_drawn_again_in_the_language_of_the_page(page, language):
    page = page if language == "en" else in_welsh(page)
    Client().get(page.url)
    book(event_of(page), 6, now=timezone.now())
    again = Client().get(page.url)
    caches["pages"].clear()
    assert again.content == Client().get(page.url).content
