import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from events.choices import BookingState, DiscountKind, PaymentMethod, PaymentState, RefundState
from events.models.bookings import Attendee, Booking
from events.models.payments import Payment, Refund
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation
from tests.factories.payments import make_code, make_payment, make_refund

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def booking(db) -> Booking:
    return book(make_event(host=make_organisation()))


def test_a_booking_has_one_undecided_payment(booking):
    make_payment(booking, state=PaymentState.OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_payment(booking, state=PaymentState.PENDING)
    make_payment(booking, state=PaymentState.PAID)
    assert [row.state for row in Payment.objects.undecided()] == [PaymentState.OPEN]
    assert [row.state for row in Payment.objects.received()] == [PaymentState.PAID]


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_money_is_never_nothing_or_less(booking, amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_payment(booking, amount)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_refund(make_payment(booking), amount)


@pytest.mark.parametrize(
    "facts",
    [
        {"due_at": NOW + MINUTE},
        {"leased_until": NOW + MINUTE},
        {"state": RefundState.PENDING},
        {"state": RefundState.FAILED},
    ],
)
def test_refunds_that_are_not_due(booking, facts):
    make_refund(make_payment(booking), **{"state": RefundState.DUE, **facts})
    assert list(Refund.objects.due(NOW, clock=NOW)) == []


def test_refunds_that_are_due_go_through_stripe(booking):
    due = make_refund(make_payment(booking), state=RefundState.DUE, leased_until=NOW)
    make_refund(make_payment(booking, method=PaymentMethod.TRANSFER), state=RefundState.DUE)
    assert list(Refund.objects.due(NOW, clock=NOW)) == [due]


def test_a_code_is_the_same_in_any_spelling(booking):
    code = make_code(booking.event, "  Early Bird ")
    assert (code.code, code.code_key) == ("Early Bird", "earlybird")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_code(booking.event, "EARLYBIRD")
    make_code(make_event("other", host=make_organisation("other")), "EARLYBIRD")


def test_a_code_needs_a_code_or_addresses(booking):
    make_code(booking.event, "", members="example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_code(booking.event, "", members="")


def test_a_code_takes_at_most_all(booking):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_code(booking.event, amount="100.01", kind=DiscountKind.PERCENT)


def test_uses_are_the_live_places_that_have_the_code(booking):
    code = make_code(booking.event)
    booking.attendees.update(discount_code=code)
    assert code.uses(NOW) == 1
    booking.attendees.update(cancelled_at=NOW, claimed_until=None)
    assert code.uses(NOW) == 0


def test_a_hold_gives_its_use_back_when_the_clock_ends_it(booking):
    Attendee.objects.update(discount_code=make_code(booking.event))
    Booking.objects.update(state=BookingState.HELD, deadline_at=NOW + MINUTE)
    code = booking.event.discount_codes.get()
    assert (code.uses(NOW), code.uses(NOW + MINUTE)) == (1, 0)
    Booking.objects.update(state=BookingState.EXPIRED, deadline_at=None)
    assert code.uses(NOW) == 0
