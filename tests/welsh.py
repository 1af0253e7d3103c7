"""Finds English among Welsh: in what a page says, in mails, calendar entries and papers.

A word gives English away when the catalogues have it on the English side and never on the Welsh one, nor in the Welsh
of the demo: so a new text is looked for from the day on which it is translated somewhere. A short list of the
commonest words stands beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = [ROOT / app / "locale" / "cy" / "LC_MESSAGES" / "django.po" for app in ("events", "home")]
CONTENT = ROOT / "events" / "management" / "demo" / "content"

COMMON = frozenset(
    "added address and anything are because been before book booked booking bookings cancel cancelled change "
    "choose could date days details email error event events everybody for free from full get give has have "
    "here how if it its join last left link list minutes more must name need no nobody not of open or "
    "organisers other our people please pounds press questions same see send should somebody than that their "
    "them then there they this ticket tickets type until up us wait waiting waitlist when where which who will "
    "with you your yours".split()
)
"""Words that Welsh spells alike are not among them."""

NAMES = re.compile(
    r"Working With Not To|LivesThroughFriends|Changing Places|Sharing & caring|Too many from one place\.|"
    r"The hall is flooded\.|Sample \w+|1 Sample Street|Example \w+|Croeso team|"
    r"\w+ \(cy\)|\b(he/him|she/her|they/them)\b|\S+@\S+|https?://\S+|\w+\.html"
)
"""What is called the same in both languages, and what sample organisers wrote in one language only."""

WORD = re.compile(r"[a-zŵŷâêîôûáéíóúäëïöüàèìòù]+(?:[’'][a-z]+)*")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|&\w+;")
READ_OUT = ("aria-label", "alt", "title", "placeholder")


def words(text: str) -> set[str]:
    return set(WORD.findall(PLACEHOLDER.sub(" ", text).lower().replace("e-mail", "email")))


@cache
def telling_words() -> frozenset[str]:
    """Words that only English has."""
    said: dict[str, set[str]] = {"en": set(), "cy": set()}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            if entry.msgid != entry.msgstr:
                said["en"] |= words(f"{entry.msgid} {entry.msgid_plural}")
            said["cy"] |= words(" ".join([entry.msgstr, *entry.msgstr_plural.values()]))
    for path in CONTENT.rglob("*.json"):
        names = path.stem in ("names", "people")
        for text in _welsh_in(json.loads(path.read_text(encoding="utf-8")), is_welsh=names):
            said["cy"] |= words(text)
    return COMMON | frozenset(word for word in said["en"] - said["cy"] if len(word) > 2)


def _welsh_in(found: Any, *, is_welsh: bool = False) -> Iterator[str]:
    """Every text under "cy", and all of what is told as it stands."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _welsh_in(value, is_welsh=is_welsh or name == "cy")
    elif isinstance(found, list):
        for value in found:
            yield from _welsh_in(value, is_welsh=is_welsh)
    elif isinstance(found, str) and is_welsh:
        yield found


def english(texts: Iterable[str]) -> dict[str, list[str]]:
    """English words by the text in which they stand."""
    found = {}
    for text in texts:
        if telling := sorted(telling_words() & words(NAMES.sub(" ", text))):
            found[text] = telling
    return found


def said_in(page: str) -> list[str]:
    """What a page says to somebody who reads or listens, without what it marks as English or as nobody's language."""
    soup = BeautifulSoup(page, "html.parser")
    for other in soup.select("[lang=en], [lang=''], script, style"):
        other.extract()
    found = list(soup.stripped_strings)
    found += [str(tag[name]) for name in READ_OUT for tag in soup.select(f"[{name}]")]
    return found + [str(tag["content"]) for tag in soup.select("meta[name=description]")]
