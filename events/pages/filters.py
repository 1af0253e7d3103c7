"""Decides which events a list shows, and in which order. An event by invitation is in no list."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When

from events.booking.pricing import AT_ONE_PRICE, IN_CREDITS
from events.choices import Attendance, DateState, EventLanguages, MeantFor, PriceKind
from events.models.events import Event, EventQuerySet, TicketType
from events.models.folding import beginnings
from events.pages.choices import Choices
from events.pages.choices import When as Dates
from events.pages.names import Names
from events.pages.nearby import miles_by_venue

QUARTER = 3
DAY = dt.timedelta(days=1)
AROUND_THE_WORLD = dt.timedelta(hours=26)
"""No clock is further from another."""


def chosen_events(choices: Choices, *, now: dt.datetime) -> QuerySet[Event]:
    """Coming up: the next first, and events without a date last. Past: the latest first. Around a town: the nearest
    first, with `miles` to each."""
    events = matching(Event.objects.listed(), choices)
    events = events.past(now) if choices.past else events.upcoming(now)
    events = events.filter(_within_dates(choices, now=now))
    if choices.near:
        return events.order_by(F("miles"), F("starts_at").asc(nulls_last=True), "pk")
    if choices.past:
        return events.order_by(F("starts_at").desc(), "pk")
    return events.order_by(F("starts_at").asc(nulls_last=True), "pk")


def events_between(choices: Choices, first: dt.date, last: dt.date) -> QuerySet[Event]:
    """Events with a date, over or not, that may touch these days somewhere in the world. What was chosen about dates
    does not count."""
    begins = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC) - AROUND_THE_WORLD
    ends = dt.datetime.combine(last + DAY, dt.time(), tzinfo=dt.UTC) + AROUND_THE_WORLD
    dated = Event.objects.listed().filter(date_state__in=(DateState.FIXED, DateState.CANCELLED))
    touching = Q(starts_at__lt=ends) & (Q(ends_at__gte=begins) | Q(ends_at=None, starts_at__gte=begins))
    return matching(dated.filter(touching), choices.without_dates()).order_by("starts_at", "pk")


def matching(events: EventQuerySet, choices: Choices) -> EventQuerySet:
    """Narrow events to everything that was chosen but their dates. Around a town, the venues are asked for first."""
    events = events.filter(_by_facts(choices))
    if choices.words:
        names = Names()
        for beginning in beginnings(choices.words):
            events = events.filter(Q(search_text__contains=beginning) | names.holding(beginning))
    if not choices.near:
        return events
    miles = miles_by_venue(choices.near, within=choices.within)
    steps = [When(venue=venue, then=Value(far)) for venue, far in miles.items()]
    distance = Case(*steps, default=Value(0.0), output_field=FloatField())
    return events.filter(venue__in=list(miles)).exclude(attendance=Attendance.ONLINE).annotate(miles=distance)


def _by_facts(choices: Choices) -> Q:
    chosen = Q()
    if choices.kinds:
        chosen &= Q(kind__slug__in=choices.kinds)
    if choices.place:
        chosen &= Q(attendance__in=(Attendance.HYBRID, choices.place))
    if choices.audience:
        chosen &= Q(meant_for__in=(MeantFor.EVERYONE, choices.audience))
    if choices.language:
        chosen &= Q(languages__in=(EventLanguages.BOTH, choices.language))
    if choices.host:
        chosen &= Q(host__slug=choices.host)
    return chosen & _nobody_pays() if choices.free else chosen


def _nobody_pays() -> Q:
    """The badge "Free" in the words of the database: there are tickets, and none of them costs money or credits."""
    on_sale = TicketType.objects.filter(event=OuterRef("pk"), withdrawn=False)
    costs = (
        Q(price_kind=PriceKind.PAY_WHAT_YOU_CAN)
        | Q(price_kind__in=AT_ONE_PRICE, price__gt=0)
        | Q(price_kind__in=IN_CREDITS, credits__gt=0)
    )
    return Q(Exists(on_sale)) & ~Q(Exists(on_sale.filter(costs)))


def _within_dates(choices: Choices, *, now: dt.datetime) -> Q:
    if choices.when == Dates.UNDATED:
        return Q(starts_at=None) | Q(date_state__in=(DateState.TO_BE_CONFIRMED, DateState.POSTPONED))
    chosen, today = Q(), now.astimezone(_home()).date()
    if choices.when == Dates.MONTH:
        chosen &= Q(starts_at__lt=_begin(months_later(today, 1)))
    if choices.when == Dates.QUARTER:
        chosen &= Q(starts_at__lt=_begin(next_quarter(today)))
    if choices.since:
        chosen &= Q(ends_at__gt=_begin(choices.since)) | Q(ends_at=None, starts_at__gte=_begin(choices.since))
    if choices.until and choices.until < dt.date.max:
        chosen &= Q(starts_at__lt=_begin(choices.until + DAY))
    return chosen


def months_later(day: dt.date, number: int) -> dt.date:
    """The first day of a month counted from the one of `day`; the first or last month there is, where that is none."""
    month = day.year * 12 + day.month - 1 + number
    first, last = dt.MINYEAR * 12, dt.MAXYEAR * 12 + 11
    month = min(max(month, first), last)
    return dt.date(month // 12, month % 12 + 1, 1)


def next_quarter(day: dt.date) -> dt.date:
    """The same day three months on, or the first of the month after where that day does not exist; exclusive."""
    month = months_later(day, QUARTER)
    try:
        return month.replace(day=day.day)
    except ValueError:
        return months_later(month, 1)


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=_home())


def _home() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
