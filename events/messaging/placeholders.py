"""Puts values into what organisers wrote. Which placeholders there are is checked before a text is kept."""

from __future__ import annotations

from collections.abc import Mapping

from events.choices import Placeholder
from events.models.mailings import IN_BRACES

LINKS = frozenset({Placeholder.LINK, Placeholder.JOIN_LINK, Placeholder.PAGE})


def fill(text: str, values: Mapping[str, str]) -> str:
    """A line whose links are all empty is left out, as is one that had nothing but empty placeholders: a sentence about
    a link that somebody does not get would only puzzle."""
    lines = (_filled(line, values) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None)


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    names = [name.strip() for name in IN_BRACES.findall(line)]
    links = [name for name in names if name in LINKS]
    if links and not any(values.get(name) for name in links):
        return None
    said = IN_BRACES.sub(lambda match: values.get(match[1].strip(), match[0]), line)
    return None if names and not said.strip() else said
