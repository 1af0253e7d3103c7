"""What the head and foot of a page link to, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

from home.models import ContentPage


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Navigation:
    """`home_url` is the front page in the language; `main` and `footer` are links in the order of the tree."""

    home_url: str
    main: tuple[Link, ...]
    footer: tuple[Link, ...]


def read_navigation(site: Site | None, *, language: str | None = None) -> Navigation:
    """Read the links of a site. Pages that need a password or a login are left out."""
    home = front_page(site, language=language)
    if home is None:
        return Navigation("/", (), ())
    below = Page.objects.descendant_of(home).live().public()
    pages = below.filter(show_in_menus=True, depth=home.depth + 1).order_by("path")
    notes = ContentPage.objects.descendant_of(home).live().public().filter(in_footer=True).order_by("path")
    return Navigation(path_of(home), _links(pages), _links(notes))


def front_page(site: Site | None, *, language: str | None = None) -> Page | None:
    """The front page in a language, else the site's own root. None when there is no site."""
    root: Page | None = site.root_page if site else None
    if root is None:
        return None
    locale = Locale.objects.filter(language_code=(language or get_language() or "en")[:2]).first()
    translated = root.get_translation_or_none(locale) if locale else None
    return translated if translated and translated.live else root


def path_of(page: Page) -> str:
    """A page's address without the host, such as "/en/about/"; "" for a page outside every site."""
    parts = page.get_url_parts()
    return (parts[2] if parts else "") or ""


def _links(pages) -> tuple[Link, ...]:
    return tuple(Link(page.title, path_of(page)) for page in pages)
