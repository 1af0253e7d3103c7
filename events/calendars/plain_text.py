"""What may stand in a calendar entry or a mail header: text that no program can take for a command."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of whatever text follows them; single right-to-left letters need none."""


def one_line(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of what follows."""
    return " ".join(_printable(LINE_BREAKS.sub(" ", text)).split())


def lines(text: str) -> str:
    """The same for text of several lines, which stay: each ends with "\\n"."""
    return "\n".join(_printable(line).strip() for line in LINE_BREAKS.split(text)).strip()


def _printable(text: str) -> str:
    if text.isprintable():  # nearly always, and cheap to see
        return text
    return "".join(
        character
        for character in text.replace("\t", " ")
        if unicodedata.category(character) not in ("Cc", "Cs") and character not in DIRECTIONS
    )
