"""The ticket as a PDF: one A4 page for each person who likes paper. Nobody needs it: a name at the door does."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from events.documents.pdf import render
from events.documents.qr import grouped, pattern
from events.documents.woven import piece
from events.models.names import tidy

TILES = (21, 1)
"""Tiles of weave across and down the head of an A4 page."""


@dataclass(frozen=True)
class Ticket:
    """One person's place. `code` is what the door reads, `reference` the booking's. `ticket_type` says the price too,
    where there is one."""

    name: str
    code: str
    reference: str
    ticket_type: str = ""
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketHead:
    """What the tickets of one event share, in words fit to print in `language`. Empty texts leave their heading out."""

    event_title: str
    kind: str
    when: str
    place: str
    language: str
    slug: str
    threads: str = ""
    getting_there: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    contact: str = ""
    site_name: str = "Croeso"


def ticket_pages(tickets: Iterable[Ticket], head: TicketHead) -> bytes:
    """A tagged PDF with a page for each ticket, in their order."""
    shown = [
        {"ticket": ticket, "name": tidy(ticket.name), "code": grouped(ticket.code), "picture": _picture(ticket.code)}
        for ticket in tickets
    ]
    with translation.override(head.language):
        return render(
            render_to_string(
                "events/documents/tickets.html",
                {"tickets": shown, "head": head, "weave": piece(head.slug, head.threads, *TILES)},
            )
        )


def _picture(code: str) -> str:
    """The QR code as a data: address."""
    drawn = pattern(code)
    box = f"0 0 {drawn.size} {drawn.size}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{drawn.path}"/></svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
