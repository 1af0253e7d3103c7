"""Events as cards of a list, in the words of the list's language. Always the same number of queries."""

from __future__ import annotations

import datetime as dt
import itertools
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
from events.pages.sales import SalesShown, sales_shown
from events.templatetags.price_words import price_sort
from home.dates import first_day, month_text


@dataclass(frozen=True)
class Card:
    """`prices` is "free", "choose" or ""; `sales` says how booking stands."""

    event: Event
    title: str
    url: str
    sales: SalesShown
    prices: str
    is_over: bool


@dataclass(frozen=True)
class Group:
    """The cards of one month, or those without a date."""

    heading: str
    cards: Sequence[Card]


def pages_below(index: Page) -> Any:
    """Pages that a list may link to: live, open to everybody, and in the list's language. An event that is not
    translated yet may stand there as an alias of its page in the other language."""
    return EventPage.objects.child_of(index).live().public().defer_streamfields()


def read_cards(events: QuerySet[Event], *, index: Page, now: dt.datetime, most: int | None = None) -> list[Card]:
    """The cards of those events that have a page below the list, in the order of `events`."""
    pages = {page.translation_key: page for page in pages_below(index)}
    chosen = events.filter(key__in=list(pages)).select_related("kind", "venue")
    rows = list(chosen.prefetch_related("ticket_types", "sessions")[:most])
    places = read_many(rows, now=now)
    return [
        Card(
            event=event,
            title=pages[event.key].title,
            url=pages[event.key].url,
            sales=sales_shown(event, places[event.pk], now=now),
            prices=price_sort([row for row in event.ticket_types.all() if not row.withdrawn]),
            is_over=event.is_over(now),
        )
        for event in rows
    ]


def by_month(cards: Iterable[Card]) -> list[Group]:
    """Cards under the month in which they start, in the order in which they come."""
    grouped = itertools.groupby(cards, key=lambda card: _heading(card.event))
    return [Group(heading, list(found)) for heading, found in grouped]


def _heading(event: Event) -> str:
    if event.starts_at is None:
        return _("Date to be confirmed")
    return month_text(first_day(event.starts_at, event.zone), language=get_language() or "en")
