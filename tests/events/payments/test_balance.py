import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.choices import BookingState, PaymentState, RefundState
from events.models.bookings import Booking
from events.payments.balance import Balance, Decimal, balance, balances
from tests.factories.bookings import book
from tests.factories.events import make_event
from tests.factories.payments import make_payment, make_refund


@pytest.fixture
def booking(db) -> Booking:
    """Two people at £75 each, confirmed."""
    event = make_event(tickets=[{"price_kind": "fixed", "price": "75"}])
    return priced(book(event, 2), "75.00")


def priced(booking: Booking, price: str, state: BookingState = BookingState.CONFIRMED) -> Booking:
    Booking.objects.filter(pk=booking.pk).update(state=state)
    booking.attendees.update(price=price)
    booking.refresh_from_db()
    return booking


def test_balance_of_an_unpaid_booking_is_its_price(booking):
    found = balance(booking)
    assert found == Balance(currency="GBP", price=Decimal("150.00"))
    assert (found.due, found.is_settled) == (Decimal("150.00"), False)


def test_balance_counts_what_has_come_in(booking):
    make_payment(booking, "100")
    make_payment(booking, "30", state=PaymentState.PENDING)
    found = balance(booking)
    assert (found.paid, found.pending, found.due) == (Decimal("100.00"), Decimal("30.00"), Decimal("50.00"))


@pytest.mark.parametrize("state", [PaymentState.OPEN, PaymentState.FAILED, PaymentState.EXPIRED, PaymentState.VOID])
def test_balance_ignores_payments_that_are_no_money(booking, state):
    make_payment(booking, "150", state=state)
    assert balance(booking).paid == 0


def test_balance_counts_promised_refunds_at_once(booking):
    payment = make_payment(booking, "150")
    make_refund(payment, "75", state=RefundState.DUE)
    make_refund(payment, "10", state=RefundState.FAILED)
    found = balance(booking)
    assert (found.refunded, found.received, found.due) == (Decimal("75.00"), Decimal("75.00"), Decimal("75.00"))


def test_balance_keeps_what_the_policy_keeps_of_a_cancelled_place(booking):
    make_payment(booking, "150")
    going = booking.attendees.all()[0]
    booking.attendees.filter(pk=going.pk).update(cancelled_at=booking.created_at, claimed_until=None, kept="37.50")
    found = balance(booking)
    assert (found.price, found.over, found.due) == (Decimal("112.50"), Decimal("37.50"), 0)


@pytest.mark.parametrize("state", [BookingState.EXPIRED, BookingState.CANCELLED, BookingState.LAPSED])
def test_balance_of_a_booking_that_has_ended_owes_nothing(booking, state):
    found = balance(priced(booking, "75.00", state))
    assert (found.due, found.is_settled) == (0, True)


def test_balance_of_free_places_is_settled(db):
    found = balance(book(make_event()))
    assert found == Balance(currency="GBP")
    assert found.is_settled


def test_balance_adds_up_to_the_penny(booking):
    priced(booking, "0.10")
    make_payment(booking, "0.10")
    make_payment(booking, "0.10")
    assert balance(booking).due == Decimal("0.00")
    assert str(balance(booking).received) == "0.20"


def test_balances_of_many_take_as_many_queries_as_of_one(booking):
    more = [booking, *(book(booking.event) for _ in range(2))]
    counts = []
    for rows in (more[:1], more):
        with CaptureQueriesContext(connection) as queries:
            found = balances(rows)
        counts.append(len(queries))
        assert list(found) == [row.pk for row in rows]
    assert counts == [3, 3]
