"""Events as cards of a list, in the words of the list's language. Always the same number of queries."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.booking.overview import read_many
from events.models.events import Event
from events.pages.event import EventPage
from events.pages.nearby import away_text
from events.pages.sales import SalesShown, sales_shown
from events.templatetags.price_words import price_sort
from home.dates import first_day, month_text


@dataclass(frozen=True)
class Card:
    """`prices` is "free", "choose" or ""; `sales` says how booking stands; `away` how far it is, if that was asked."""

    event: Event
    title: str
    url: str
    sales: SalesShown
    prices: str
    is_over: bool
    away: str = ""


@dataclass(frozen=True)
class Group:
    """The cards of one month, or those without a date."""

    heading: str
    cards: Sequence[Card]


def pages_below(index: Page) -> Any:
    """Pages that a list may link to: live, open to everybody, and in the list's language. An event that is not
    translated yet may stand there as an alias of its page in the other language."""
    return EventPage.objects.child_of(index).live().public()


def read_cards(events: QuerySet[Event], *, index: Page, now: dt.datetime, most: int | None = None) -> list[Card]:
    """The cards of those events that have a page below the list, in the order of `events`."""
    below = pages_below(index)
    there = events.filter(key__in=below.values("translation_key"))
    return cards_of(there[:most], below=below, path=index.get_url() or "", now=now)


def cards_of(events: Any, *, below: Any, path: str, now: dt.datetime) -> list[Card]:
    """The cards of events that have one of the pages `below`, at `path`. A slice of a queryset will do."""
    # Many events share few kinds and venues: read apart, each of them is built once.
    rows = list(events.defer("search_text").prefetch_related("kind", "venue", "ticket_types", "sessions"))
    said = titles(below, rows)
    places = read_many(rows, now=now)
    return [
        Card(
            event=event,
            title=said[event.key][0],
            url=f"{path}{said[event.key][1]}/",
            sales=sales_shown(event, places[event.pk], now=now, ticket_types=event.ticket_types.all()),
            prices=price_sort([row for row in event.ticket_types.all() if not row.withdrawn]),
            is_over=event.is_over(now),
            away=away_text(event.miles) if hasattr(event, "miles") else "",
        )
        for event in rows
        if event.key in said
    ]


def titles(below: Any, events: Iterable[Event]) -> dict[uuid.UUID, tuple[str, str]]:
    """Title and slug of the page of each event, by its key. One query, and no page is made for it."""
    found = below.filter(translation_key__in=[event.key for event in events]).order_by("-pk")
    return {key: (title, slug) for key, title, slug in found.values_list("translation_key", "title", "slug")}


def by_month(cards: Iterable[Card]) -> list[Group]:
    """Cards under the month in which they start, in the order in which they come."""
    grouped = itertools.groupby(cards, key=lambda card: _heading(card.event))
    return [Group(heading, list(found)) for heading, found in grouped]


def _heading(event: Event) -> str:
    if event.starts_at is None:
        return _("Date to be confirmed")
    return month_text(first_day(event.starts_at, event.zone), language=get_language() or "en")
