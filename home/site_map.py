"""Which pages search engines are told of, each with its other languages."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail import hooks
from wagtail.models import Page, Site

from home.navigation import path_of
from home.share import DEFAULT_LANGUAGE, Alternate

MOST = 50_000
"""What one file may hold (sitemaps.org)."""


@dataclass(frozen=True)
class Entry:
    url: str
    changed_at: dt.datetime | None
    alternates: list[Alternate]


def public_pages() -> Any:
    """Live pages below the site's front pages that everybody may read. What an app keeps out of sight for reasons of
    its own, it takes out through the hook "construct_public_pages": pages -> pages."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Page.objects.none()
    pages = Page.objects.none()
    for front in [site.root_page, *site.root_page.get_translations()]:
        pages |= Page.objects.descendant_of(front, inclusive=True)
    pages = pages.live().public()
    for narrowed in hooks.get_hooks("construct_public_pages"):
        pages = narrowed(pages)
    return pages


def entries() -> Iterator[Entry]:
    """In the order of the tree. The same few queries however many pages there are."""
    pages = list(public_pages().select_related("locale").order_by("path")[:MOST])
    in_languages: dict[Any, dict[str, str]] = {}
    for page in pages:
        in_languages.setdefault(page.translation_key, {})[page.locale.language_code] = _url(page)
    for page in itertools.islice(pages, MOST):
        found = in_languages[page.translation_key]
        alternates = [Alternate(code, url) for code, url in sorted(found.items())] if len(found) > 1 else []
        if alternates:
            alternates.append(Alternate("x-default", found.get(DEFAULT_LANGUAGE, alternates[0].url)))
        yield Entry(_url(page), page.last_published_at, alternates)


def _url(page: Page) -> str:
    return f"{settings.SITE_URL}{path_of(page)}"
