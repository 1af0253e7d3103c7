"""How a person's name, typed as one line, is split, turned round and sorted. Pure: no model is needed.

A name is shown as it was typed: nothing is ever dropped or re-cased, only divided. What we guess is where the given
name ends, so that a badge can set it large and a list can be sorted by last name.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from events.models.folding import letters

PARTICLES = frozenset(
    "ab ap ferch verch merch uch "
    "af al bin binti bint da das de dei del dela della den der des di do dos du el ibn la le lo los mac mc nic ni o' o "
    "san santa st st. ten ter 't van vande vander von vom zu zum zur".split()
)
"""Words that belong to the last name after them. The first word of a name is never one: "Van Sample", "Al Sample"."""

TITLES = frozenset(
    "dr dr. prof prof. professor mr mr. mrs mrs. ms ms. miss mx mx. rev rev. revd sir dame cllr cllr. "
    "athro parch parch. parchg canon fr fr. imam rabbi".split()
)
ARTICLES = frozenset({"y", "yr", "the"})
"""Words that may stand before a title: "Yr Athro", "Y Parch"."""

SUFFIXES = frozenset("Jr Jr. jr Jnr Sr Sr. sr Snr II III IV OBE MBE CBE KBE DBE BEM PhD MD KC QC MP MS AS".split())
"""Words after a last name, in the case they are written in ("As" is a last name, "AS" a Member of the Senedd)."""

SORT_KEY_LENGTH = 130

JOINERS = frozenset("\u200c\u200d")
"""Zero width, but they change how letters and emoji join."""


@dataclass(frozen=True)
class Parts:
    """A name divided in reading order: title, given names, last name with its particles, suffix. Each may be empty."""

    title: str
    given: str
    last: str
    suffix: str


def tidy(text: str) -> str:
    """One line in NFC without control, direction or other invisible characters, spaces single."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip(" ")
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or char in JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


def parts(name: str) -> Parts:
    """Divide a name. "Sample, Sam" counts as turned round already; one word is a given name."""
    name = tidy(name)
    before, comma, after = name.partition(", ")
    if comma and before and after and "," not in after and not _is_suffix(after):
        return Parts(title="", given=after, last=before, suffix="")
    words = name.replace(",", "").split() if comma and _is_suffix(after) else name.split()
    title = _title_length(words)
    end = len(words)
    while end - title > 2 and _is_suffix(words[end - 1]):
        end -= 1
    start = end - 1
    while start - 1 > title and words[start - 1].casefold() in PARTICLES:
        start -= 1
    if end - title == 1 and not title:
        start = end
    return Parts(
        title=" ".join(words[:title]),
        given=" ".join(words[title:start]),
        last=" ".join(words[start:end]),
        suffix=" ".join(words[end:]),
    )


def split(name: str) -> tuple[str, str]:
    """The word a badge shows large, and what stands beneath it (empty for a name of one word).

    A title moves beneath with the last name: "Dr Siân Enghraifft" is ("Siân", "Dr Enghraifft").
    """
    found = parts(name)
    if not (found.given and found.last):
        return _line(found.title, found.given, found.last), found.suffix
    first, _, middle = found.given.partition(" ")
    return first, _line(found.title, middle, found.last, found.suffix)


def last_first(name: str) -> str:
    """As in a list sorted by last name: "Enghraifft, Dr Siân"."""
    found = parts(name)
    before = _line(found.title, found.given, found.suffix)
    return f"{found.last}, {before}" if found.last and before else found.last or before


def sort_key(name: str) -> str:
    """Orders by last name, then given names, whatever the case, accents, hyphens and apostrophes.

    Letter by letter, so that "de Sample" and "Desample" stand together. At most SORT_KEY_LENGTH characters: some
    letters are written out in full (one sign may become eighteen).
    """
    found = parts(name)
    key = f"{letters(found.last)}, {letters(found.given)}" if found.last else letters(found.given)
    return key[:SORT_KEY_LENGTH]


def initial(name: str) -> str:
    """The letter under which a list files a name: a capital without accent, or "#" for what is no letter."""
    key = sort_key(name)[:1].upper()
    return key if key.isalpha() else "#"


def _title_length(words: list[str]) -> int:
    """How many leading words are titles; never all of them."""
    count = 0
    for word in words:
        low = word.casefold()
        if low in TITLES or (count == 0 and low in ARTICLES and len(words) > 1 and words[1].casefold() in TITLES):
            count += 1
        else:
            break
    return count if count < len(words) else 0


def _is_suffix(word: str) -> bool:
    return word in SUFFIXES


def _line(*pieces: str) -> str:
    return " ".join(piece for piece in pieces if piece)
