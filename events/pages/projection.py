"""How each part of a page becomes part of the booked event. Publishing decides when, inside its transaction."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Sequence
from typing import Any

from events.models.events import Event, ProposedDate, Question, Session, TicketType
from events.models.facts import EventFacts
from events.pages.children import PageChild, PageProposedDate, PageQuestion, PageSession, PageTicketType, relation_of
from events.pages.event import EventPage
from events.pages.golive import Draft, fact_problems
from events.pages.search import search_text
from events.pages.zoned_times import zone_named

FACT_COLUMNS = tuple(field.attname for field in EventFacts._meta.local_fields)

BookedRow = type[TicketType] | type[Session] | type[Question] | type[ProposedDate]

ROWS: tuple[tuple[type[PageChild], BookedRow, tuple[str, ...]], ...] = (
    (PageTicketType, TicketType, ("attendees",)),
    (PageSession, Session, ("choices", "check_ins")),
    (PageQuestion, Question, ("answers",)),
    (PageProposedDate, ProposedDate, ("interests",)),
)
"""Each kind of page child, the booked row that it becomes, and the relations that show whether the row was used."""


def project_facts(event: Event, source: EventPage) -> None:
    """Copy the facts of the source page. Contradictions are made storable, and stop the event from being booked."""
    for attribute in FACT_COLUMNS:
        setattr(event, attribute, getattr(source, attribute))
    draft = Draft(
        source,
        ticket_types=list(source.ticket_types.all()),
        sessions=list(source.sessions.all()),
        questions=list(source.questions.all()),
    )
    event.is_bookable = source.is_bookable and not fact_problems(draft)
    event.timezone = zone_named(source.timezone).key
    event.ends_at = _not_before(event.starts_at, event.ends_at)
    event.max_per_booking = max(event.max_per_booking, event.min_per_booking)
    if not re.fullmatch(rf"{re.escape(source.slug)}(-\d+)?", event.slug):
        event.slug = slug_for(source.slug, event.key)


def project_words(event: Event, live: Sequence[EventPage]) -> None:
    """One set of words for each language. The words of a page that is no longer live stay, for people who have booked
    in that language; only its address goes."""
    kept = {language: {**words, "path": ""} for language, words in event.words.items()}
    event.words = {**kept, **{page.language: page.words() for page in live}}
    event.search_text = search_text(live)


def project_rows(event: Event, live: Sequence[EventPage], *, source: EventPage | None) -> None:
    """Match the children of the live pages to the event's rows. Only a live source page adds, changes or withdraws."""
    for child, row_model, used_by in ROWS:
        relation = relation_of(child)
        rows = {row.key: row for row in row_model._default_manager.filter(event=event)}
        if source:
            _take_facts(event, rows, list(getattr(source, relation).all()), row_model, used_by)
        for page in live:
            for spoken in getattr(page, relation).all():
                if row := rows.get(spoken.key):
                    row.words = {**row.words, page.language: spoken.words(page)}
        for row in rows.values():
            if source and isinstance(row, Question):
                row.words = same_choices(row.words, source.language)
            row.save()


def _take_facts(
    event: Event,
    rows: dict[uuid.UUID, Any],
    children: Sequence[PageChild],
    row_model: BookedRow,
    used_by: tuple[str, ...],
) -> None:
    """Make `rows` what the source page's children say, in their order."""
    for order, child in enumerate(children):
        row = rows.setdefault(child.key, row_model(event=event, key=child.key))
        for name in child.FACTS:
            setattr(row, name, getattr(child, name))
        if hasattr(row, "ends_at"):
            row.ends_at = _not_before(row.starts_at, row.ends_at)
        row.sort_order, row.withdrawn = order, False
    for key in rows.keys() - {child.key for child in children}:
        if any(getattr(rows[key], relation).exists() for relation in used_by):
            rows[key].withdrawn = True
        else:
            rows.pop(key).delete()


def same_choices(words: dict[str, dict[str, Any]], source: str) -> dict[str, dict[str, Any]]:
    """Give every language as many choices as the source language has, so that an answer means the same in both. What
    a translation leaves out is said in the source's words."""
    right = words.get(source, {}).get("choices", [])
    return {
        language: {**said, "choices": [*said.get("choices", []), *right[len(said.get("choices", [])) :]][: len(right)]}
        for language, said in words.items()
    }


def _not_before(start: dt.datetime | None, end: dt.datetime | None) -> dt.datetime | None:
    return None if start and end and end < start else end


def slug_for(slug: str, key: uuid.UUID) -> str:
    """The source page's slug, with a number behind it if another event has it already."""
    taken = set(Event.objects.filter(slug__startswith=slug).exclude(key=key).values_list("slug", flat=True))
    names = itertools.chain([slug], (f"{slug}-{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken)


def calendar_facts(event: Event) -> tuple[Any, ...]:
    """Whatever a calendar shows of an event. When it changes, calendars are told by a higher sequence number."""
    sessions = Session.objects.filter(event=event, withdrawn=False).order_by("pk")
    return (
        event.starts_at,
        event.ends_at,
        event.timezone,
        event.date_state,
        event.attendance,
        event.venue_id,
        event.is_live,
        tuple(sorted((language, words.get("title", "")) for language, words in event.words.items())),
        tuple(sessions.values_list("key", "starts_at", "ends_at")),
    )
