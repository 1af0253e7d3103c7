"""What a visitor chose to see, as the address of a list says it. Pure.

An address may be typed, cut off or years old: what makes no sense in it counts as not chosen. Only a kind, a host or a
town that is not known any more is kept, for a list that was narrowed to it must not show everything instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.choices import EventLanguages, MeantFor

LONGEST_WORDS = 100
MOST_KINDS = 30
DISTANCES = (5, 10, 25, 50, 100)
"""Miles around a town."""
USUAL_DISTANCE = 25


class Place(TextChoices):
    VENUE = "venue", _("In person")
    ONLINE = "online", _("Online")


class When(TextChoices):
    MONTH = "month", _("This month")
    QUARTER = "3months", _("Next 3 months")
    UNDATED = "tbc", _("Date to be confirmed")
    PAST = "past", _("Past events")


class Spoken(TextChoices):
    """What somebody wants to hear; an event in both languages is found under each of them."""

    WELSH = EventLanguages.WELSH.value, pgettext_lazy("language of an event", "Welsh")
    ENGLISH = EventLanguages.ENGLISH.value, pgettext_lazy("language of an event", "English")
    BOTH = EventLanguages.BOTH.value, _("Welsh and English")


@dataclass(frozen=True)
class Choices:
    """`since` and `until` are days, both included; `near` is the short name of a town, `within` miles around it."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    place: str = ""
    when: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    audience: str = ""
    language: str = ""
    free: bool = False
    host: str = ""
    near: str = ""
    within: int = USUAL_DISTANCE

    @property
    def past(self) -> bool:
        return self.when == When.PAST

    @classmethod
    def from_query(cls, query: QueryDict) -> Choices:
        near = _short_name(query.get("near", ""))
        return cls(
            words=" ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS],
            kinds=tuple(dict.fromkeys(filter(None, map(_short_name, query.getlist("kind")))))[:MOST_KINDS],
            place=_one_of(Place.values, query.get("place")),
            when=_one_of(When.values, query.get("when")),
            since=_day(query.get("from")),
            until=_day(query.get("until")),
            audience=_one_of(MeantFor.values[1:], query.get("audience")),
            language=_one_of(Spoken.values, query.get("language")),
            free=query.get("free", "") in ("1", "on", "true", "yes"),
            host=_short_name(query.get("host", "")),
            near=near,
            within=_distance(query.get("within")) if near else USUAL_DISTANCE,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The same choices as names and values of an address; `from_query` reads them back."""
        within = str(self.within) if self.near and self.within != USUAL_DISTANCE else ""
        found = [
            ("q", self.words),
            *(("kind", kind) for kind in self.kinds),
            ("place", self.place),
            ("when", self.when),
            ("from", self.since.isoformat() if self.since else ""),
            ("until", self.until.isoformat() if self.until else ""),
            ("audience", self.audience),
            ("language", self.language),
            ("free", "1" if self.free else ""),
            ("host", self.host),
            ("near", self.near),
            ("within", within),
        ]
        return [(name, value) for name, value in found if value]

    def query(self, *more: tuple[str, str]) -> str:
        """What follows the path of an address: "?kind=workshop&free=1", or "" for no choice."""
        pairs = [*self.pairs(), *more]
        return f"?{urlencode(pairs)}" if pairs else ""

    def made(self) -> list[str]:
        """Names of the fields in which something was chosen, besides past or coming up."""
        usual = Choices(when=When.PAST if self.past else "", within=self.within)
        return [field.name for field in fields(self) if getattr(self, field.name) != getattr(usual, field.name)]

    def without(self, *names: str) -> Choices:
        usual = Choices()
        return replace(self, **{name: getattr(usual, name) for name in names})

    def without_dates(self) -> Choices:
        return self.without("when", "since", "until")


def _one_of(values: Iterable[Any], value: str | None) -> str:
    return value if value in values and value else ""


def _short_name(text: str) -> str:
    """A slug, cut to a length that no real one has; anything that cannot be one becomes one that fits nothing."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in text.strip())[:80]


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _distance(text: str | None) -> int:
    return next((miles for miles in DISTANCES if str(miles) == text), USUAL_DISTANCE)
