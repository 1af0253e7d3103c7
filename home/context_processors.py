"""The frame of a page, for every template."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.frame import frame_of, site_of
from home.navigation import Link

PLAIN = ("site_name", "contact", "footer_line", "footer_navigation", "home_url", "theme_url", "logo")


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """The values of `frame_of`, read when a template first asks; `navigation` marks where the reader is."""
    frame = SimpleLazyObject(lambda: frame_of(site_of(request)))
    lazy = {name: SimpleLazyObject(partial(_named, frame, name)) for name in PLAIN}
    return {**lazy, "navigation": SimpleLazyObject(lambda: _marked(frame["navigation"], request.path))}


def _named(frame: Any, name: str) -> Any:
    return frame[name]


def _marked(links: tuple[Link, ...], path: str) -> list[Link]:
    return [replace(link, is_current=path.startswith(link.url)) for link in links]
