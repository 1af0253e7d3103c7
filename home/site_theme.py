"""The two colours that a site has picked, as a style sheet of our own origin whose address names its content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.images.shortcuts import get_rendition_or_not_found

from home.theme import ACCENT, BRAND, Theme, build_theme, style_sheet

A_YEAR = 365 * 24 * 3600


@lru_cache(maxsize=64)
def theme_of(brand: str, accent: str) -> Theme:
    return build_theme(brand, accent)


def theme_url(brand: str, accent: str) -> str:
    """Where the style sheet of these colours is; "" for the colours that need none."""
    if (brand.lower(), accent.lower()) == (BRAND, ACCENT):
        return ""
    names = {"brand": brand.lower().lstrip("#"), "accent": accent.lower().lstrip("#")}
    return reverse("theme", kwargs={**names, "version": _version(brand, accent)})


def logo_of(details: Any) -> dict[str, Any] | None:
    """The site's own logo as it stands in the head of a page, twice as sharp as it is large."""
    if details.logo is None:
        return None
    drawn = get_rendition_or_not_found(details.logo, "max-480x96|format-png")
    return {"url": drawn.url, "width": drawn.width // 2, "height": drawn.height // 2}


def theme_sheet(_request: HttpRequest, brand: str, accent: str, version: str) -> HttpResponse:
    """Nothing but its address decides it, so browsers keep it for good. An address of an older version of the rules
    still gives a theme, and is not kept."""
    try:
        sheet = style_sheet(theme_of(f"#{brand}", f"#{accent}"))
    except ValueError as error:
        raise Http404 from error
    is_current = version == _version(f"#{brand}", f"#{accent}")
    kept = f"public, max-age={A_YEAR}, immutable" if is_current else "no-cache"
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})


def _version(brand: str, accent: str) -> str:
    return hashlib.sha256(style_sheet(theme_of(brand.lower(), accent.lower())).encode()).hexdigest()[:8]
