"""What machines are told of the site: heads of pages, pictures, the site map and robots."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from events.choices import DateState
from tests.factories.bookings import book
from tests.factories.events import make_organisation, make_venue
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def index(root_page):
    return make_index(root_page)


def head(url: str) -> BeautifulSoup:
    answer = Client().get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def told(url: str) -> dict:
    return json.loads(head(url).select_one("script[type='application/ld+json']").string)


def meta(html: BeautifulSoup, name: str) -> str:
    return html.select_one(f"meta[property='{name}'], meta[name='{name}']")["content"]


def test_page_names_itself_and_its_other_language(index):
    page = make_page(index, "Tea")
    welsh = in_welsh(page, title="Te")
    for shown in (page, welsh):
        html = head(shown.url)
        assert html.select_one("link[rel=canonical]")["href"] == f"{SITE}{shown.url}"
        assert [(link["hreflang"], link["href"]) for link in html.select("link[rel=alternate][hreflang]")] == [
            ("cy", f"{SITE}{welsh.url}"),
            ("en", f"{SITE}{page.url}"),
            ("x-default", f"{SITE}{page.url}"),
        ]


def test_list_with_choices_is_the_same_page_as_without(index):
    make_page(index)
    assert head(f"{index.url}?free=1").select_one("link[rel=canonical]")["href"] == f"{SITE}{index.url}"


def test_page_in_one_language_has_no_alternates(index):
    assert head(make_page(index).url).select("link[hreflang][rel=alternate]") == []


def test_link_to_a_page_is_shown_with_its_picture(index):
    page = make_page(index, "Tea", summary='Cups & "saucers"')
    html = head(page.url)
    assert meta(html, "og:title") == "Tea"
    assert meta(html, "og:description") == meta(html, "description") == 'Cups & "saucers"'
    assert meta(html, "og:url") == f"{SITE}{page.url}"
    assert meta(html, "og:locale") == "en_GB"
    picture = meta(html, "og:image")
    assert picture.startswith(f"{SITE}/share/{page.pk}-")
    answer = Client().get(picture)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=31536000, immutable")
    assert answer.content == Client().get(picture).content


def test_old_picture_leads_to_the_new_one(index):
    page = make_page(index, "Tea")
    old = meta(head(page.url), "og:image")
    change(page, title="Coffee")
    new = meta(head(page.url), "og:image")
    assert new != old
    answer = Client().get(f"{old[:-20]}{'0' * 16}.png")
    assert (answer.status_code, f"{SITE}{answer.url}") == (302, new)


def test_pictures_are_drawn_of_public_pages_only(index, root_page):
    secret = make_page(index, "Secret", invitation_code="sesame")
    draft = make_page(index, "Draft", live=False)
    private = make_page(index, "Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.PASSWORD, password="sample")
    for page in (secret, draft, private):
        assert Client().get(f"/share/{page.pk}-{'0' * 16}.png").status_code == 404
    assert Client().get(f"/share/{root_page.pk}-{'0' * 16}.png").status_code == 302
    assert Client().get(f"/share/999999999-{'0' * 16}.png").status_code == 404


def test_event_by_invitation_tells_machines_nothing(index):
    page = make_page(index, "Secret", invitation_code="sesame")
    html = head(f"{page.url}?code=sesame")
    assert html.select("link[rel=canonical], meta[property], script[type='application/ld+json']") == []
    assert meta(html, "robots") == "noindex"


def test_structured_event_says_what_the_page_says(index):
    page = make_page(
        index,
        "Tea",
        host=make_organisation(website="https://network.example.org"),
        venue=make_venue(address="1 Sample Street", postcode="CF00 0AA", latitude="51.5", longitude="-3.2"),
        attendance="hybrid",
        languages="both",
        capacity=40,
        tickets=[{"name": "Place", "price_kind": "fixed", "price": "7.50"}, {"name": "Free", "price_kind": "free"}],
    )
    welsh = in_welsh(page, title="Te")
    found = told(page.url)
    url = f"{SITE}{page.url}"
    assert found["@type"] == "Event"
    assert (found["name"], found["url"], found["inLanguage"]) == ("Tea", url, ["cy", "en"])
    assert found["sameAs"] == [url, f"{SITE}{welsh.url}"]
    assert (found["startDate"], found["endDate"]) == ("2030-02-14T10:00+00:00", "2030-02-14T15:00+00:00")
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]
    assert found["location"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 51.5, "longitude": -3.2}
    assert found["organizer"]["name"] == "Sample Network"
    assert [(offer["price"], offer["availability"]) for offer in found["offers"]] == [
        ("7.50", "https://schema.org/InStock"),
        ("0.00", "https://schema.org/InStock"),
    ]
    assert found["image"][0].startswith(f"{SITE}/share/")
    assert told(welsh.url)["name"] == "Te"


def test_structured_event_never_tells_the_link_to_join(index):
    page = make_page(index, join_url="https://meet.example.org/hush")
    assert "hush" not in Client().get(page.url).content.decode()


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--", ']]> & \u2028 "quoted"', "<!--/counted-->"]
)
def test_structured_event_survives_what_editors_type(index, title):
    page = make_page(index, title, summary=title, slug="nasty")
    assert told(page.url)["name"] == title
    assert [script.get("type") for script in head(page.url).select("script:not([src])")] == ["application/ld+json"]


def test_structured_event_follows_bookings_on_a_kept_page(index):
    page = make_page(index, capacity=1)
    assert told(page.url)["offers"][0]["availability"] == "https://schema.org/InStock"
    book(event_of(page))
    assert told(page.url)["offers"][0]["availability"] == "https://schema.org/SoldOut"


@pytest.mark.parametrize(
    ("state", "status"), [(DateState.CANCELLED, "EventCancelled"), (DateState.POSTPONED, "EventPostponed")]
)
def test_structured_event_is_called_off(index, state, status):
    page = make_page(index)
    change(page, date_state=state, reason="Snow")
    assert told(page.url)["eventStatus"] == f"https://schema.org/{status}"


def entries() -> dict[str, list[str]]:
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    return {
        url.find("s:loc", MAP).text: [link.get("hreflang") for link in url.findall("x:link", MAP)]
        for url in tree.findall("s:url", MAP)
    }


def test_site_map_lists_public_pages_with_their_languages(index, root_page):
    page = make_page(index, "Tea")
    welsh = in_welsh(page, title="Te")
    make_page(index, "Secret", invitation_code="sesame")
    make_page(index, "Draft", live=False)
    private = make_page(index, "Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.PASSWORD, password="sample")
    found = entries()
    assert found[f"{SITE}{page.url}"] == found[f"{SITE}{welsh.url}"] == ["cy", "en", "x-default"]
    assert {url.rsplit("/", 2)[1] for url in found} & {"secret", "draft", "private"} == set()
    assert f"{SITE}{root_page.url}" in found


def test_site_map_leaves_out_an_event_that_is_now_by_invitation(index):
    page = make_page(index, "Tea")
    event = event_of(page)
    type(event).objects.filter(pk=event.pk).update(invitation_code="sesame")
    assert f"{SITE}{page.url}" not in entries()


def test_site_map_says_when_nothing_changed(index):
    first = Client().get("/sitemap.xml")
    again = Client().get("/sitemap.xml", headers={"If-None-Match": first["ETag"]})
    assert (first["Content-Type"], again.status_code) == ("application/xml; charset=utf-8", 304)


def test_site_map_asks_as_often_for_three_pages_as_for_one(index, count_queries):
    make_page(index, "One")
    entries()
    for_one = count_queries(entries)
    make_page(index, "Two")
    make_page(index, "Three")
    assert count_queries(entries) == for_one


def test_robots_are_shown_the_map_and_kept_from_bookings(db):
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /admin/\nDisallow: /bookings/\n" in text
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in text


def test_share_links_ask_nobody_before_they_are_pressed(index):
    page = make_page(index, "Tea & talk")
    html = head(page.url)
    links = [link["href"] for link in html.select("aside details a[href^=https]")]
    assert links[0] == f"https://wa.me/?text=Tea%20%26%20talk%20http%3A%2F%2Ftestserver{page.url.replace('/', '%2F')}"
    assert all(link["rel"] == ["noopener", "noreferrer", "nofollow"] for link in html.select("aside details a[rel]"))
    loaded = [
        tag.get("src") or tag.get("href") for tag in html.select("script[src], img, link[rel=stylesheet], iframe")
    ]
    assert [address for address in loaded if not address.startswith("/")] == []
