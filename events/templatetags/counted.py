"""Pieces of a page that change with each booking, marked so that they can be drawn again without the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MARKED = re.compile(r"<!--counted (\S+)-->.*?<!--/counted-->", re.DOTALL)


@register.simple_tag(takes_context=True)
def counted(context: RequestContext, name: str) -> SafeString:
    """Draw a template with the context of this one, as `include` does, between two marks."""
    if context.template is None:
        raise ValueError("a piece is drawn within a page")
    piece = context.template.engine.get_template(name)
    with context.push():
        html = piece.nodelist.render(context)
    # Safe as far as the piece itself is: the marks hold the name that our own template gave.
    return mark_safe(f"<!--counted {name}-->{html}<!--/counted-->")


def renewed(page: str, pieces: Mapping[str, str]) -> str | None:
    """A drawn page with these pieces in the places of the old ones. None unless it holds exactly these."""
    if sorted(MARKED.findall(page)) != sorted(pieces):
        return None
    return MARKED.sub(lambda found: f"<!--counted {found[1]}-->{pieces[found[1]]}<!--/counted-->", page)
