"""Bookable events without their pages, for tests of what is booked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from events.models.events import Event, Question, Session, TicketType
from events.models.people_places import EventKind, Organisation, Venue

NOW = dt.datetime(2027, 1, 11, 10, 0, tzinfo=dt.UTC)
"""A Monday morning in winter: the instant at which most tests play."""

STARTS_AT = dt.datetime(2027, 2, 11, 10, 0, tzinfo=dt.UTC)


def make_event(slug: str = "sample-event", *, tickets: list[dict[str, Any]] | None = None, **facts: Any) -> Event:
    """A live, bookable event a month after NOW, with one free ticket type unless `tickets` says otherwise."""
    title = facts.pop("title", "Sample event")
    values = {
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + dt.timedelta(hours=5),
        "is_live": True,
        "words": {
            "en": {"title": title, "summary": "A sample summary.", "path": f"/en/events/{slug}/"},
            "cy": {"title": f"{title} (cy)", "summary": "Crynodeb sampl.", "path": f"/cy/digwyddiadau/{slug}/"},
        },
        **facts,
    }
    event = Event.objects.create(slug=slug, **values)
    for order, ticket in enumerate([{}] if tickets is None else tickets):
        make_ticket_type(event, sort_order=order, **ticket)
    return event


def make_ticket_type(event: Event, *, name: str = "Place", **facts: Any) -> TicketType:
    words = {"en": {"name": name, "description": ""}, "cy": {"name": f"{name} (cy)", "description": ""}}
    return TicketType.objects.create(event=event, words=words, **facts)


def make_session(event: Event, *, title: str = "Session", hours: int = 0, **facts: Any) -> Session:
    """A session one hour long that starts `hours` after the event does."""
    starts_at = facts.pop("starts_at", (event.starts_at or STARTS_AT) + dt.timedelta(hours=hours))
    values = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), **facts}
    return Session.objects.create(
        event=event, words={"en": {"title": title}, "cy": {"title": f"{title} (cy)"}}, **values
    )


def make_question(event: Event, *, label: str = "Question", choices: tuple[str, ...] = (), **facts: Any) -> Question:
    words = {
        "en": {"label": label, "choices": list(choices)},
        "cy": {"label": f"{label} (cy)", "choices": list(choices)},
    }
    return Question.objects.create(event=event, words=words, **facts)


def make_organisation(slug: str = "sample-network", **facts: Any) -> Organisation:
    return Organisation.objects.create(
        slug=slug, **{"name_en": "Sample Network", "name_cy": "Rhwydwaith Sampl", **facts}
    )


def make_venue(**facts: Any) -> Venue:
    values = {"name_en": "Example Hall", "name_cy": "Neuadd Enghraifft", "town_en": "Cardiff", "town_cy": "Caerdydd"}
    return Venue.objects.create(**{**values, **facts})


def make_kind(slug: str = "workshop", **facts: Any) -> EventKind:
    return EventKind.objects.create(slug=slug, **{"name_en": "Workshop", "name_cy": "Gweithdy", **facts})
