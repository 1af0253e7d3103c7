"""Every address that can be reached from both front pages: none broken, none from elsewhere, each with its pair."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.races.server import Site
from tests.welsh import english, said_in

MOST = 1500
"""More addresses than this are a trap: a page that leads on for ever."""

LOADED = ("link[rel~=stylesheet]", "link[rel~=icon]", "script[src]", "img[src]", "iframe[src]", "source[srcset]")
LISTS_OF_FILTERS = re.compile(r"[?&].*[?&]")
"""Addresses with two wishes or more are each a combination of those with one."""


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: str
    location: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")


class Crawl:
    """Opens every address of the site once, from the front pages on, over one connection."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.answers: dict[str, Answer] = {}
        self.foreign: set[str] = set()
        waiting = ["/en/", "/cy/", "/sitemap.xml", "/robots.txt"]
        while waiting and len(self.answers) < MOST:
            path = waiting.pop()
            if path not in self.answers:
                self.answers[path] = self._get(path)
                waiting += self._found_on(path)

    def _get(self, path: str) -> Answer:
        self.connection.request("GET", path, headers={"Host": f"127.0.0.1:{self.site.port}"})
        response = self.connection.getresponse()
        kind = response.headers.get_content_type()
        body = response.read()
        text = body.decode() if kind.startswith("text/") or "xml" in kind else ""
        return Answer(response.status, kind, text, response.headers.get("Location", ""))

    def _found_on(self, path: str) -> Iterator[str]:
        answer = self.answers[path]
        if answer.location:
            yield from self._own(urljoin(path, answer.location))
        if "xml" in answer.kind:
            for found in re.findall(r'(?:<loc>|href=")([^<"]+)', answer.body):
                yield from self._own(found)
        if answer.kind != "text/html":
            return
        for link in answer.soup.select("a[href], link[rel=alternate], link[rel=canonical]"):
            yield from self._own(urljoin(path, str(link["href"])))
        for tag in answer.soup.select(", ".join(LOADED)):
            address = urljoin(path, str(tag.get("href") or tag.get("src") or str(tag.get("srcset")).split()[0]))
            if not self._is_own(address) and not address.startswith("data:"):
                self.foreign.add(address)
            yield from self._own(address)

    def status(self, path: str) -> int:
        return (self.answers.get(path) or self._get(path)).status

    def _is_own(self, address: str) -> bool:
        return address.startswith((self.site.url, "/"))

    def _own(self, address: str) -> Iterator[str]:
        """The path of an address of this site; links to other sites are not followed."""
        path = urldefrag(address.removeprefix(self.site.url))[0]
        if self._is_own(address) and not LISTS_OF_FILTERS.search(path) and not path.startswith("/admin/"):
            yield path

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """What was answered as a page of its own."""
        found = self.answers.items()
        return {path: answer.soup for path, answer in found if answer.kind == "text/html" and answer.status == 200}


@pytest.fixture(scope="module")
def crawl(site: Site) -> Crawl:
    return Crawl(site)


def told_apart(path: str) -> str:
    """The language that an address is in, or "" for those that are not bound to one."""
    return path.split("/")[1] if path.startswith(("/en/", "/cy/")) else ""


def test_no_link_is_dead_and_nothing_fails(crawl):
    lists = "/sitemap.xml", "/robots.txt"
    broken = {path: found.status for path, found in crawl.answers.items() if found.status >= 400 and path not in lists}
    assert broken == {}
    assert 60 < len(crawl.answers) < MOST


def test_no_page_loads_anything_from_elsewhere(crawl):
    assert crawl.foreign == set()


def test_every_page_says_its_language(crawl):
    wrong = {
        path: page.html["lang"]
        for path, page in crawl.pages.items()
        if told_apart(path) and page.html["lang"] != told_apart(path)
    }
    assert wrong == {}


def test_every_page_has_its_pair_and_each_leads_back(crawl):
    """The switch in the head is a link, or a button that sends what was typed to the pair's address."""
    pages, alone = crawl.pages, {}
    for path, page in pages.items():
        if language := told_apart(path):
            other = "cy" if language == "en" else "en"
            switch = page.select_one(f"header .lang[lang={other}]")
            address = str(switch.get("href") or switch.get("formaction") or "") if switch else ""
            pair = urldefrag(urljoin(path, address))[0] if address else ""
            if told_apart(urlsplit(pair).path) != other or crawl.status(pair) != 200:
                alone[path] = pair
    assert alone == {}


def test_links_to_the_other_language_say_so(crawl):
    unmarked = {
        (path, str(link["href"]))
        for path, page in crawl.pages.items()
        for link in page.select("a[href]")
        if told_apart(path)
        and told_apart(urlsplit(urljoin(path, str(link["href"]))).path) not in ("", told_apart(path))
        and not str(link["href"]).startswith("http")
        and not (link.get("hreflang") or link.parent.name == "h3")
    }
    assert unmarked == set()


def test_alternates_are_in_pairs_that_name_each_other(crawl):
    """Where a page names itself and its pair for search engines, both name the same two."""
    named = {}
    for path, page in crawl.pages.items():
        links = page.select("link[rel=alternate][hreflang]")
        named[path] = {str(link["hreflang"]): str(link["href"]).removeprefix(crawl.site.url) for link in links}
    wrong = {
        path: found
        for path, found in named.items()
        if found and any(named.get(found.get(language, ""), found) != found for language in ("en", "cy"))
    }
    assert wrong == {}


def test_canonical_addresses_answer_themselves(crawl):
    wrong = {}
    for path, page in crawl.pages.items():
        if link := page.select_one("link[rel=canonical]"):
            canonical = str(link["href"]).removeprefix(crawl.site.url)
            if canonical not in crawl.answers or crawl.answers[canonical].status != 200:
                wrong[path] = canonical
    assert wrong == {}


def test_pages_in_welsh_have_no_english(crawl):
    found = {path: english(said_in(str(page))) for path, page in crawl.pages.items() if told_apart(path) == "cy"}
    assert {path: words for path, words in found.items() if words} == {}


def test_entries_in_welsh_have_no_english(crawl):
    """What calendars and feeds show: titles, places and texts."""
    found = {}
    for path, answer in crawl.answers.items():
        if told_apart(path) == "cy" and answer.kind == "text/calendar":
            lines = re.sub(r"\r?\n[ \t]", "", answer.body).splitlines()
            shown = (line for line in lines if re.match(r"(SUMMARY|DESCRIPTION|LOCATION|X-WR-CALNAME)[;:]", line))
            found[path] = english(line.partition(":")[2].replace("\\n", " ") for line in shown)
    assert len(found) > 5
    assert {path: words for path, words in found.items() if words} == {}
