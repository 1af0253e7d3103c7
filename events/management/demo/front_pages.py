"""The front page, the pages of words, and the names at the head and foot of the demo site, in both languages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from events.management.demo import content
from events.management.demo.bodies import blocks, welsh_of
from events.management.demo.facts import both, key_of
from events.management.demo.welsh import publish_in_welsh
from events.pages.event_index import EventIndexPage
from home.models import ContentPage, HomePage, SiteDetails


def load(site: Site) -> EventIndexPage:
    """Fill the front page of a new site, and put the list of events (which is returned) and the pages of words below
    it. What is published is left as it is."""
    home = HomePage.objects.get(pk=site.root_page_id)
    said = content.read("site")
    _name_site(site, said)
    if not home.get_translations().exists():
        home.title, home.intro = said["home"]["title"]["en"], said["home"]["introduction"]["en"]
        home.body = blocks(said["home"]["body"])
        publish(home, said=said["home"], slug="hafan")
    index = _event_index(home, said["events"])
    for row in said["pages"]:
        _content_page(home, row)
    return index


def _event_index(home: HomePage, said: dict[str, Any]) -> EventIndexPage:
    key = key_of("page", "events")
    found = EventIndexPage.objects.filter(translation_key=key, locale=home.locale).first()
    if found:
        return found
    index = EventIndexPage(
        translation_key=key,
        title=said["title"]["en"],
        slug=said["slug"]["en"],
        intro=said["introduction"]["en"],
        show_in_menus=True,
    )
    add(index, below=home)
    publish(index, said=said, slug=said["slug"]["cy"])
    return index


def _name_site(site: Site, said: dict[str, Any]) -> None:
    found = urlsplit(settings.SITE_URL)
    site.hostname, site.port = found.hostname or "localhost", found.port or (443 if found.scheme == "https" else 80)
    site.save()
    facts = {**both("name", said["name"]), **both("hours", said["hours"]), **both("footer", said["footer"])}
    SiteDetails.objects.get_or_create(site=site, defaults={**facts, "email": said["email"], "phone": said["phone"]})


def _content_page(home: HomePage, row: dict[str, Any]) -> None:
    key = key_of("page", row["key"])
    if ContentPage.objects.filter(translation_key=key).exists():
        return
    page = ContentPage(
        translation_key=key,
        title=row["title"]["en"],
        slug=row["slug"]["en"],
        intro=row["introduction"]["en"],
        body=blocks(row["body"]),
        in_footer=True,
        show_in_menus=row["key"] == "about",
    )
    add(page, below=home)
    publish(page, said=row, slug=row["slug"]["cy"])


def add(page: Page, *, below: Page) -> None:
    """Put a page under another one as a draft. The parent is read anew, for its number of children may have changed."""
    page.live = False
    below.refresh_from_db()
    below.add_child(instance=page)


@transaction.atomic
def publish(page: Page, *, said: dict[str, Any], slug: str) -> None:
    """Publish a page, then its translation: each through a version, as in the editor. `said` holds its texts."""
    page.save_revision().publish()
    publish_in_welsh(page, words=welsh_of(said), slug=slug)
