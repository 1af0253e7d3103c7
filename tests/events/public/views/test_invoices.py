"""Choosing an invoice, and what the finance team sees behind its own link."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.journal import By
from events.booking.links import issue_link
from events.choices import BookingState, LinkPurpose, PayBy, PriceKind, PurchaseOrder
from events.models.invoices import Invoice
from events.payments.invoices import invoice_booking
from tests.factories.bookings import book
from tests.factories.invoices import PAYER, make_seller

pytestmark = pytest.mark.django_db

TYPED = {
    "organisation": "Sample Health Board",
    "address": "1 Sample Street\nSample Town",
    "email": "finance@example.org",
    "po_number": "PO 77",
}


@pytest.fixture
def event(open_event, soon):
    ticket = {"price_kind": PriceKind.FIXED, "price": "75.00"}
    facts = {"takes_invoices": True, "purchase_order": PurchaseOrder.REQUIRED, "host": make_seller()}
    return open_event(tickets=[ticket], **facts, **soon)


@pytest.fixture
def booking(event):
    return book(event, 2, now=timezone.now())


@pytest.fixture
def invoice(booking):
    return invoice_booking(booking.pk, payer=PAYER, now=timezone.now(), by=By.booker())


def let_in(visitor, booking, purpose=LinkPurpose.MANAGE):
    return visitor.open(f"/bookings/l/{issue_link(booking=booking, now=timezone.now(), purpose=purpose)}/")


def ask(visitor, booking):
    let_in(visitor, booking)
    return visitor.open(f"/bookings/{booking.reference}/invoice/ask/")


def test_ask_for_invoice_confirms_the_places_and_shows_the_invoice(booking, visitor):
    page = visitor.send(ask(visitor, booking), TYPED)
    invoice = Invoice.objects.get()
    booking.refresh_from_db()
    assert (page.heading, page.state) == ("Invoice INV-0001", "confirmed")
    assert "Still to pay: £150.00" in page.texts("h2")
    assert (invoice.payer_organisation, invoice.payer_address) == (TYPED["organisation"], TYPED["address"])
    assert (booking.state, booking.pay_by) == (BookingState.CONFIRMED, PayBy.INVOICE)


def test_ask_for_invoice_keeps_everything_when_the_purchase_order_is_missing(booking, visitor):
    page = visitor.send(ask(visitor, booking), {**TYPED, "po_number": " "})
    assert page.problems == ["Type the purchase order number. Without it this event cannot be invoiced"]
    assert page.title.startswith("Error: ")
    assert page.fields()["organisation"] == [TYPED["organisation"]]
    assert page.fields()["address"] == [TYPED["address"]]
    assert Invoice.objects.count() == 0


def test_ask_for_invoice_says_what_is_missing(booking, visitor):
    page = visitor.send(ask(visitor, booking), dict.fromkeys(TYPED, ""))
    assert page.problems == [
        "Type the name of the organisation that pays",
        "Type the postal address of the organisation that pays",
        "Type your e-mail address",
        "Type the purchase order number. Without it this event cannot be invoiced",
    ]


def test_ask_for_invoice_twice_leads_to_the_first(booking, visitor):
    form = ask(visitor, booking)
    visitor.send(form, TYPED)
    page = visitor.send(form, {**TYPED, "organisation": "Another"})
    assert page.heading == "Invoice INV-0001"
    assert Invoice.objects.count() == 1


def test_ask_for_invoice_keeps_what_was_typed_when_the_language_is_switched(booking, visitor):
    form = ask(visitor, booking)
    page = visitor.send(form, {**TYPED, "switch": "cy"})
    assert page.heading == "Anfoneb i’m sefydliad"
    assert page.fields()["po_number"] == ["PO 77"]
    assert Invoice.objects.count() == 0


def test_ask_for_invoice_is_not_offered_where_the_event_has_none(event, booking, visitor):
    type(event).objects.update(takes_invoices=False)
    assert ask(visitor, booking).heading == "My booking"


def test_finance_sees_the_invoice_and_nothing_else(booking, invoice, visitor):
    page = let_in(visitor, booking, LinkPurpose.INVOICE)
    assert page.heading == "Invoice INV-0001"
    assert booking.email not in page.text
    assert booking.name not in page.text
    for name in ("", "change/", "cancel/", "tickets.pdf", "event.ics", "invoice/ask/"):
        assert visitor.open(f"/bookings/{booking.reference}/{name}").status == 410


def test_finance_adds_the_purchase_order_number(booking, invoice, visitor):
    Invoice.objects.update(po_number="")
    page = visitor.send(let_in(visitor, booking, LinkPurpose.INVOICE), {"po_number": "PO 12"}, form="#po")
    assert page.texts(".notice--good") == ["Saved. The purchase order number is on the invoice."]
    assert Invoice.objects.get().po_number == "PO 12"
    assert not page.soup.select("#po")


def test_invoice_is_printed(booking, invoice, visitor):
    let_in(visitor, booking, LinkPurpose.INVOICE)
    answer = visitor.client.get(f"/bookings/{booking.reference}/invoice/paper.pdf?number=INV-0001")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="INV-0001.pdf"'


def test_invoice_of_a_booking_without_one_leads_back(booking, visitor):
    let_in(visitor, booking)
    assert visitor.open(f"/bookings/{booking.reference}/invoice/").heading == "My booking"
