"""Numbers follow each other in each series, and are free again when nothing came of them."""

import pytest
from django.db import transaction

from events.models.invoices import InvoiceKind
from events.payments.numbers import next_number, written
from tests.factories.events import make_organisation

pytestmark = pytest.mark.django_db


def test_next_number_counts_each_series_for_itself():
    one, two = make_organisation("one"), make_organisation("two", invoice_prefix="SN-")
    assert [next_number(one, InvoiceKind.INVOICE) for _ in range(2)] == [(1, "INV-0001"), (2, "INV-0002")]
    assert next_number(one, InvoiceKind.CREDIT_NOTE) == (1, "CN-0001")
    assert next_number(two, InvoiceKind.INVOICE) == (1, "SN-INV-0001")


def test_next_number_is_free_again_after_a_mishap():
    one = make_organisation("one")
    with transaction.atomic():
        next_number(one, InvoiceKind.INVOICE)
        transaction.set_rollback(True)
    assert next_number(one, InvoiceKind.INVOICE) == (1, "INV-0001")


def test_written_grows_beyond_its_digits():
    assert written(make_organisation("one"), InvoiceKind.INVOICE, 12345) == "INV-12345"


@pytest.mark.django_db(transaction=True)
def test_next_number_is_given_only_where_it_is_used():
    with pytest.raises(transaction.TransactionManagementError):
        next_number(make_organisation("one"), InvoiceKind.INVOICE)
