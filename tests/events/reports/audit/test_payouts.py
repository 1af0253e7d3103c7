"""Payouts that do not add up to the books are found."""

import datetime as dt

import pytest

from events.choices import PaymentMethod, RefundState
from events.models.payments import Payment, Refund
from events.models.payouts import BalanceLine, Payout
from tests.events.reports.audit.breaking import found
from tests.factories.events import NOW
from tests.factories.payments import make_line, make_payment, make_payout, make_refund

pytestmark = pytest.mark.django_db

CHECKS = (
    "payouts_are_the_sum_of_their_lines",
    "lines_are_what_was_paid",
    "refunds_of_stripe_are_here",
    "card_payments_are_paid_out",
)
DAY = dt.timedelta(days=1)


def payouts():
    return [line for line in found() if line[0] in CHECKS]


@pytest.fixture
def paid_out(booking):
    """£150 less a refund of £50 and Stripe's fees."""
    payment = make_payment(booking, "150")
    payout = make_payout("97.55")
    make_line(payout, "150", "2.45", payment=payment)
    make_line(payout, "-50", "0", refund=make_refund(payment, "50"))
    return payout


def test_a_payout_that_adds_up_is_in_order(paid_out):
    make_payout("10", read_at=None)
    assert payouts() == []


@pytest.mark.parametrize(("model", "change"), [(Payout, {"amount": "97.54"}), (BalanceLine, {"fee": "2.46"})])
def test_a_payout_that_is_not_the_sum_of_its_lines(paid_out, model, change):
    model.objects.update(**change)
    assert payouts() == [("payouts_are_the_sum_of_their_lines", "", "")]


def test_a_payout_without_lines(paid_out):
    BalanceLine.objects.all().delete()
    assert payouts() == [("payouts_are_the_sum_of_their_lines", "", "")]


@pytest.mark.parametrize(("model", "amount"), [(Payment, "150.01"), (Refund, "49.99")])
def test_a_sum_that_is_another_in_stripes_books(paid_out, booking, model, amount):
    model.objects.update(amount=amount)
    assert payouts() == [("lines_are_what_was_paid", booking.event.slug, booking.reference)]


def test_a_sum_in_another_currency_cannot_be_held_against_it(paid_out):
    Payout.objects.update(currency="EUR")
    Payment.objects.update(amount="170")
    assert [line for line in payouts() if line[0] == "lines_are_what_was_paid"] == []


def test_a_refund_that_came_back_is_in_order(paid_out):
    refund = Refund.objects.get()
    make_line(make_payout("50"), "50", "0", refund=refund)
    Refund.objects.update(state=RefundState.FAILED)
    assert payouts() == []


def test_a_refund_of_stripe_that_is_not_here(paid_out, booking):
    line = BalanceLine.objects.get(refund__isnull=False)
    BalanceLine.objects.filter(pk=line.pk).update(refund=None, payment=line.refund.payment)
    assert payouts() == [("refunds_of_stripe_are_here", booking.event.slug, booking.reference)]


@pytest.mark.parametrize(
    ("state", "is_missed"), [(RefundState.DONE, True), (RefundState.PENDING, False), (RefundState.FAILED, False)]
)
def test_a_refund_by_card_that_is_in_no_payout(paid_out, booking, state, is_missed):
    make_refund(Payment.objects.get(), "20", state=state, done_at=NOW + DAY)
    make_line(make_payout("10", made_at=NOW + 40 * DAY), "10", "0")
    expected = [("card_payments_are_paid_out", booking.event.slug, booking.reference)] if is_missed else []
    assert payouts() == expected


@pytest.mark.parametrize(
    ("facts", "is_missed"),
    [
        ({"paid_at": NOW + DAY}, True),
        ({"paid_at": NOW - DAY}, False),  # before payouts were read
        ({"paid_at": NOW + 20 * DAY}, False),  # Stripe may hold it still
        ({"paid_at": NOW + DAY, "method": PaymentMethod.TRANSFER}, False),
    ],
)
def test_a_payment_by_card_that_is_in_no_payout(paid_out, booking, facts, is_missed):
    make_payment(booking, "20", **facts)
    make_line(make_payout("10", made_at=NOW + 40 * DAY), "10", "0")
    expected = [("card_payments_are_paid_out", booking.event.slug, booking.reference)] if is_missed else []
    assert payouts() == expected
