"""Decides which events a list shows, and in which order. An event by invitation is in no list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import QueryDict

from events.models.events import Event


@dataclass(frozen=True)
class Choices:
    """What a visitor chose to see."""

    past: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> Choices:
        return cls(past=query.get("when") == "past")


def chosen_events(choices: Choices, *, now: dt.datetime) -> QuerySet[Event]:
    """Coming up: the next first, and events without a date last. Past: the latest first."""
    events = Event.objects.listed()
    if choices.past:
        return events.past(now).order_by(F("starts_at").desc(), "pk")
    return events.upcoming(now).order_by(F("starts_at").asc(nulls_last=True), "pk")
