"""The list for feed readers, and within a partner's site."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from events.choices import DateState
from tests.factories.events import make_organisation
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def index(root_page):
    return make_index(root_page)


def feed(url: str) -> ElementTree.Element:
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def titles(tree: ElementTree.Element) -> list[str]:
    return [title.text for title in tree.findall("a:entry/a:title", ATOM)]


def test_news_feed_takes_the_filters_of_the_page(index):
    make_page(index, "Free")
    make_page(index, "Paid", tickets=[{"price_kind": "fixed", "price": 5}])
    make_page(index, "Secret", invitation_code="sesame")
    make_page(index, "Draft", live=False)
    assert titles(feed(f"{index.url}feed.xml")) == ["Paid", "Free"]
    assert titles(feed(f"{index.url}feed.xml?free=1")) == ["Free"]


def test_news_feed_says_what_the_list_says(index):
    page = make_page(index, "Te & <b>talk</b>", summary="One <i>cup</i>.")
    tree = feed(f"{index.url}feed.xml?place=online")
    assert tree.find("a:link[@rel='self']", ATOM).get("href") == f"http://testserver{index.url}feed.xml?place=online"
    entry = tree.find("a:entry", ATOM)
    assert entry.find("a:id", ATOM).text == f"urn:uuid:{event_of(page).key}"
    assert entry.find("a:title", ATOM).text == "Te & <b>talk</b>"
    assert entry.find("a:link", ATOM).get("href").endswith(page.url)
    assert (
        entry.find("a:summary", ATOM).text
        == "Thursday 14 February 2030, 10am to 3pm<br>Online<br>One &lt;i&gt;cup&lt;/i&gt;."
    )
    assert "meet.example.org" not in ElementTree.tostring(tree, encoding="unicode")


def test_news_feed_speaks_welsh(index):
    welsh = in_welsh(make_page(index, "Tea"), title="Te", summary="Un cwpan.")
    tree = feed(f"{welsh.get_parent().url}feed.xml")
    assert titles(tree) == ["Te"]
    assert tree.find("a:entry/a:summary", ATOM).text == "dydd Iau 14 Chwefror 2030, 10am i 3pm<br>Ar-lein<br>Un cwpan."


def test_news_feed_is_not_sent_again_while_nothing_changed(index):
    page = make_page(index)
    url = f"{index.url}feed.xml"
    etag = Client().get(url)["ETag"]
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 304
    change(page, title="Other")
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 200


def test_empty_news_feed_stays_the_same(index):
    url = f"{index.url}feed.xml?free=1"
    assert Client().get(url)["ETag"] == Client().get(url)["ETag"]


def test_news_feed_of_no_list_is_not_found(index):
    assert Client().get("/en/nowhere/feed.xml").status_code == 404


def test_news_feed_asks_as_often_for_three_events_as_for_one(index, count_queries):
    ask = lambda: Client().get(f"{index.url}feed.xml")  # noqa: E731
    make_page(index, "One")
    ask()
    for_one = count_queries(ask)
    make_page(index, "Two")
    make_page(index, "Three")
    ask()
    assert count_queries(ask) == for_one


def embedded(index, query: str = "") -> BeautifulSoup:
    answer = Client().get(f"/embed{index.url}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_embedded_list_may_be_framed_by_others_and_nothing_else_may(index):
    page = make_page(index)
    answer = Client().get(f"/embed{index.url}")
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    for url in (index.url, page.url):
        other = Client().get(url)
        assert (other["X-Frame-Options"], "frame-ancestors 'self'" in other["Content-Security-Policy"]) == (
            "SAMEORIGIN",
            True,
        )


def test_embedded_list_has_no_script_and_opens_the_site(index):
    page = make_page(index)
    html = embedded(index)
    assert html.select("script, form") == []
    assert html.select_one("base")["target"] == "_top"
    assert [link["href"] for link in html.select(".ev a")] == [page.url]


def test_embedded_list_is_narrowed_to_a_host(index):
    make_page(index, "Ours", host=make_organisation("ours"))
    make_page(index, "Theirs", host=make_organisation("theirs"))
    make_page(index, "Secret", host=make_organisation("third"), invitation_code="sesame")
    assert [link.get_text() for link in embedded(index, "?host=ours").select(".ev a")] == ["Ours"]
    assert embedded(index, "?host=third").select(".ev") == []
    assert embedded(index, "?host=ours").select_one("main > p a")["href"] == f"{index.url}?host=ours"


@pytest.mark.parametrize(("most", "shown"), [("1", 1), ("0", 1), ("x", 2), ("999999", 2), ("-1", 2), ("²", 2)])
def test_embedded_list_is_as_long_as_was_asked(index, most, shown):
    make_page(index, "One")
    make_page(index, "Two")
    assert len(embedded(index, f"?most={most}").select(".ev")) == shown


def test_embedded_list_speaks_welsh(index):
    welsh = in_welsh(make_page(index, "Tea"), title="Te")
    html = embedded(welsh.get_parent())
    assert (html.html["lang"], html.select_one(".ev a").get_text()) == ("cy", "Te")
    assert "Am ddim" in html.select_one(".ev").get_text()


def test_embedded_list_of_a_private_list_is_not_found(index):
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.PASSWORD, password="sample")
    assert Client().get(f"/embed{index.url}", follow=True).status_code == 404


def test_cancelled_events_stay_in_the_embedded_list(index):
    page = make_page(index)
    change(page, date_state=DateState.CANCELLED, reason="Snow")
    assert "Cancelled" in embedded(index).select_one(".ev").get_text()
