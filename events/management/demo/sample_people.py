"""Sample people: names as they are in Wales today, put together by number, so that the same number is always the
same person. Nobody real is meant; every address is at example.org, which belongs to nobody."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from events.management.demo import content

UNUSUAL_EVERY = 25
"""Every so many people one has a whole name that lists and badges find hard: one word, one letter, very long."""

WELSH_EVERY = 3
PLAIN = str.maketrans("łŁøØđĐ", "lLoOdD")
"""Letters that Unicode does not take apart."""


@dataclass(frozen=True)
class SamplePerson:
    name: str
    email: str
    speaks_welsh: bool

    @property
    def language(self) -> str:
        return "cy" if self.speaks_welsh else "en"


def person(number: int) -> SamplePerson:
    """The sample person of this number, counted from 0."""
    name = _name(number)
    return SamplePerson(name=name, email=_address(name, number), speaks_welsh=number % WELSH_EVERY == 0)


def people() -> Iterator[SamplePerson]:
    """All sample people, without end."""
    return map(person, count())


def _name(number: int) -> str:
    bank = content.read("names")
    if number % UNUSUAL_EVERY == UNUSUAL_EVERY - 1:
        return str(bank["whole"][number // UNUSUAL_EVERY % len(bank["whole"])])
    given, family = bank["given"], bank["family"]
    # 37 and 29 share no factor with the lengths, so that all names are used before a pair returns.
    return f"{given[number * 37 % len(given)]} {family[number * 29 % len(family)]}"


def _address(name: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(PLAIN)).casefold()
    words = ["".join(char for char in word if char.isascii() and char.isalnum()) for word in plain.split()]
    return f"{'.'.join(word for word in words if word)[:40]}.{number:03d}@example.org"
