"""The process is stopped between any two steps of paying and of paying back; afterwards everything is as it should be.

Each request to Stripe is a step that may not be reached, or whose answer may be lost; each commit of the database is
one after which nothing more of ours may run.
"""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import connection

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingState, MessageKind, PaymentState, RefundState
from events.models.bookings import Attendee, Booking
from events.models.messages import Message
from events.models.payments import Payment, Refund
from events.payments.balance import balance
from events.payments.debts import remind
from events.payments.invoices import correct_invoices, invoice_booking
from events.payments.received import receive_transfer
from events.payments.refunds import cancel
from tests.factories.invoices import PAYER
from tests.factories.time_credits import by_staff
from tests.fakes.stripe_standin import Lost


class Killed(BaseException):
    """The process is gone: nothing catches this."""


class Killer:
    """Ends the process at step number `at`: before the step, or after it when `after` is set."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.at, self.after, self.step = at, after, 0

    def __call__(self, do):
        def done(*args, **kwargs):
            self.step += 1
            if self.step == self.at and not self.after:
                raise Killed
            result = do(*args, **kwargs)
            if self.step == self.at:
                raise Killed
            return result

        return done


def dying(till, killer, act) -> None:
    """Do it with a process that dies on the way. The database takes back what was not committed."""
    handle = till.stripe.handle

    def write(execute, sql, params, many, context):
        is_write = sql.startswith(("INSERT", "UPDATE", "DELETE", "RELEASE"))
        return killer(execute)(sql, params, many, context) if is_write else execute(sql, params, many, context)

    till.stripe.handle = killer(handle)
    try:
        with connection.execute_wrapper(write):
            act()
    except (Killed, Lost):
        pass
    finally:
        till.stripe.handle = handle


PAYING_STEPS, REFUND_STEPS = 20, 17
"""Requests, writes and commits of `pay` and `cancel_and_send`: a kill at each, and one that comes too late."""


def pay(till, booking) -> None:
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.settle(page)


def cancel_and_send(till, booking) -> None:
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    till.run_due()


@pytest.mark.parametrize(
    ("act", "prepare", "steps"),
    [(pay, "book", PAYING_STEPS), (cancel_and_send, "paid_booking", REFUND_STEPS)],
)
def test_money_moves_in_as_many_steps_as_are_killed(till, act, prepare, steps):
    booking, killer = getattr(till, prepare)(), Killer(0, after=False)
    dying(till, killer, lambda: act(till, booking))
    assert killer.step == steps - 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(1, PAYING_STEPS + 1))
def test_killed_while_somebody_pays(till, step, after):
    booking = till.book()
    dying(till, Killer(step, after=after), lambda: pay(till, booking))
    till.wait(minutes=2)
    till.run_due()
    till.wait(minutes=60)
    till.run_due()
    booking.refresh_from_db()
    took_money = sum(intent["amount"] for intent in till.stripe.intents.values())
    assert balance(booking).paid * 100 == took_money
    if took_money:
        assert booking.state == BookingState.CONFIRMED
        assert Message.objects.count() == 1
    else:
        assert booking.state in (BookingState.EXPIRED, BookingState.HELD)
        assert not Payment.objects.filter(state=PaymentState.OPEN).exists()
        assert not [row for row in till.stripe.sessions.values() if row["status"] == "open"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(1, REFUND_STEPS + 1))
def test_killed_while_money_goes_back(till, step, after):
    booking = till.paid_booking()
    dying(till, Killer(step, after=after), lambda: cancel_and_send(till, booking))
    cancel(booking.pk, now=till.now, by=By.booker(), gateway=till.gateway)
    till.wait(minutes=5)
    till.run_due()
    assert Booking.objects.get().state == BookingState.CANCELLED
    assert list(Refund.objects.values_list("amount", "state")) == [(Decimal("75.00"), RefundState.DONE)]
    assert [row["amount"] for row in till.stripe.refunds.values()] == [7500]
    assert not Attendee.objects.claiming(till.now).exists()


INVOICE_STEPS = 37
"""Writes and commits of `keep_books`: a kill before each of them, and one more that comes too late."""


def keep_books(till, booking) -> None:
    """An invoice for two, a credit note for one of them, a part of the money, and a reminder on the day it is due."""
    invoice = invoice_booking(booking.pk, payer=PAYER, now=till.now, by=By.booker())
    gone = booking.attendees.order_by("position").last()
    cancel_places(booking.pk, attendee_ids=[gone.pk], now=till.now, by=By.booker())
    correct_invoices(till.now)
    paid = {"amount": Decimal(25), "reference": "Sample", "key": uuid.UUID(int=1), "paid_at": till.now}
    receive_transfer(booking.pk, **paid, now=till.now, by=by_staff())
    remind(dt.datetime.combine(invoice.due_on, dt.time(9), tzinfo=dt.UTC))


@pytest.fixture
def owing(till) -> Booking:
    till.event.takes_invoices = True
    till.event.save()
    by_staff()
    return till.book(2)


def test_invoices_are_kept_in_as_many_steps_as_are_killed(till, owing):
    killer = Killer(0, after=False)
    dying(till, killer, lambda: keep_books(till, owing))
    assert killer.step == INVOICE_STEPS - 1


@pytest.mark.parametrize("step", range(1, INVOICE_STEPS + 1))
def test_killed_while_invoices_are_kept(till, owing, step):
    dying(till, Killer(step, after=False), lambda: keep_books(till, owing))
    for _ in range(2):
        keep_books(till, owing)
    assert list(owing.invoices.order_by("pk").values_list("name", "total")) == [
        ("INV-0001", Decimal("150.00")),
        ("CN-0001", Decimal("75.00")),
    ]
    assert list(Payment.objects.values_list("amount", "state")) == [(Decimal("25.00"), PaymentState.PAID)]
    assert sorted(Message.objects.values_list("kind", flat=True)) == [
        MessageKind.CANCELLATION,
        MessageKind.CONFIRMATION,
        MessageKind.CREDIT_NOTE,
        MessageKind.INVOICE,
        MessageKind.INVOICE_REMINDER,
    ]
    assert balance(owing).due == Decimal("50.00")
