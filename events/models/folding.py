"""How words are compared when somebody searches: without capitals, accents and punctuation. Pure."""

from __future__ import annotations

import re
import unicodedata

WORDS = re.compile(r"\w+")


def folded(text: str) -> str:
    """The words of a text with a space before and after each: "Tŷ’r Eglwys" is " ty r eglwys "."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(WORDS.findall(bare))} "


def beginnings(text: str) -> list[str]:
    """What a folded text has to hold to be found by `text`: each of its words, or a longer one that begins so."""
    return [f" {word}" for word in dict.fromkeys(folded(text).split())]
