"""What a new event begins with, once its kind is chosen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, override

from events.models.facts import QuestionFacts, TicketFacts, fact_names
from events.models.people_places import EventKind, KindQuestion, KindTicket
from events.pages.children import PageQuestion, PageTicketType

TAKEN_OVER = ("capacity", "waitlist", "asks_needs", "max_per_booking")


def prefill(page: Any, kind: EventKind | None, *, language: str) -> None:
    """Give an unsaved event page the kind's facts, tickets and questions in the language of the page.

    There is always a ticket, so that the event can be booked as soon as it has a name, a date and a place.
    """
    tickets: list[PageTicketType] = []
    if kind:
        page.kind = kind
        for name in TAKEN_OVER:
            setattr(page, name, getattr(kind, name))
        tickets = [_ticket(kind_ticket, language) for kind_ticket in kind.tickets.all()]
        page.questions = [_question(kind_question, language) for kind_question in kind.questions.all()]
    page.ticket_types = tickets or [_free_place(language)]
    for rows in (page.ticket_types.all(), page.questions.all()):
        for number, row in enumerate(rows):
            row.sort_order = number


def _ticket(row: KindTicket, language: str) -> PageTicketType:
    facts = {name: getattr(row, name) for name in fact_names(TicketFacts)}
    words = {name: row.in_language(name, language) for name in ("name", "description")}
    return PageTicketType(**facts, **words)


def _question(row: KindQuestion, language: str) -> PageQuestion:
    facts = {name: getattr(row, name) for name in fact_names(QuestionFacts)}
    first, second = ("cy", "en") if language == "cy" else ("en", "cy")
    words = {name: getattr(row, f"{name}_{first}") or getattr(row, f"{name}_{second}") for name in ("label", "choices")}
    return PageQuestion(**facts, **words)


def _free_place(language: str) -> PageTicketType:
    with override(language):
        return PageTicketType(name=gettext("Place"))
