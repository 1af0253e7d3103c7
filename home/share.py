"""How a page looks where its address is passed on: its title, its other languages and a picture drawn for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from home.frame import frame_of, site_of, translations_of
from home.navigation import path_of
from home.share_picture import HEIGHT, WIDTH, ShareCard

LOCALES = {"en": "en_GB", "cy": "cy_GB"}
DEFAULT_LANGUAGE = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Alternate:
    """The same page in a language; "x-default" for readers of any other."""

    hreflang: str
    url: str


def head_of(page: Page, request: HttpRequest, *, query: str = "") -> dict[str, Any]:
    """What the head of a page says about it to search engines and to those who show a link. `query` belongs to the
    page's own address, as the number of a page of a long list does. One query, shared with the language switch."""
    path = path_of(page)
    if not path or page.pk is None:  # also the preview of a page that was never saved
        return {}
    card = card_of(page, request)
    return {
        "canonical_url": f"{settings.SITE_URL}{path}{query}",
        "alternates": alternates_of(page),
        "share_title": page.seo_title or page.title,
        "share_text": page.search_description or getattr(page, "summary", "") or getattr(page, "intro", ""),
        "share_picture": f"{settings.SITE_URL}{reverse('share_picture', args=[page.pk, card.digest()])}",
        "share_picture_size": (WIDTH, HEIGHT),
        "share_locale": LOCALES[(get_language() or "en")[:2]],
    }


def alternates_of(page: Page) -> list[Alternate]:
    """The live page in each language, this one among them, and which of them is for everybody else."""
    pages = [page, *translations_of(page)]
    found = {one.locale.language_code: f"{settings.SITE_URL}{path_of(one)}" for one in pages}
    if len(found) < 2:
        return []
    default = found.get(DEFAULT_LANGUAGE, next(iter(found.values())))
    return [*(Alternate(code, url) for code, url in sorted(found.items())), Alternate("x-default", default)]


def card_of(page: Page, request: HttpRequest) -> ShareCard:
    """What the picture of a page shows; page types that know more say so in a method `share_card`."""
    own = getattr(page, "share_card", None)
    card = own() if own else ShareCard(title=page.title)
    return replace(card, site_name=str(frame_of(site_of(request))["site_name"]))
