"""What a booking's page says about money."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import PriceKind
from events.models.events import TicketType
from events.payments.received import DoorMethod, take_at_door
from events.public.money import money_of
from tests.factories.bookings import book
from tests.factories.events import make_ticket_type
from tests.factories.invoices import make_seller
from tests.factories.time_credits import by_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(open_event, soon):
    ticket = {"price_kind": PriceKind.FIXED, "price": "75.00"}
    return open_event(tickets=[ticket], takes_invoices=True, host=make_seller(), **soon)


def opened(visitor, booking):
    return visitor.open(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")


def test_money_of_a_free_booking_takes_no_query(open_event, soon, django_assert_num_queries):
    booking = book(open_event(**soon), now=timezone.now())
    people = list(booking.attendees.all())
    with django_assert_num_queries(0):
        assert money_of(booking, people) is None


def test_money_shows_receipts_and_what_is_still_due(event, visitor):
    booking = book(event, now=timezone.now())
    now = timezone.now()
    take_at_door(booking.pk, amount=Decimal(25), method=DoorMethod.CASH, client_id=uuid.uuid4(), now=now, by=by_staff())
    page = opened(visitor, booking)
    assert "Paid: £25.00 (At the door)" in page.texts("dd")
    assert "£50.00" in page.texts("dd")
    assert page.link("Invoice to my organisation").endswith("/invoice/ask/")


def test_money_leads_to_time_credits(event, visitor):
    TicketType.objects.all().delete()
    ticket = make_ticket_type(event, price_kind=PriceKind.TIME_CREDITS, credits=2)
    page = opened(visitor, book(event, ticket=ticket, now=timezone.now()))
    assert "2 time credits" in page.texts("dd")
    assert page.link("Pay with time credits").endswith("/credits/")
