"""Each way of paying is on the demo site, and loading it again pays nothing twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.bookings import place_booking
from events.choices import PayBy, PriceKind
from events.management.demo import sample_money
from events.management.demo.facts import key_of
from events.models.invoices import Invoice
from events.models.messages import Message
from events.models.time_credits import CreditAccount
from events.payments.balance import balance
from events.payments.time_credits import account_at, balance_of
from tests.factories.bookings import make_party
from tests.factories.events import NOW, make_event
from tests.factories.invoices import make_seller

pytestmark = pytest.mark.django_db

PAYER = {"organisation": "Sample Health Board", "email": "finance@example.org", "po_number": "PO SAMPLE 77"}
ROW = {
    "key": "sample",
    "paying": {
        "purchase_order": "follow",
        "invoiced": [{"ticket": "organisation", "payer": PAYER}],
        "at_the_door": ["concession"],
        "credits": [{"name": "Sample Volunteer", "email": "volunteer@example.org", "number": 12}],
        "spends": "hours",
    },
}
TICKETS = {
    "organisation": {"price_kind": PriceKind.FIXED, "price": "75.00"},
    "concession": {"price_kind": PriceKind.CONCESSION, "price": "15.00"},
    "hours": {"price_kind": PriceKind.TIME_CREDITS, "credits": 4},
}


@pytest.fixture
def bookings():
    tickets = [{"key": key_of("sample", "ticket", name), "name": name, **facts} for name, facts in TICKETS.items()]
    terms = {"takes_invoices": True, "takes_at_door": True, "host": make_seller()}
    event = make_event(key=key_of("event", "sample"), tickets=tickets, **terms)
    return {
        ticket.name: place_booking(
            event_id=event.pk, party=make_party(event, ticket=ticket), form_token=ticket.name, now=NOW
        )
        for ticket in event.ticket_types.all()
    }


def load():
    sample_money.load(ROW, now=NOW)


def test_load_pays_in_each_way_and_once(bookings):
    load()
    load()
    for booking in bookings.values():
        booking.refresh_from_db()
    assert [bookings[name].pay_by for name in TICKETS] == [PayBy.INVOICE, PayBy.DOOR, PayBy.CREDITS]
    assert Invoice.objects.get().po_number == "PO SAMPLE 77"
    assert balance(bookings["concession"]).due == 15
    host = bookings["hours"].event.host_id
    assert balance_of(account_at(host, "volunteer@example.org")) == 12
    assert balance_of(account_at(host, bookings["hours"].email)) == 1


def test_load_writes_to_nobody(bookings):
    load()
    assert not Message.objects.filter(sent_at=None, due_at__lte=timezone.now()).exists()


def test_load_does_nothing_where_the_content_says_nothing_of_paying(bookings):
    sample_money.load({"key": "sample"}, now=NOW)
    assert (Invoice.objects.count(), CreditAccount.objects.count()) == (0, 0)
