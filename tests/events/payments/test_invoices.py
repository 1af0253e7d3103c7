"""Invoices and credit notes: together they say what a booking costs, whatever becomes of it."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from events import errors
from events.booking.bookings import cancel_places
from events.booking.changes import add_people, give_booking
from events.booking.journal import By
from events.booking.party import PersonWish
from events.choices import BookingState, MessageKind, PayBy, PurchaseOrder, RefundState
from events.models.audit import AuditEntry
from events.models.invoices import Invoice, InvoiceKind
from events.models.messages import Message
from events.payments.balance import balance
from events.payments.debts import still_open
from events.payments.invoices import add_po_number, changed_bookings, correct_invoices, invoice_booking
from events.payments.received import receive_transfer
from events.payments.refunds import give_back
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.invoices import PAYER, invoiced, paid_event
from tests.factories.time_credits import by_staff

LATER = NOW + dt.timedelta(days=1)
TRANSFER = {"reference": "BACS 1", "key": uuid.UUID(int=1), "paid_at": LATER, "now": LATER}


@pytest.fixture
def event(db):
    return paid_event()


def papers(booking):
    return [(paper.name, paper.total) for paper in booking.invoices.order_by("issued_at", "pk")]


def test_invoice_booking_confirms_and_writes_the_invoice(event):
    booking, invoice = invoiced(event, 2)
    assert (booking.state, booking.pay_by, balance(booking).due) == (BookingState.CONFIRMED, PayBy.INVOICE, 150)
    assert (invoice.name, invoice.total, invoice.currency) == ("INV-0001", Decimal("150.00"), "GBP")
    assert invoice.due_on == dt.date(2027, 2, 10)
    assert [(line.amount, line.vat_rate, line.words["en"]) for line in invoice.lines.all()] == [
        (Decimal("75.00"), Decimal("20.00"), "Organisation")
    ] * 2
    assert (invoice.payer_organisation, invoice.po_number) == ("Sample Health Board", "PO 77")


def test_invoice_booking_writes_to_the_finance_team(event):
    _, invoice = invoiced(event)
    message = Message.objects.get(kind=MessageKind.INVOICE)
    assert (message.to_email, message.context) == ("finance@example.org", {"invoice": invoice.pk})


def test_invoice_booking_keeps_what_the_seller_was_called(event):
    _, invoice = invoiced(event)
    event.host.legal_name = "Another Name Ltd"
    event.host.save()
    invoice.refresh_from_db()
    assert invoice.seller["name"] == {"en": "Sample Network", "cy": "Rhwydwaith Sampl"}


def test_invoice_booking_twice_is_one_invoice(event):
    booking, invoice = invoiced(event)
    assert invoice_booking(booking.pk, payer=PAYER, now=LATER, by=By.booker()) == invoice
    assert AuditEntry.objects.filter(action="invoice.issued").count() == 1


@pytest.mark.parametrize("facts", [{"takes_invoices": False}, {"host": None}])
def test_invoice_booking_needs_an_event_that_allows_it(db, facts):
    event = paid_event()
    type(event).objects.filter(pk=event.pk).update(**facts)
    with pytest.raises(errors.NoInvoice):
        invoiced(event)
    assert Invoice.objects.count() == 0


def test_invoice_booking_needs_something_to_pay(db):
    with pytest.raises(errors.NoInvoice):
        invoiced(paid_event("free", price="0.00"))


def test_invoice_booking_asks_for_a_purchase_order_where_it_is_needed(db):
    event = paid_event(purchase_order=PurchaseOrder.REQUIRED)
    booking = book(event)
    with pytest.raises(errors.PoNumberNeeded):
        invoice_booking(booking.pk, payer=replace(PAYER, po_number="  "), now=NOW, by=By.booker())
    booking.refresh_from_db()
    assert (booking.pay_by, Invoice.objects.count()) == ("", 0)


def test_correct_invoices_credits_a_cancelled_place_once(event):
    booking, invoice = invoiced(event, 2)
    one = booking.attendees.first()
    cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=By.booker())
    assert (correct_invoices(LATER), correct_invoices(LATER)) == (1, 0)
    note = Invoice.objects.get(kind=InvoiceKind.CREDIT_NOTE)
    assert (note.name, note.total, note.corrects, note.due_on) == ("CN-0001", Decimal("75.00"), invoice, None)
    assert note.lines.get().attendee == one
    assert Message.objects.filter(kind=MessageKind.CREDIT_NOTE).count() == 1


def test_correct_invoices_leaves_what_is_kept_of_a_cancelled_place(event):
    booking, _ = invoiced(event)
    cancel_places(booking.pk, now=LATER, by=By.booker())
    booking.attendees.update(kept=Decimal("25.00"))
    correct_invoices(LATER)
    assert papers(booking) == [("INV-0001", Decimal("75.00")), ("CN-0001", Decimal("50.00"))]


def test_what_staff_give_back_is_credited_at_once_by_whoever_did_it(event):
    """Whoever paid gets part of it back though everybody still comes: the invoice was for more than it costs now."""
    booking, _ = invoiced(event, 2)
    receive_transfer(booking.pk, **TRANSFER, amount=Decimal(150), by=by_staff())
    give_back(booking.pk, amount=Decimal(100), now=LATER, by=by_staff("The second day fell out"))
    note = booking.invoices.get(kind=InvoiceKind.CREDIT_NOTE)
    assert (note.name, note.total, changed_bookings()) == ("CN-0001", 100, [])
    assert AuditEntry.objects.get(action="invoice.credited").user == by_staff().user
    assert [(line.amount, line.vat_rate) for line in note.lines.all()] == [(25, 20), (75, 20)]
    assert balance(booking).due == balance(booking).over == 0
    assert still_open(booking.invoices.all()).count() == 0


def test_correct_invoices_takes_a_credit_back_with_a_refund_that_failed(event):
    booking, _ = invoiced(event)
    receive_transfer(booking.pk, **TRANSFER, amount=Decimal(75), by=by_staff())
    give_back(booking.pk, amount=Decimal(30), now=LATER, by=by_staff("Rain"))
    booking.refunds.update(state=RefundState.FAILED)
    assert (correct_invoices(LATER), correct_invoices(LATER)) == (1, 0)
    assert papers(booking) == [("INV-0001", 75), ("CN-0001", 30), ("INV-0002", 30)]


def test_papers_of_a_booking_that_was_passed_on_go_to_whoever_pays_for_it(event):
    """Whoever comes instead owes nothing: the organisation that ordered the places does, and it gets the credit."""
    booking, invoice = invoiced(event)
    give_booking(booking.pk, name="New Person", email="new@example.org", now=LATER, by=By.booker())
    cancel_places(booking.pk, now=LATER, by=By.booker())
    correct_invoices(LATER)
    note = booking.invoices.get(kind=InvoiceKind.CREDIT_NOTE)
    assert (note.payer_organisation, note.payer_email) == (invoice.payer_organisation, "finance@example.org")
    to = dict(Message.objects.filter(created_at=LATER).values_list("kind", "to_email"))
    assert (to[MessageKind.CREDIT_NOTE], to[MessageKind.CANCELLATION]) == ("finance@example.org", "new@example.org")


def test_changed_bookings_takes_as_many_queries_for_three_as_for_one(event, django_assert_num_queries):
    for number in range(3):
        booking, _ = invoiced(event)
        receive_transfer(booking.pk, **{**TRANSFER, "key": uuid.UUID(int=number)}, amount=Decimal(75), by=by_staff())
        give_back(booking.pk, amount=Decimal(5), now=LATER, by=by_staff("Rain"))
        booking.refunds.update(state=RefundState.FAILED)
        with django_assert_num_queries(4):
            assert len(changed_bookings()) == number + 1


def test_correct_invoices_invoices_people_who_were_added(event):
    booking, _ = invoiced(event)
    ticket = event.ticket_types.get().pk
    add_people(booking.pk, people=[PersonWish("Sample Guest", ticket)], now=LATER, by=By.booker())
    correct_invoices(LATER)
    assert papers(booking) == [("INV-0001", Decimal("75.00")), ("INV-0002", Decimal("75.00"))]
    second = Invoice.objects.get(name="INV-0002")
    assert (second.payer_organisation, second.po_number) == ("Sample Health Board", "PO 77")


def test_correct_invoices_leaves_other_bookings_alone(event):
    book(event)
    invoiced(event)
    assert (correct_invoices(LATER), Invoice.objects.count()) == (0, 1)


def test_add_po_number_puts_it_on_the_invoice(event):
    _, invoice = invoiced(event, payer=replace(PAYER, po_number=""))
    add_po_number(invoice, po_number=" PO 12 ", now=LATER, by=By.booker())
    invoice.refresh_from_db()
    assert invoice.po_number == "PO 12"
    with pytest.raises(errors.PoNumberNeeded):
        add_po_number(invoice, po_number=" ", now=LATER, by=By.booker())


def test_the_database_refuses_a_number_twice(event):
    _, invoice = invoiced(event)
    invoice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        invoice.save()


def test_nobody_else_numbers_events_without_a_host(db):
    event = make_event("nobodys", takes_invoices=True)
    with pytest.raises(errors.NoInvoice):
        invoiced(event)


class PapersOfAnyLife(TestCase):
    @settings(max_examples=12)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["cancel", "add", "price", "correct", "give"]), st.integers(0, 4)), max_size=8
        )
    )
    def test_papers_add_up_to_the_price_and_numbers_have_no_gap(self, life):
        event = paid_event(price="19.99")
        booking, _ = invoiced(event, 2)
        for act, which in life:
            _live(booking, act, which)
        correct_invoices(LATER)
        booking.refresh_from_db()
        signed = [paper.total * (-1 if paper.is_credit_note else 1) for paper in booking.invoices.all()]
        assert sum(signed) == balance(booking).price
        for kind in InvoiceKind:
            numbers = list(Invoice.objects.filter(kind=kind).order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))


def _live(booking, act, which):
    booking.refresh_from_db()
    people = list(booking.attendees.filter(cancelled_at=None).order_by("pk"))
    if act == "cancel" and people:
        one = people[which % len(people)]
        cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=By.booker())
    elif act == "add" and booking.state == BookingState.CONFIRMED and len(people) < 6:
        ticket = booking.event.ticket_types.get().pk
        add_people(booking.pk, people=[PersonWish("Sample Guest", ticket)], now=LATER, by=By.booker())
    elif act == "price" and people:
        booking.attendees.filter(pk=people[which % len(people)].pk).update(price=Decimal(which))
    elif act == "correct":
        correct_invoices(LATER)
    elif act == "give" and balance(booking).due > which:
        paid = {**TRANSFER, "key": uuid.uuid4(), "amount": balance(booking).due}
        receive_transfer(booking.pk, **paid, by=by_staff())
        give_back(booking.pk, amount=which + Decimal("0.01"), now=LATER, by=by_staff("Rain"))
