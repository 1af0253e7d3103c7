"""What Stripe sends to the bank is kept, with the sums of which it consists."""

import random
from decimal import Decimal

import pytest

from events import errors
from events.choices import BalanceKind, RefundCause, RefundState
from events.models.events import Event
from events.models.payments import Payment, Refund
from events.models.payouts import BalanceLine, Payout
from events.payments.payouts import LOOK_BACK, read_payouts
from events.reports.books import Period, entries
from tests.events.payments.test_kills import Killer, dying
from tests.factories.events import NOW
from tests.fakes.stripe_standin import Trouble

B = BalanceKind


def read(till):
    return read_payouts(till.now, gateway=till.gateway)


def lines():
    """Kind, sum, fee, and whether it is of a payment or a refund of ours."""
    return [
        (row.kind, str(row.gross), str(row.fee), "payment" if row.payment else "refund" if row.refund else "")
        for row in BalanceLine.objects.order_by("pk")
    ]


def adds_up():
    return [payout.lines_sum == payout.amount for payout in Payout.objects.with_sum().exclude(read_at=None)]


@pytest.fixture
def paid(till):
    """One place of three is paid back."""
    booking = till.paid_booking(3)
    till.stripe.refund_in_dashboard(booking.payments.get().session_id, 7500)
    till.run_due()
    return booking


def test_a_payout_is_kept_with_its_lines(till, paid):
    till.stripe.pay_out()
    assert read(till) == 1
    payout = Payout.objects.get()
    assert (str(payout.amount), payout.currency, payout.state) == ("146.42", "GBP", "paid")
    assert (payout.read_at, payout.made_at) == (till.now, till.now)
    assert sorted(lines()) == [(B.CHARGE, "225.00", "3.58", "payment"), (B.REFUND, "-75.00", "0.00", "refund")]
    assert BalanceLine.objects.get(kind=B.CHARGE).payment == Payment.objects.get()
    assert BalanceLine.objects.get(kind=B.REFUND).refund == Refund.objects.get()
    assert adds_up() == [True]


def test_a_payout_is_read_once(till, paid):
    till.stripe.pay_out()
    read(till)
    asked = len(till.stripe.requests)
    assert (read(till), BalanceLine.objects.count()) == (0, 2)
    assert till.stripe.requests[asked:] == ["get /v1/payouts"]


def test_what_is_not_from_here_is_kept_without_a_payment(till):
    till.stripe.takes_elsewhere(1000)
    till.stripe.pay_out()
    read(till)
    assert lines() == [(B.CHARGE, "10.00", "0.20", "")]


def test_a_dispute_takes_its_sum_and_a_fee(till):
    booking = till.paid_booking()
    till.stripe.pay_out()
    till.stripe.dispute(booking.payments.get().session_id)
    till.stripe.pay_out()
    read(till)
    assert (B.DISPUTE, "-75.00", "20.00", "payment") in lines()
    assert sorted(str(payout.amount) for payout in Payout.objects.all()) == ["-95.00", "73.68"]
    assert adds_up() == [True, True]


def test_a_payout_that_comes_back_is_in_the_next(till):
    till.paid_booking()
    first = till.stripe.pay_out()
    read(till)
    till.stripe.payout_comes_back(first["id"])
    till.stripe.pay_out()
    assert read(till) == 2
    assert {row.state for row in Payout.objects.all()} == {"failed", "paid"}
    assert (B.OTHER, "73.68", "0.00", "") in lines()
    assert adds_up() == [True, True]


def test_a_payout_asked_for_by_hand_has_no_lines(till):
    till.paid_booking()
    till.stripe.pay_out(automatic=False)
    assert read(till) == 1
    assert (Payout.objects.get().read_at, lines()) == (None, [])


def test_a_payout_is_read_when_stripe_has_closed_it(till):
    till.paid_booking()
    payout = till.stripe.pay_out()
    payout["reconciliation_status"] = "in_progress"
    assert (read(till), lines()) == (1, [])
    payout["reconciliation_status"] = "completed"
    assert (read(till), len(lines())) == (1, 1)


def test_more_lines_than_stripe_lists_at_once(till):
    for pounds in range(1, 252):
        till.stripe.takes_elsewhere(pounds * 100)
    till.stripe.pay_out()
    read(till)
    assert (BalanceLine.objects.count(), adds_up()) == (251, [True])


def test_old_payouts_are_not_asked_for(till):
    till.stripe.pay_out()
    till.wait(seconds=LOOK_BACK.total_seconds() + 1)
    assert (read(till), Payout.objects.exists()) == (0, False)


@pytest.mark.parametrize("kind", ["down", "500", "lost"])
def test_stripe_in_trouble_leaves_no_half_of_a_payout(till, paid, kind):
    till.stripe.pay_out()
    till.stripe.troubles = [Trouble(kind, times=2, only="balance_transactions")]
    with pytest.raises(errors.PaymentsDown):
        read(till)
    assert (Payout.objects.get().read_at, lines()) == (None, [])
    till.stripe.troubles = []
    assert (read(till), adds_up(), len(lines())) == (1, [True], 2)


