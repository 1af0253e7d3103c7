"""Events that are invoiced, and bookings with an invoice, made through the real rules."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from events.booking.journal import By
from events.choices import PriceKind
from events.models.bookings import Booking
from events.models.events import Event
from events.models.invoices import Invoice
from events.payments.invoices import Payer, invoice_booking
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation

PAYER = Payer(
    organisation="Sample Health Board",
    email="finance@example.org",
    name="Fin Sample",
    address="1 Sample Street\nSample Town",
    po_number="PO 77",
)


def make_seller(slug: str = "seller", **facts: Any) -> Any:
    values = {
        "billing_address": "2 Example Road\nExample Town",
        "vat_number": "GB 000 0000 00",
        "bank_details": "Sample Network\n00-00-00\n00000000",
        "invoice_terms_en": "Please pay in time.",
        "invoice_terms_cy": "Talwch mewn pryd.",
    }
    return make_organisation(slug, **{**values, **facts})


def paid_event(slug: str = "paid-event", *, price: str = "75.00", **facts: Any) -> Event:
    """An event of an organisation that writes invoices, with one ticket at a fixed price."""
    ticket = {"name": "Organisation", "price_kind": PriceKind.FIXED, "price": Decimal(price)}
    values = {"host": facts.pop("host", None) or make_seller(f"seller-of-{slug}"), "takes_invoices": True, **facts}
    return make_event(slug, tickets=[ticket], **values)


def invoiced(
    event: Event, size: int = 1, *, payer: Payer = PAYER, now: dt.datetime = NOW, **wishes: Any
) -> tuple[Booking, Invoice]:
    booking = book(event, size, now=now, **wishes)
    booking.attendees.update(vat_rate=Decimal(20))
    invoice = invoice_booking(booking.pk, payer=payer, now=now, by=By.booker())
    booking.refresh_from_db()
    return booking, invoice
