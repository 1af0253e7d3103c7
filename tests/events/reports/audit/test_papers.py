"""Papers that have a gap or do not add up are found."""

from decimal import Decimal

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.models.invoices import Invoice, InvoiceLine, InvoiceSeries
from events.payments.invoices import correct_invoices
from tests.events.reports.audit.breaking import due, found
from tests.factories.events import NOW
from tests.factories.invoices import invoiced, paid_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return invoiced(paid_event(), 2)[0]


def test_papers_written_by_the_rules_are_in_order(booking):
    cancel_places(booking.pk, attendee_ids=[booking.attendees.first().pk], now=NOW, by=By.booker())
    assert due() == ["papers_say_what_bookings_cost"]
    correct_invoices(NOW)
    assert (found(), due()) == ([], [])


def test_a_number_that_was_left_out_is_found(booking):
    Invoice.objects.update(number=2)
    assert [check for check, *_ in found()] == ["invoice_numbers_have_no_gap"]


def test_a_paper_that_is_gone_is_found(booking):
    InvoiceSeries.objects.update(last=2)
    assert "invoice_numbers_have_no_gap" in [check for check, *_ in found()]


def test_a_changed_total_is_found(booking):
    Invoice.objects.update(total=Decimal("1.00"))
    assert found() == [("invoices_are_the_sum_of_their_lines", booking.event.slug, booking.reference)]


def test_a_changed_line_is_due(booking):
    InvoiceLine.objects.filter(pk=InvoiceLine.objects.first().pk).update(amount=Decimal("70.00"))
    assert due() == ["papers_say_what_bookings_cost"]
