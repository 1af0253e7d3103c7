"""What every page is framed with: the names, navigation and contact of a site, kept for a short while."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language, override
from wagtail.models import Page, Site

from home.models import SiteDetails
from home.navigation import path_of, read_navigation
from home.site_theme import logo_of, theme_url

KEPT_SECONDS = 60
"""How long another process may go on framing its forms as before; `follow` says it to its pages at once."""

FOLLOWED = "site-frames-followed"


def site_of(request: HttpRequest) -> Site | None:
    """The site that a request is for. Kept like the frames: asking costs as much as the rest of a small page."""
    key = _host_key(request)
    kept: Site | bool | None = cache.get(key)
    if kept is None:
        kept = Site.find_for_request(request) or False
        cache.set(key, kept, KEPT_SECONDS)
    return kept if isinstance(kept, Site) else None


def frame_of(site: Site | None) -> dict[str, Any]:
    """`site_name`, `contact` (phone, email, hours), `footer_line`, `navigation` and `footer_navigation` (links with
    title and url), `home_url`, `theme_url` and `logo` (url, width, height; or None), in the active language."""
    key = frame_key(site, get_language() or "en")
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _read(site)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def translations_of(page: Page) -> list[Page]:
    """The live pages that say the same in other languages. Read once for each page object."""
    kept: list[Page] | None = getattr(page, "_live_translations", None)
    if kept is None:
        kept = list(page.get_translations().live().select_related("locale"))
        page._live_translations = kept
    return kept


def other_language_url(page: Page, request: HttpRequest) -> str:
    """The same page in the other language, else the front page there."""
    for translated in translations_of(page):
        return path_of(translated)
    spoken = page.locale.language_code
    with override(next(code for code, _ in settings.LANGUAGES if code != spoken)):
        return str(frame_of(site_of(request))["home_url"])


def forget_frames() -> None:
    """Something that every page shows may have changed."""
    sites = [None, *Site.objects.all()]
    cache.delete_many([frame_key(site, code) for site in sites for code, _ in settings.LANGUAGES])


def follow(request: HttpRequest, generation: int) -> None:
    """Forget the frames of an older generation: another process has changed something, and this one's cache may be its
    own."""
    if cache.get(FOLLOWED) != generation:
        forget_frames()
        cache.delete(_host_key(request))
        Site.clear_site_root_paths_cache()
        cache.set(FOLLOWED, generation, None)


def _host_key(request: HttpRequest) -> str:
    return f"site-at-{request.get_host()}"


def frame_key(site: Site | None, language: str) -> str:
    return f"site-frame-{site.pk if site else 0}-{language[:2]}"


def _read(site: Site | None) -> dict[str, Any]:
    # Not `for_site`, which would store a row: a page view stores nothing.
    details = SiteDetails.objects.filter(site=site).first() or SiteDetails()
    navigation = read_navigation(site)
    return {
        "site_name": details.in_language("name"),
        "contact": {"phone": details.phone, "email": details.email, "hours": details.in_language("hours")},
        "footer_line": details.in_language("footer"),
        "navigation": navigation.main,
        "footer_navigation": navigation.footer,
        "home_url": navigation.home_url,
        "theme_url": theme_url(details.brand, details.accent),
        "logo": logo_of(details),
    }
