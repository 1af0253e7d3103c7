"""Money that people write down, each sum once and never more than is due."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils.translation import override

from events import errors
from events.booking.bookings import cancel_places
from events.booking.deadlines import end_overdue
from events.booking.holds import begin_hold
from events.booking.journal import By
from events.choices import BookingState, PayBy, PaymentMethod, PaymentState, RefundState
from events.models.audit import AuditEntry
from events.models.payments import Payment
from events.payments.balance import balance
from events.payments.invoices import Payer, invoice_booking
from events.payments.received import (
    DoorMethod,
    pay_at_door,
    receive_transfer,
    reference_text,
    strike_out,
    take_at_door,
)
from tests.factories.bookings import book
from tests.factories.events import NOW
from tests.factories.invoices import paid_event
from tests.factories.payments import make_payment, make_refund
from tests.factories.time_credits import by_staff

ONE = uuid.UUID(int=1)


@pytest.fixture
def booking(db):
    return book(paid_event(takes_at_door=True), 2)


def take(booking, amount="75.00", *, key=ONE, method=DoorMethod.CASH, **options):
    return take_at_door(
        booking.pk, amount=Decimal(amount), method=method, client_id=key, now=NOW, by=by_staff(), **options
    )


def test_take_at_door_writes_down_a_part(booking):
    payment = take(booking, method=DoorMethod.MACHINE, device="Front door")
    assert (payment.method, payment.reference, payment.paid_at) == (
        PaymentMethod.DOOR,
        "Card machine · Front door",
        NOW,
    )
    assert payment.recorded_by.username == "sample-treasurer"
    assert (balance(booking).paid, balance(booking).due) == (75, 75)


def test_take_at_door_counts_one_press_once(booking):
    assert take(booking) == take(booking)
    assert AuditEntry.objects.filter(action="payment.received").count() == 1


@pytest.mark.parametrize("amount", ["0", "-1", "150.01", "0.001", "NaN", "Infinity", "1e9"])
def test_take_at_door_refuses_what_cannot_be(booking, amount):
    with pytest.raises(errors.WrongAmount) as refused:
        take(booking, amount)
    assert str(refused.value) == "Write down an amount above nought and up to what is due, which is £150.00."
    assert Payment.objects.count() == 0


def test_strike_out_takes_back_a_mistake_once(booking):
    payment = take(booking)
    for _ in range(2):
        strike_out(payment.pk, now=NOW, by=by_staff("Another booking"))
    payment.refresh_from_db()
    assert (payment.state, payment.ended_at, balance(booking).due) == (PaymentState.VOID, NOW, 150)
    entry = AuditEntry.objects.get(action="payment.struck_out")
    assert (entry.reason, entry.detail["amount"]) == ("Another booking", "75.00")


def test_strike_out_needs_a_reason(booking):
    with pytest.raises(errors.ReasonNeeded):
        strike_out(take(booking).pk, now=NOW, by=by_staff(" "))


def test_strike_out_leaves_what_stripe_has_or_what_goes_back(booking):
    promised, card = take(booking), make_payment(booking)
    make_refund(promised, "5", state=RefundState.DUE)
    for payment in (promised, card):
        with pytest.raises(errors.TransitionRefused):
            strike_out(payment.pk, now=NOW, by=by_staff("A mistake"))
    assert balance(booking).paid == 150


def test_take_at_door_refuses_whoever_has_no_place(booking):
    cancel_places(booking.pk, now=NOW, by=By.booker())
    with pytest.raises(errors.TransitionRefused):
        take(booking)


def test_receive_transfer_keeps_the_banks_day_and_reference(booking):
    day = NOW - dt.timedelta(days=2)
    payment = receive_transfer(
        booking.pk, amount=Decimal(150), reference="BACS 1", key=ONE, paid_at=day, now=NOW, by=by_staff()
    )
    assert (payment.method, payment.reference, payment.paid_at) == (PaymentMethod.TRANSFER, "BACS 1", day)
    assert balance(booking).is_settled


def test_pay_at_door_confirms_a_hold_once(db):
    event = paid_event(takes_at_door=True)
    held = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    first = pay_at_door(held.pk, now=NOW, by=By.booker())
    second = pay_at_door(held.pk, now=NOW, by=By.booker())
    assert (first.state, second.pay_by) == (BookingState.CONFIRMED, PayBy.DOOR)
    assert AuditEntry.objects.filter(booking=held, action="booking.confirmed").count() == 1


def test_pay_at_door_needs_an_event_that_allows_it(db):
    event = paid_event()
    held = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    with pytest.raises(errors.PayAtDoorRefused):
        pay_at_door(held.pk, now=NOW, by=By.booker())


def as_invoice(pk, now):
    payer = Payer(organisation="Sample Health Board", email="finance@example.org")
    return invoice_booking(pk, payer=payer, now=now, by=By.booker())


def at_door(pk, now):
    return pay_at_door(pk, now=now, by=By.booker())


@pytest.mark.parametrize("promise", [as_invoice, at_door])
def test_a_promise_to_pay_does_not_stand_for_an_approval(db, promise):
    event = paid_event(takes_at_door=True, needs_approval=True, approval_hours=2)
    request = book(event)
    later = NOW + dt.timedelta(hours=3)
    end_overdue(later)
    with pytest.raises(errors.HoldExpired):
        promise(request.pk, later)
    request.refresh_from_db()
    assert request.state == BookingState.EXPIRED


@pytest.mark.parametrize("promise", [as_invoice, at_door])
def test_who_was_too_slow_may_still_promise_to_pay_while_there_is_room(db, promise):
    slow = book(paid_event(takes_at_door=True), pay_by=PayBy.CARD)
    later = NOW + dt.timedelta(hours=3)
    end_overdue(later)
    promise(slow.pk, later)
    slow.refresh_from_db()
    assert slow.state == BookingState.CONFIRMED


def test_reference_text_is_in_the_language_of_whoever_reads_it(booking):
    with override("cy"):
        payment = take(booking, device="Phone 1")
    assert (payment.reference, reference_text(payment)) == ("Cash · Phone 1", "Cash · Phone 1")
    with override("cy"):
        assert reference_text(payment) == "Arian parod · Phone 1"
        payment.method = PaymentMethod.TRANSFER  # there the words are the bank's
        assert reference_text(payment) == "Cash · Phone 1"
