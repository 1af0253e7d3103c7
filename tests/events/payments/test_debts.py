"""What is owed on invoices, for how long, and who is reminded when."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import MessageKind
from events.models.invoices import Invoice
from events.models.messages import Message
from events.payments.debts import AgeOfDebt, debts_of, open_debts, remind, still_open
from events.payments.invoices import correct_invoices
from events.payments.received import receive_transfer
from tests.factories.events import NOW
from tests.factories.invoices import invoiced, paid_event
from tests.factories.time_credits import by_staff

DUE = dt.date(2027, 2, 10)


@pytest.fixture
def event(db):
    return paid_event()


def pay(booking, amount, key=1):
    receive_transfer(
        booking.pk,
        amount=Decimal(amount),
        reference="Sample",
        key=uuid.UUID(int=key),
        paid_at=NOW,
        now=NOW,
        by=by_staff(),
    )


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def reminders():
    keys = Message.objects.filter(kind=MessageKind.INVOICE_REMINDER).order_by("pk").values_list("dedupe_key", flat=True)
    return [key.split("-", 2)[2] for key in keys]


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, AgeOfDebt.CURRENT),
        (1, AgeOfDebt.LATE),
        (30, AgeOfDebt.LATE),
        (31, AgeOfDebt.OVER_30),
        (60, AgeOfDebt.OVER_30),
        (61, AgeOfDebt.OVER_60),
        (91, AgeOfDebt.OVER_90),
    ],
)
def test_debts_of_tells_the_age(event, days, age):
    _, invoice = invoiced(event)
    (debt,) = debts_of([invoice], today=DUE + dt.timedelta(days=days))
    assert (debt.open, debt.age) == (75, age)


def test_debts_of_counts_payments_and_credit_notes_once(event):
    booking, invoice = invoiced(event, 3)
    pay(booking, "100.00")
    cancel_places(booking.pk, attendee_ids=[booking.attendees.first().pk], now=NOW, by=By.booker())
    correct_invoices(NOW)
    (debt,) = debts_of([invoice], today=DUE)
    assert (debt.credited, debt.paid, debt.open) == (75, 100, 50)


def test_debts_of_pays_the_oldest_first(event):
    booking, first = invoiced(event)
    booking.attendees.update(price=Decimal("95.00"))
    correct_invoices(NOW + dt.timedelta(days=1))
    pay(booking, "80.00")
    second = Invoice.objects.get(name="INV-0002")
    assert [debt.open for debt in debts_of([first, second], today=DUE)] == [0, 15]


def test_still_open_leaves_out_what_is_paid(event):
    paid, _ = invoiced(event)
    _, invoice = invoiced(event)
    pay(paid, "75.00")
    rows = still_open(Invoice.objects.all())
    assert [debt.invoice for debt in open_debts(rows, today=DUE)] == [invoice]
    assert list(rows) == [invoice]


def test_debts_of_takes_as_many_queries_for_three_as_for_one(event, django_assert_num_queries):
    invoices = [invoiced(event)[1] for _ in range(3)]
    for some in (invoices[:1], invoices):
        with django_assert_num_queries(5):
            debts_of(some, today=DUE)


def test_remind_writes_before_at_and_after_the_day_each_once(event):
    invoiced(event)
    for days in (-4, -3, -2, 0, 1, 7, 8, 21, 40):
        day = DUE + dt.timedelta(days=days)
        remind(at(day))
        remind(at(day, 15))
    assert reminders() == ["before", "due", "late", "very-late"]


def test_remind_says_one_thing_after_a_long_sleep(event):
    invoiced(event)
    assert (remind(at(DUE + dt.timedelta(days=10))), reminders()) == (1, ["late"])


def test_remind_leaves_those_who_have_paid_alone(event):
    booking, _ = invoiced(event)
    pay(booking, "75.00")
    assert remind(at(DUE)) == 0


def test_remind_leaves_it_to_people_in_the_end(event):
    invoiced(event)
    assert remind(at(DUE + dt.timedelta(days=61))) == 0
