"""One event of the demo as an organiser would make it: an English page with its facts and words, then its Welsh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from events.choices import DateState, MeantFor
from events.management.demo import content
from events.management.demo.bodies import blocks, welsh_of
from events.management.demo.facts import key_of, lines_of, question_facts, ticket_facts
from events.management.demo.front_pages import add
from events.management.demo.moving_dates import Span, proposed, session_span, spans
from events.management.demo.snippets import Snippets
from events.management.demo.welsh import publish_in_welsh
from events.pages.children import (
    PageChild,
    PagePartner,
    PageProposedDate,
    PageQuestion,
    PageSession,
    PageSpeaker,
    PageTicketType,
    ProgrammeItem,
)
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage

Row = dict[str, Any]
"""The content of one event."""


def page_key(row: Row) -> UUID:
    return key_of("event", row["key"])


def is_complete(row: Row) -> bool:
    """Whether an event was loaded to its end: its Welsh page comes last. Whether that is live is for editors to say."""
    return EventPage.objects.filter(translation_key=page_key(row), locale__language_code="cy").exists()


@transaction.atomic
def open_page(row: Row, *, index: EventIndexPage, snippets: Snippets, now: dt.datetime) -> None:
    """Publish the English page so that the sample people can book: nothing is cancelled yet."""
    if EventPage.objects.filter(translation_key=page_key(row)).exists():
        return
    page = EventPage(translation_key=page_key(row), slug=row["slug"]["en"], **_words(row), **_facts(row, snippets, now))
    _set_children(page, row, snippets=snippets, now=now)
    add(page, below=index)
    page.save_revision().publish()


@transaction.atomic
def finish_page(row: Row) -> None:
    """Cancel the event if it is a cancelled one, then publish the Welsh page."""
    page = EventPage.objects.get(translation_key=page_key(row), locale__language_code="en")
    if "cancellation" in row:
        page = page.get_latest_revision_as_object()
        page.date_state, page.reason = row["date"]["state"], row["cancellation"]["en"]
        page.save_revision().publish()
    names = {text: text for text in map(_led_by, [*row["programme"], *row.get("sessions", [])])}
    publish_in_welsh(page, words={**welsh_of(row), **names}, slug=row["slug"]["cy"])


def _words(row: Row) -> dict[str, Any]:
    report = row.get("report", {})
    return {
        "title": row["title"]["en"],
        "summary": row["summary"]["en"],
        "audience": row["who_for"]["en"],
        "bring": row["bring"]["en"],
        "body": blocks(row["body"]),
        "when_text": row["date"].get("text", {}).get("en", ""),
        "on_the_day": lines_of(row["on_the_day"])["en"],
        "report": blocks(report.get("body", [])),
        "resources": [
            ("link", {"title": found["title"]["en"], "url": found["url"]}) for found in report.get("resources", [])
        ],
    }


def _facts(row: Row, snippets: Snippets, now: dt.datetime) -> dict[str, Any]:
    when, waitlist = _when(row, now), row["waitlist"]
    cancelled = row["date"]["state"] == DateState.CANCELLED
    return {
        "kind": snippets.kinds[row["kind"]],
        "host": snippets.organisations[row["host"]],
        "venue": snippets.venues[row["venue"]] if row["venue"] else None,
        "date_state": DateState.FIXED if cancelled else row["date"]["state"],
        "starts_at": when[0].starts_at if when else None,
        "ends_at": when[-1].ends_at if when else None,
        "booking_closes_at": when[-1].starts_at if row.get("booking_closes") == "last_session" else None,
        "attendance": row["attendance"],
        "join_url": row.get("join_link", ""),
        "meant_for": row.get("meant_for", MeantFor.EVERYONE),
        "languages": row["languages"],
        "interpretation": row["interpretation"],
        "capacity": row["capacity"],
        "room_capacity": row.get("room_capacity"),
        "online_capacity": row.get("online_capacity"),
        "max_per_booking": row["max_per_booking"],
        "series": row.get("series", ""),
        "learning_hours": row.get("learning_hours"),
        "session_choice": row["session_choice"],
        "waitlist": waitlist["open"],
        "offer_hours": waitlist["offer_hours"],
        "needs_approval": "approval" in row,
        "approval_hours": row.get("approval", {}).get("answer_within_days", 3) * 24,
        "invitation_code": row.get("invitation_code", ""),
        "change_until_hours": row["self_cancel_days"] * 24,
        "asks_needs": row.get("asks_needs", True),
        "takes_invoices": "purchase_order" in row.get("paying", {}),
        "purchase_order": row.get("paying", {}).get("purchase_order", ""),
        "takes_at_door": "at_the_door" in row.get("paying", {}),
    }


def _when(row: Row, now: dt.datetime) -> list[Span]:
    rule = row["date"].get("rule")
    return spans(rule, now=now) if rule else []


def _set_children(page: EventPage, row: Row, *, snippets: Snippets, now: dt.datetime) -> None:
    children: dict[str, Iterable[PageChild]] = {
        "ticket_types": (_ticket(row, ticket) for ticket in row["tickets"]),
        "questions": (_question(row, question) for question in row["questions"]),
        "sessions": _sessions(row, _when(row, now)),
        "proposed_dates": _proposed_dates(row, now),
        "programme": (_item(row, number, item) for number, item in enumerate(row["programme"])),
        "speakers": (
            PageSpeaker(key=key_of(row["key"], "speaker", key), person=snippets.people[key]) for key in row["speakers"]
        ),
        "partners": (
            PagePartner(key=key_of(row["key"], "partner", key), organisation=snippets.organisations[key])
            for key in row["partners"]
        ),
    }
    for relation, found in children.items():
        numbered = list(found)
        for number, child in enumerate(numbered):
            child.sort_order = number
        setattr(page, relation, numbered)


def _ticket(row: Row, ticket: Row) -> PageTicketType:
    return PageTicketType(
        key=key_of(row["key"], "ticket", ticket["key"]),
        name=ticket["name"]["en"],
        description=ticket["description"]["en"],
        **ticket_facts(ticket),
    )


def _proposed_dates(row: Row, now: dt.datetime) -> list[PageProposedDate]:
    found = proposed(row["date"]["proposed"], now=now) if "proposed" in row["date"] else []
    return [
        PageProposedDate(key=key_of(row["key"], "date", str(n)), starts_at=span.starts_at, ends_at=span.ends_at)
        for n, span in enumerate(found)
    ]


def _question(row: Row, question: Row) -> PageQuestion:
    return PageQuestion(
        key=key_of(row["key"], "question", question["key"]),
        label=question["label"]["en"],
        help=question.get("help", {}).get("en", ""),
        choices=lines_of(question.get("choices", []))["en"],
        ticket_keys=[str(key_of(row["key"], "ticket", key)) for key in question.get("tickets", [])],
        **question_facts(question),
    )


def _sessions(row: Row, when: list[Span]) -> list[PageSession]:
    if titles := row.get("session_titles"):
        return [
            PageSession(
                key=key_of(row["key"], "session", str(n)),
                title=title["en"],
                starts_at=span.starts_at,
                ends_at=span.ends_at,
            )
            for n, (title, span) in enumerate(zip(titles, when, strict=True))
        ]
    return [_session(row, session, session_span(session, event=when)) for session in row.get("sessions", [])]


def _session(row: Row, session: Row, span: Span | None) -> PageSession:
    return PageSession(
        key=key_of(row["key"], "session", session["key"]),
        title=session["title"]["en"],
        description=_text(session),
        starts_at=span.starts_at if span else None,
        ends_at=span.ends_at if span else None,
        capacity=session["capacity"],
        is_bookable=session["bookable"],
        learning_hours=row.get("certificate", {}).get("hours_each"),
    )


def _item(row: Row, number: int, item: Row) -> ProgrammeItem:
    return ProgrammeItem(
        key=key_of(row["key"], "programme", str(number)),
        day=item["day"],
        time=dt.time.fromisoformat(item["time"]),
        title=item["title"]["en"],
        text=_text(item),
        is_pause=item.get("pause", False),
    )


def _led_by(item: Row) -> str:
    """The names of those who lead a session."""
    names = {person["key"]: person["name"] for person in content.read("people")}
    return ", ".join(names[key] for key in item.get("speakers", []))


def _text(item: Row) -> str:
    """What an item says in English, or who leads it."""
    return item["text"]["en"] if "text" in item else _led_by(item)
