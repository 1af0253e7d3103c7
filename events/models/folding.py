"""How words are compared when somebody searches or sorts: without capitals, accents and punctuation. Pure."""

from __future__ import annotations

import re
import unicodedata

WORDS = re.compile(r"[^\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone: "Tŷ’r Eglwys" is "tyreglwys"."""
    return "".join(_words(text))


def folded(text: str) -> str:
    """The words of a text with a space before and after each: "Tŷ’r Eglwys" is " ty r eglwys "."""
    return f" {' '.join(_words(text))} "


def beginnings(text: str) -> list[str]:
    """What a folded text has to hold to be found by `text`: each of its words, or a longer one that begins so."""
    return [f" {word}" for word in dict.fromkeys(_words(text))]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORDS.findall(bare)
