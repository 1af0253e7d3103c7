"""Names that people typed, made harmless in a mail: mail programs turn what looks like an address into a link."""

from __future__ import annotations

import re

from events.calendars.plain_text import one_line

WORD_JOINER = "\u2060"
"""Takes no room and shows nothing, but a mail program no longer sees an address on both sides of it."""

LOOKS_LINKED = re.compile(r"(?<=[^\s.])\.(?=\w\w)|(?<=\w)@(?=\w)|(?<=\w):(?=/)|(?<=:/)/")


def inert(text: str) -> str:
    """The text on one line, without control characters and without anything that would become a link."""
    return LOOKS_LINKED.sub(lambda found: found.group() + WORD_JOINER, one_line(text))


def tidy_text(text: str) -> str:
    """Plain text without the gaps that template tags leave behind."""
    rows = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", rows)
