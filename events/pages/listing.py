"""What the list of events shows: one page of cards, quick choices, and a way on when nothing fits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.models.events import Event
from events.pages.cards import Group, by_month, cards_of, pages_below
from events.pages.choices import Choices, Place, Spoken, When
from events.pages.filters import chosen_events
from events.pages.list_form import ListForm
from events.pages.nearby import miles_text
from home.dates import day_text

PER_SHEET = 20


@dataclass(frozen=True)
class SheetLink:
    """`url` is "" where numbers are left out."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class QuickChoice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class WayOn:
    """One choice to drop: what it is called, where that leads, and how many events are there."""

    label: str
    url: str
    number: int


def list_context(index: Page, request: HttpRequest, *, now: dt.datetime) -> dict[str, Any]:
    choices, path = Choices.from_query(request.GET), index.get_url(request)
    below = pages_below(index)
    there = Event.objects.listed().filter(key__in=below.values("translation_key"))
    form = ListForm(choices, events=there)
    events = chosen_events(choices, now=now).filter(pk__in=there.values("pk"))
    sheet = Paginator(events, PER_SHEET).get_page(request.GET.get("page"))
    cards = cards_of(sheet.object_list, below=below, path=path, now=now)
    return {
        "choices": choices,
        "form": form,
        "groups": [Group(_("Nearest first"), cards)] if choices.near and cards else by_month(cards),
        "number": sheet.paginator.count,
        **_sheets(sheet, choices, path),
        "shows_past": choices.past,
        "quick_choices": quick_choices(choices, path),
        "is_narrowed": bool(choices.made()),
        "way_on": None if cards else way_on(choices, form, there, path=path, now=now),
        **addresses(choices, path),
    }


def _sheets(sheet: Sheet, choices: Choices, path: str) -> dict[str, Any]:
    """Links to the other pages of a long list; each keeps the choices."""
    paginator = sheet.paginator
    if paginator.num_pages == 1:
        return {}

    def url(number: int) -> str:
        return f"{path}{choices.query(*([('page', str(number))] if number > 1 else []))}"

    numbers = paginator.get_elided_page_range(sheet.number, on_each_side=1, on_ends=1)
    return {
        "sheet_query": f"?page={sheet.number}" if sheet.number > 1 else "",
        "sheet_links": [
            SheetLink(str(number), url(number) if isinstance(number, int) else "", number == sheet.number)
            for number in numbers
        ],
        "previous_url": url(sheet.number - 1) if sheet.has_previous() else "",
        "next_url": url(sheet.number + 1) if sheet.has_next() else "",
    }


def addresses(choices: Choices, path: str) -> dict[str, str]:
    """Views of the same events, and the same view without choices."""
    upcoming = choices.without("when") if choices.past else choices
    return {
        "list_url": path,
        "kept_query": choices.query(),
        "upcoming_url": f"{path}{upcoming.query()}",
        "past_url": f"{path}{choices.without_dates().query(('when', When.PAST.value))}",
        "month_url": f"{path}{choices.without_dates().query(('view', 'month'))}",
        "all_url": f"{path}?when={When.PAST.value}" if choices.past else path,
        "feed_url": f"{path}feed.ics{choices.query()}",
        "atom_url": f"{path}feed.xml{choices.query()}",
    }


def quick_choices(choices: Choices, path: str) -> list[QuickChoice]:
    """Each replaces what was chosen before."""
    offered = [
        (pgettext("events", "All"), Choices()),
        (_("Free"), Choices(free=True)),
        (_("Online"), Choices(place=Place.ONLINE.value)),
        (_("In Welsh"), Choices(language=Spoken.WELSH.value)),
        (_("This month"), Choices(when=When.MONTH.value)),
    ]
    return [QuickChoice(label, f"{path}{made.query()}", made == choices) for label, made in offered]


def way_on(choices: Choices, form: ListForm, there: QuerySet[Event], *, path: str, now: dt.datetime) -> WayOn | None:
    """The one choice without which most events are found; None when no single one is in the way."""
    found: list[WayOn] = []
    for name in choices.made():
        fewer = choices.without(name)
        number = chosen_events(fewer, now=now).filter(pk__in=there.values("pk")).count()
        found.append(WayOn(label_of(name, choices, form), f"{path}{fewer.query()}", number))
    best = max(found, key=lambda way: way.number, default=None)
    return best if best and best.number else None


def label_of(name: str, choices: Choices, form: ListForm) -> str:
    """What one choice is called in a sentence, without quotation marks."""
    value = getattr(choices, name)
    if name == "kinds":
        return ", ".join(form.label_of("kind", kind) for kind in value)
    if name == "near":
        return _("%(miles)s around %(town)s") % {
            "miles": miles_text(choices.within),
            "town": form.label_of("near", value),
        }
    if name in ("since", "until"):
        day = day_text(value, language=get_language() or "en")
        return _("From %(day)s") % {"day": day} if name == "since" else _("Until %(day)s") % {"day": day}
    if name == "free":
        return _("Free")
    return value if name == "words" else form.label_of(name, value)
