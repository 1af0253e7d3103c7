"""The invoice and the credit note as a PDF, made from plain values: one A4 sheet, in the order finance teams know."""

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
class Row:
    """Places of one kind at one price. All amounts are written out."""

    what: str
    number: int
    each: str
    amount: str
    vat_rate: str = ""


@dataclass(frozen=True)
class VatRow:
    rate: str
    net: str
    vat: str
    gross: str


@dataclass(frozen=True)
class InvoicePaper:
    """Everything that stands on it, in words of `language`. Empty texts leave their heading out; several lines of text
    are separate entries. `corrects` names the invoice that a credit note belongs to."""

    name: str
    is_credit_note: bool
    language: str
    slug: str
    threads: str
    seller: str
    seller_lines: Sequence[str]
    payer_lines: Sequence[str]
    issued_on: str
    due_on: str
    po_number: str
    reference: str
    event_title: str
    event_when: str
    rows: Sequence[Row]
    vat_rows: Sequence[VatRow]
    total: str
    vat_number: str = ""
    corrects: str = ""
    bank_lines: Sequence[str] = ()
    terms_lines: Sequence[str] = ()
    site_name: str = "Croeso"


def invoice_pdf(paper: InvoicePaper) -> bytes:
    """A tagged PDF. Raises PrintingUnavailable."""
    with translation.override(paper.language):
        context = {"paper": paper, "weave": piece(paper.slug, paper.threads, *TILES)}
        return render(render_to_string("events/documents/invoice.html", context))
