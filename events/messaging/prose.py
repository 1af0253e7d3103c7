"""Plain text that organisers type, as text and as the HTML of a mail: paragraphs, lists and addresses. Pure."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"]+")
AFTER_ADDRESS = ".,;:!?)]}’'\""
BULLET = re.compile(r"[-*•]\s+")


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph: empty lines stand between them."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [lines for block in blocks if (lines := [line.strip() for line in block.splitlines() if line.strip()])]


def as_text(text: str) -> str:
    return "\n\n".join("\n".join(lines) for lines in paragraphs(text))


def as_html(text: str, *, link_style: str, text_style: str) -> SafeString:
    """Everything typed is escaped; only addresses become links, and lines with a dash in front become a list."""
    blocks = [_block(lines, link_style=link_style, text_style=text_style) for lines in paragraphs(text)]
    return mark_safe("\n".join(blocks))  # each part is escaped in _linked


def _block(lines: list[str], *, link_style: str, text_style: str) -> str:
    if all(BULLET.match(line) for line in lines):
        items = "".join(f"<li>{_linked(BULLET.sub('', line, count=1), link_style)}</li>" for line in lines)
        return f'<ul style="{escape(text_style)}">{items}</ul>'
    said = "<br>".join(_linked(line, link_style) for line in lines)
    return f'<p style="{escape(text_style)}">{said}</p>'


def _linked(line: str, style: str) -> str:
    found: list[str] = []
    at = 0
    for match in ADDRESS.finditer(line):
        url = match.group().rstrip(AFTER_ADDRESS)
        found.append(escape(line[at : match.start()]))
        found.append(f'<a class="l" style="{escape(style)}" href="{escape(url)}">{escape(url)}</a>')
        at = match.start() + len(url)
    return "".join([*found, escape(line[at:])])
