"""Money without a place, and refunds beyond what was paid, are found."""

import datetime as dt

import pytest

from events.choices import BookingState, DiscountKind, PaymentState, RefundState
from events.models.bookings import Attendee, Booking
from tests.events.reports.audit.breaking import due, found
from tests.factories.events import NOW, make_organisation
from tests.factories.payments import make_code, make_payment, make_refund

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def money(now=NOW):
    names = ("refunds", "money", "currencies", "promised", "open", "codes")
    return [check for check, _, _ in found(now) if check.startswith(names)]


@pytest.fixture
def paid(booking):
    """Two people at £75 each, paid by card."""
    booking.attendees.update(price="75.00")
    return make_payment(booking, "150")


def test_a_paid_booking_is_in_order(paid):
    assert money() == []


def test_refunds_beyond_the_payment(paid):
    make_refund(paid, "100")
    make_refund(paid, "51")
    assert "refunds_are_at_most_what_was_paid" in money()


def test_refund_of_a_payment_that_never_came(booking):
    make_refund(make_payment(booking, state=PaymentState.FAILED), "1")
    assert money() == ["refunds_are_at_most_what_was_paid"]


def test_money_without_a_place(paid):
    Booking.objects.update(state=BookingState.EXPIRED, confirmed_at=None)
    Attendee.objects.update(claimed_until=None)
    assert "money_has_a_place_or_goes_back" in money()
    make_refund(paid, "150", state=RefundState.DUE)
    assert money() == []


def test_money_beyond_the_price(booking, paid):
    booking.attendees.update(price="70.00")
    assert money() == ["money_has_a_place_or_goes_back"]


def test_what_the_policy_keeps_is_in_order(paid):
    Attendee.objects.update(cancelled_at=NOW, claimed_until=None, kept="37.50")
    Booking.objects.update(state=BookingState.CANCELLED, ended_at=NOW)
    make_refund(paid, "75")
    assert money() == []


def test_other_currencies(paid):
    paid.currency = "EUR"
    paid.save()
    make_refund(paid, "1", currency="GBP")
    assert money() == ["currencies_agree", "currencies_agree"]


def test_a_code_used_too_often(event, booking):
    event.host = make_organisation()
    event.save()
    booking.attendees.update(discount_code=make_code(event, limit=1, kind=DiscountKind.AMOUNT))
    assert money() == ["codes_are_used_as_often_as_they_may"]


def test_work_of_the_next_run(booking, paid):
    make_refund(paid, "150", state=RefundState.DUE)
    make_payment(booking, state=PaymentState.OPEN, expires_at=NOW)
    names = {"promised_refunds_are_sent", "open_pages_are_checked"}
    assert names & set(due(NOW)) == set()
    assert names <= set(due(NOW + HOUR))