def test_a_refund_that_nobody_told_of_is_found_when_its_payout_is_read(till):
    booking = till.paid_booking()
    till.stripe.refund_in_dashboard(booking.payments.get().session_id, 2500)
    till.stripe.pay_out()
    read(till)
    refund = Refund.objects.get()
    assert (str(refund.amount), refund.cause) == ("25.00", RefundCause.STRIPE)
    assert BalanceLine.objects.get(kind=B.REFUND).refund == refund


def test_a_refund_that_a_bank_sent_back_weeks_later_is_found_too(till, paid):
    till.wait(days=20)
    till.stripe.refund_comes_back(Refund.objects.get().stripe_id)
    till.stripe.pay_out()
    read(till)
    assert Refund.objects.get().state == RefundState.FAILED
    assert books_less_payouts(till) == {}


def test_a_payout_that_stripe_refuses_to_list_does_not_hold_up_the_others(till):
    for _ in range(2):
        till.stripe.takes_elsewhere(1000)
        newest = till.stripe.pay_out()
    till.stripe.troubles = [Trouble("400", only="balance_transactions")]
    assert read(till) == 2
    assert Payout.objects.get(read_at=None).stripe_id == newest["id"]
    assert (read(till), adds_up()) == (1, [True, True])


STEPS = 13
"""Questions to Stripe, writes and commits of `read` for a refund that nobody told of, and one more that comes too
late."""


def unread(till) -> None:
    booking = till.paid_booking()
    till.stripe.refund_in_dashboard(booking.payments.get().session_id, 2500)
    till.stripe.pay_out()


def test_payouts_are_read_in_as_many_steps_as_are_killed(till):
    unread(till)
    killer = Killer(0, after=False)
    dying(till, killer, lambda: read(till))
    assert killer.step == STEPS - 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_while_payouts_are_read(till, step, after):
    unread(till)
    dying(till, Killer(step, after=after), lambda: read(till))
    read(till)
    assert (adds_up(), sorted(lines())) == (
        [True],
        [(B.CHARGE, "75.00", "1.32", "payment"), (B.REFUND, "-25.00", "0.00", "refund")],
    )
    assert books_less_payouts(till) == {}


def books_less_payouts(till) -> dict[str, Decimal]:
    """By how many pounds the lines of the books, less fees, and what is not from here differ from what was sent."""
    left = {row.stripe_id: -row.amount for row in Payout.objects.all()}
    for line in BalanceLine.objects.filter(payment=None, refund=None).select_related("payout"):
        left[line.payout.stripe_id] += line.gross - line.fee
    for entry in entries(Event.objects.all(), Period(NOW.date(), till.now.date())):
        if entry.payout:
            left[entry.payout] += entry.amount - (entry.fee or 0)
    return {name: pounds for name, pounds in left.items() if pounds}


DEEDS = ("pay", "pay", "pay", "refund", "refund fails", "dispute", "dispute is won", "elsewhere", "pay out", "read")


@pytest.mark.parametrize("seed", range(10))
def test_the_books_add_up_to_the_payouts_to_the_penny(till, seed):
    """Whatever happens in whatever order, all that was paid out is the payments less refunds, disputes and fees."""
    chance = random.Random(seed)
    till.event.capacity = None
    till.event.save()
    for _ in range(25):
        do(till, chance.choice(DEEDS), chance)
    till.stripe.pay_out()
    read(till)
    assert set(adds_up()) == {True}
    assert books_less_payouts(till) == {}
    charged = BalanceLine.objects.filter(kind=B.CHARGE, payment__isnull=False)
    assert sum(line.gross for line in charged) == sum(row.amount for row in Payment.objects.received())


def do(till, deed, chance) -> None:
    fresh = list(Payment.objects.received().filter(refunds=None, disputed_at=None))
    if deed == "pay":
        till.paid_booking(chance.randint(1, 4))
    elif deed == "refund" and fresh:
        till.stripe.refund_in_dashboard(chance.choice(fresh).session_id, chance.randint(1, 7500))
    elif deed == "dispute" and fresh:
        till.stripe.dispute(chance.choice(fresh).session_id)
        till.run_due()
    elif deed == "dispute is won":
        for payment in Payment.objects.filter(dispute_state="needs_response"):
            till.stripe.dispute_is_won(payment.session_id)
        till.run_due()
    elif deed == "refund fails":
        for row in [row for row in till.stripe.refunds.values() if row["status"] != "failed"][:1]:
            till.stripe.refund_comes_back(row["id"])
        till.run_due()
    elif deed == "elsewhere":
        till.stripe.takes_elsewhere(chance.randint(30, 9999))
    elif deed == "pay out":
        till.stripe.pay_out()
    else:
        read(till)
