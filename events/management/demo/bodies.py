"""Bodies of pages in the demo, and the Welsh for everything that such a page says. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

from events.management.demo.content import Words

Block = tuple[str, Any]
"""A block of a StreamField: its name and its value."""

FLOWING = ("paragraph", "list")
"""What an editor would write into one text block, as long as nothing stands between."""


def blocks(body: list[dict[str, Any]], language: str = "en") -> list[Block]:
    """The blocks of a body. Paragraphs and lists that follow each other become one text."""
    found: list[Block] = []
    for flowing, items in groupby(body, key=lambda item: next(iter(item)) in FLOWING):
        if flowing:
            found.append(("text", "".join(_html(item, language) for item in items)))
        else:
            found.extend(_block(item, language) for item in items)
    return found


def _html(item: dict[str, Any], language: str) -> str:
    if "list" in item:
        return "<ul>" + "".join(f"<li>{escape(line[language], quote=False)}</li>" for line in item["list"]) + "</ul>"
    return f"<p>{escape(item['paragraph'][language], quote=False)}</p>"


def _block(item: dict[str, Any], language: str) -> Block:
    kind, said = next(iter(item.items()))
    if kind == "heading":
        return "heading", said[language]
    if kind == "quote":
        return "quotation", {"text": said["text"][language], "source": said["source"][language]}
    text = f"<p>{escape(said['text'][language], quote=False)}</p>"
    return "highlight", {"title": said["title"][language], "text": text}


def pairs(node: Any) -> Iterator[Words]:
    """Every text in both languages anywhere beneath a piece of content."""
    if isinstance(node, dict):
        if set(node) == {"en", "cy"}:
            yield node
        else:
            for value in node.values():
                yield from pairs(value)
    elif isinstance(node, list):
        for value in node:
            yield from pairs(value)


def welsh_of(*nodes: Any) -> dict[str, str]:
    """{English: Welsh} of all texts in these pieces of content."""
    return {str(pair["en"]): str(pair["cy"]) for node in nodes for pair in pairs(node)}
