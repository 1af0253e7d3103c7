import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from events import errors
from events.booking.journal import By
from events.choices import BookingState, RefundCause, RefundState
from events.models.bookings import Attendee
from events.models.payments import Refund
from events.payments.balance import balance
from events.payments.refunds import cancel, give_back, what_comes_back
from tests.factories.events import STARTS_AT
from tests.fakes.stripe_standin import Trouble


def by_staff(reason: str = "A kind word") -> By:
    return By.staff(User.objects.create_user("staff"), reason)


def refunds() -> list[tuple[Decimal, str, str]]:
    return list(Refund.objects.order_by("pk").values_list("amount", "cause", "state"))


def test_cancelling_one_of_three_gives_one_price_back(till):
    booking = till.paid_booking(3)
    gone = booking.attendees.all()[1]
    cancel(booking.pk, attendee_ids=[gone.pk], now=till.now, by=By.booker(), gateway=till.gateway)
    assert refunds() == [(Decimal("75.00"), RefundCause.BOOKER, RefundState.DUE)]
    till.run_due()
    assert refunds() == [(Decimal("75.00"), RefundCause.BOOKER, RefundState.DONE)]
    found = balance(booking)
    assert (found.price, found.received, found.is_settled, found.over) == (150, 150, True, 0)


def test_cancelling_five_times_while_the_webhook_arrives_gives_back_once(till):
    booking = till.paid_booking()
    for _ in range(5):
        cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
        till.run_due()
        till.deliver_all()
    assert refunds() == [(Decimal("75.00"), RefundCause.BOOKER, RefundState.DONE)]
    assert len(till.stripe.refunds) == 1


@pytest.mark.parametrize(("days", "back"), [(7, "75.00"), (3, "37.50"), (1, None)])
def test_the_policy_says_how_much_comes_back(till, days, back):
    till.event.refund_full_days, till.event.refund_part_days = 7, 2
    till.event.save()
    booking = till.paid_booking()
    till.now = STARTS_AT - dt.timedelta(days=days)
    person = booking.attendees.get()
    shown = what_comes_back(booking, [person], now=till.now)
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    assert [amount for amount, _, _ in refunds()] == ([Decimal(back)] if back else [])
    assert shown.total([person.pk]) == Decimal(back or 0)
    found = balance(booking)
    assert (found.received, found.over) == (Decimal(75) - Decimal(back or 0), 0)


def test_nothing_is_kept_or_given_back_of_what_was_never_paid(till):
    booking = till.rival()
    booking.attendees.update(price="75.00")
    till.now = STARTS_AT - dt.timedelta(days=1)
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    assert (refunds(), Attendee.objects.get().kept) == ([], 0)


def test_staff_give_back_all_after_the_policy_has_ended(till):
    booking = till.paid_booking()
    till.now = STARTS_AT - dt.timedelta(days=1)
    cancel(booking.pk, now=till.now, by=by_staff(), gateway=till.gateway, share=Decimal(1))
    assert refunds() == [(Decimal("75.00"), RefundCause.STAFF, RefundState.DUE)]


def test_give_back_makes_the_booking_cheaper(till):
    booking = till.paid_booking()
    give_back(booking.pk, amount=Decimal(20), now=till.now, by=by_staff())
    found = balance(booking)
    assert (found.price, found.received, found.due) == (55, 55, 0)


def test_give_back_needs_a_reason_and_that_much_money(till):
    booking = till.paid_booking()
    with pytest.raises(errors.ReasonNeeded):
        give_back(booking.pk, amount=Decimal(20), now=till.now, by=By.system())
    with pytest.raises(errors.RefundTooLarge):
        give_back(booking.pk, amount=Decimal("75.01"), now=till.now, by=by_staff())
    assert refunds() == []


def test_a_refund_in_the_dashboard_appears_once(till):
    booking = till.paid_booking()
    till.stripe.refund_in_dashboard(next(iter(till.stripe.sessions)), 2500)
    for _ in range(2):
        till.deliver_all()
        till.run_due()
    assert refunds() == [(Decimal("25.00"), RefundCause.STRIPE, RefundState.DONE)]
    assert balance(booking).is_settled


def test_a_place_that_was_given_back_in_the_dashboard_first_is_not_given_back_twice(till):
    booking = till.paid_booking()
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    till.stripe.refund_in_dashboard(next(iter(till.stripe.sessions)), 7500)
    till.run_due()
    assert sum(row["amount"] for row in till.stripe.refunds.values()) == 7500
    assert [state for _, _, state in refunds()] == [RefundState.FAILED, RefundState.DONE]
    assert (balance(booking).refunded, balance(booking).over) == (75, 0)


def test_a_refund_waits_while_stripe_is_down_and_is_sent_once(till):
    booking = till.paid_booking()
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    till.stripe.troubles.append(Trouble("lost", only="post /v1/refunds"))
    till.run_due()
    till.wait(minutes=2)
    till.run_due()
    assert refunds() == [(Decimal("75.00"), RefundCause.BOOKER, RefundState.DONE)]
    assert len(till.stripe.refunds) == 1
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
