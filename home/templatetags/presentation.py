"""How our pieces look: icons and the weave."""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from home.weave import threads_named, tile_for

register = template.Library()


@register.simple_tag
@cache  # one page draws dozens of icons, and there are few different ones
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of `static/icons.svg`. It always stands beside words, so screen readers skip it.

    `extra` are further classes.
    """
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        _classes("i", extra),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def weave(seed: str, threads: str = "", extra: str = "") -> SafeString:
    """Draw the pattern of an event: `seed` is its slug, `threads` its kind's thread set such as "t-plum"."""
    name = threads_named(threads)
    return format_html(
        '<span class="{}" aria-hidden="true"></span>',
        _classes("weave", f"t-{name}", f"w-{name}-{tile_for(seed)}", extra),
    )


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)
