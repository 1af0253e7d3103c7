"""The statement of time credits on paper, made from plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from events.documents.pdf import render
from events.documents.woven import piece

TILES = (21, 1)
"""Tiles of weave across and down the head of an A4 page."""


@dataclass(frozen=True)
class StatementRow:
    date: str
    what: str
    amount: str
    balance: str


@dataclass(frozen=True)
class StatementPaper:
    """All in words of `language`."""

    language: str
    owner: str
    email: str
    issuer: str
    today: str
    balance: int
    rows: Sequence[StatementRow]


def statement_pdf(paper: StatementPaper) -> bytes:
    """A tagged PDF. Raises PrintingUnavailable."""
    with translation.override(paper.language):
        context = {"paper": paper, "weave": piece("time-credits", "", *TILES)}
        return render(render_to_string("events/documents/statement.html", context))
