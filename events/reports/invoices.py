"""The papers of an invoice: what is stored of it, put into words for the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from events.calendars.plain_text import one_line
from events.documents.invoices import InvoicePaper, Row, VatRow, invoice_pdf
from events.models.invoices import Invoice, InvoiceLine
from events.payments.vat import vat_lines
from home.dates import day_text, days_text, first_day, last_day
from home.models import SiteDetails
from home.money import money_text


def invoice_file(invoice: Invoice) -> bytes:
    """The PDF. The same invoice reads the same whenever it is asked for. Raises PrintingUnavailable."""
    return invoice_pdf(paper_of(invoice))


def paper_of(invoice: Invoice) -> InvoicePaper:
    event, language = invoice.booking.event, invoice.language or "en"
    site = SiteDetails.objects.filter(site__is_default_site=True).first() or SiteDetails()
    lines = list(invoice.lines.all())
    when = ""
    if event.starts_at:
        first, last = first_day(event.starts_at, event.zone), last_day(event.starts_at, event.ends_at, event.zone)
        when = days_text(first, last, language=language)
    seller = invoice.seller
    return InvoicePaper(
        name=invoice.name,
        is_credit_note=invoice.is_credit_note,
        language=language,
        slug=event.slug,
        threads=event.kind.threads if event.kind else "",
        seller=seller.get("name", {}).get(language, ""),
        seller_lines=[*_lines(seller.get("address", "")), *filter(None, (seller.get("email"), seller.get("phone")))],
        payer_lines=[
            *filter(None, (invoice.payer_organisation, invoice.payer_name)),
            *_lines(invoice.payer_address),
            invoice.payer_email,
        ],
        issued_on=day_text(invoice.issued_at.astimezone(event.zone).date(), language=language),
        due_on=day_text(invoice.due_on, language=language) if invoice.due_on else "",
        po_number=invoice.po_number,
        reference=invoice.booking.reference,
        event_title=one_line(event.say("title", language)),
        event_when=when,
        rows=_rows(lines, language=language, currency=invoice.currency),
        vat_rows=_vat_rows(lines, currency=invoice.currency),
        total=money_text(invoice.total, invoice.currency),
        vat_number=seller.get("vat_number", ""),
        corrects=invoice.corrects.name if invoice.corrects else "",
        bank_lines=[] if invoice.is_credit_note else _lines(seller.get("bank_details", "")),
        terms_lines=[] if invoice.is_credit_note else _lines(seller.get("terms", {}).get(language, "")),
        site_name=one_line(site.in_language("name", language)),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(lines: Sequence[InvoiceLine], *, language: str, currency: str) -> list[Row]:
    """Places of the same ticket at the same price together, in the order in which they first come."""
    counted = Counter((line.words.get(language, ""), line.amount, line.vat_rate) for line in lines)
    return [
        Row(
            what=what,
            number=number,
            each=money_text(amount, currency),
            amount=money_text(amount * number, currency),
            vat_rate=rate_text(rate),
        )
        for (what, amount, rate), number in counted.items()
    ]


def _vat_rows(lines: Sequence[InvoiceLine], *, currency: str) -> list[VatRow]:
    """One for each rate; none at all where no VAT is charged on anything."""
    found = vat_lines((line.amount, line.vat_rate) for line in lines)
    if all(row.rate is None for row in found):
        return []
    return [
        VatRow(
            rate=rate_text(row.rate),
            net=money_text(row.net, currency),
            vat=money_text(row.vat, currency),
            gross=money_text(row.gross, currency),
        )
        for row in found
    ]


def rate_text(rate: Decimal | None) -> str:
    """Such as "20%" or "12.5%"; "" where no VAT is charged."""
    return "" if rate is None else f"{rate.normalize():f}%"
