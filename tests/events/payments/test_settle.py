import datetime as dt
import itertools
from decimal import Decimal

import pytest

from events.booking.bookings import cancel_places
from events.booking.deadlines import end_overdue
from events.booking.journal import By
from events.choices import BookingState, MessageKind, PaymentState, PriceKind, RefundCause
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking
from events.models.messages import Message
from events.models.payments import Payment, Refund
from events.payments.balance import balance
from events.payments.credit_places import credits_paid, pay_with_credits, return_credits
from events.payments.invoices import invoice_booking
from events.payments.time_credits import adjust, balance_of
from tests.factories.bookings import book
from tests.factories.invoices import PAYER
from tests.factories.payments import make_code
from tests.factories.time_credits import by_staff, make_account


def state_of(booking: Booking) -> str:
    return Booking.objects.values_list("state", flat=True).get(pk=booking.pk)


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def owing(till) -> Booking:
    """A booking of somebody who speaks Welsh, and an invoice for it to another address."""
    till.event.takes_invoices = True
    till.event.save()
    booking = till.book(language="cy")
    invoice_booking(booking.pk, payer=PAYER, now=till.now, by=By.booker())
    return Booking.objects.get(pk=booking.pk)


def test_settle_confirms_a_paid_booking_once(till):
    booking = till.book(2)
    page = till.open_page(booking)
    assert (state_of(booking), kinds()) == (BookingState.HELD, [])
    till.stripe.pay(page)
    for _ in range(3):
        till.settle(page)
    assert state_of(booking) == BookingState.CONFIRMED
    assert Attendee.objects.confirmed().count() == 2
    assert kinds() == [MessageKind.CONFIRMATION]
    found = balance(booking)
    assert (found.price, found.paid, found.is_settled) == (Decimal("150.00"), Decimal("150.00"), True)


def test_settle_of_an_open_page_changes_nothing(till):
    booking = till.book()
    page = till.open_page(booking)
    till.settle(page)
    assert state_of(booking) == BookingState.HELD
    assert Payment.objects.get().state == PaymentState.OPEN


def test_settle_of_an_unknown_page_is_nothing(till):
    other = till.open_page(till.book())
    Payment.objects.all().delete()
    assert till.settle(other) is None


def test_settle_finds_the_payment_of_a_page_whose_name_was_never_written_down(till):
    booking = till.book()
    page = till.open_page(booking)
    Payment.objects.update(session_id=None)
    till.stripe.pay(page)
    till.settle(page)
    assert state_of(booking) == BookingState.CONFIRMED


def test_places_of_an_open_page_are_not_freed_by_the_clock(till):
    booking = till.book(3)
    till.open_page(booking)
    till.wait(days=2)
    assert end_overdue(till.now) == 0
    assert Attendee.objects.claiming(till.now).count() == 3


def test_settle_frees_the_places_of_a_page_that_closed_by_itself(till):
    booking = till.book(3)
    page = till.open_page(booking)
    till.wait(minutes=41)
    till.settle(page)
    assert state_of(booking) == BookingState.EXPIRED
    assert Payment.objects.get().state == PaymentState.EXPIRED
    assert till.rival(3).state == BookingState.CONFIRMED


def test_a_freed_place_goes_to_the_queue(till):
    page = till.open_page(till.book(3))
    waiting = till.book(joins_waitlist=True)
    till.wait(minutes=41)
    till.settle(page)
    assert state_of(waiting) == BookingState.OFFERED


def test_a_bank_debit_keeps_its_places_for_days(till):
    booking = till.book(3)
    page = till.open_page(booking)
    till.stripe.pay_later(page)
    till.settle(page)
    till.wait(days=6)
    end_overdue(till.now)
    assert (Payment.objects.get().state, state_of(booking)) == (PaymentState.PENDING, BookingState.HELD)
    till.stripe.bank_says(page, yes=True)
    till.settle(page)
    assert state_of(booking) == BookingState.CONFIRMED


def test_a_bank_that_says_no_leaves_a_day_to_pay_again(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay_later(page)
    till.stripe.bank_says(page, yes=False)
    till.deliver_all()
    till.deliver_all()
    assert (Payment.objects.get().state, state_of(booking)) == (PaymentState.FAILED, BookingState.HELD)
    assert kinds() == [MessageKind.PAYMENT_FAILED]
    booking.refresh_from_db()
    assert booking.deadline_at == till.now + dt.timedelta(hours=24)
    again = till.open_page(booking)
    till.stripe.pay(again)
    till.settle(again)
    assert state_of(booking) == BookingState.CONFIRMED


def late(till, size: int = 1, **wishes) -> tuple[Booking, str]:
    """A booking whose places others could have by now, and whose page was paid at the last moment."""
    booking = till.book(size, **wishes)
    page = till.open_page(booking)
    till.stripe.pay(page)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.EXPIRED, deadline_at=None, ended_at=till.now)
    booking.attendees.update(claimed_until=None)
    return booking, page


def test_money_that_comes_late_still_gets_a_place_while_there_is_one(till):
    booking, page = late(till)
    till.settle(page)
    assert state_of(booking) == BookingState.CONFIRMED
    assert not Refund.objects.exists()


def test_money_that_comes_when_a_rival_has_the_last_place_goes_back(till):
    booking, page = late(till)
    till.rival(3)
    for _ in range(2):
        till.settle(page)
    assert state_of(booking) == BookingState.EXPIRED
    refund = Refund.objects.get()
    assert (refund.amount, refund.cause) == (Decimal("75.00"), RefundCause.LATE)
    assert kinds() == [MessageKind.CONFIRMATION, MessageKind.PAID_TOO_LATE]
    assert Attendee.objects.claiming(till.now).count() == 3


def test_who_waits_comes_before_money_that_is_late(till):
    booking, page = late(till, 3)
    waiting = book(till.event, 3, now=till.now)
    cancel_places(waiting.pk, now=till.now, by=By.system())
    Booking.objects.filter(pk=waiting.pk).update(state=BookingState.WAITING, joined_at=till.now, ended_at=None)
    waiting.attendees.update(cancelled_at=None)
    till.settle(page)
    assert (state_of(waiting), state_of(booking)) == (BookingState.OFFERED, BookingState.EXPIRED)
    assert Refund.objects.get().amount == Decimal("225.00")


def readers() -> list[tuple[str, str, str]]:
    """Who was written to about a payment, and in which language."""
    about = [MessageKind.PAYMENT_FAILED, MessageKind.PAID_TOO_LATE]
    rows = Message.objects.filter(kind__in=about).order_by("pk")
    return list(rows.values_list("kind", "to_email", "language"))


def paid_after_all(till, booking) -> str:
    """Stripe said that the page is closed, the booking was cancelled, and now Stripe says that the page was paid."""
    page = till.open_page(booking)
    Payment.objects.update(state=PaymentState.EXPIRED)
    cancel_places(booking.pk, now=till.now, by=By.system())
    Payment.objects.update(state=PaymentState.OPEN)
    till.stripe.pay(page)
    return page


def test_a_late_payment_of_an_invoice_is_told_to_whoever_paid_and_to_the_booker(till, owing):
    page = paid_after_all(till, owing)
    for _ in range(2):
        till.settle(page)
    assert Refund.objects.get().cause == RefundCause.LATE
    assert readers() == [
        (MessageKind.PAID_TOO_LATE, PAYER.email, "cy"),
        (MessageKind.PAID_TOO_LATE, owing.email, "cy"),
    ]


def test_a_booker_who_pays_the_invoice_hears_of_it_once(till, owing):
    owing.invoices.update(payer_email=owing.email.upper())
    page = paid_after_all(till, owing)
    till.settle(page)
    assert readers() == [(MessageKind.PAID_TOO_LATE, owing.email.upper(), "cy")]


def test_a_bank_that_says_no_to_an_invoice_is_told_to_whoever_pays_it(till, owing):
    page = till.open_page(owing)
    till.stripe.pay_later(page)
    till.stripe.bank_says(page, yes=False)
    for _ in range(2):
        till.deliver_all()
    assert readers() == [(MessageKind.PAYMENT_FAILED, PAYER.email, "cy")]
    assert (state_of(owing), balance(owing).due) == (BookingState.CONFIRMED, Decimal("75.00"))


STEPS = ("ends", "credits return", "credits go elsewhere", "money is seen")


@pytest.mark.parametrize("order", list(itertools.permutations(STEPS)), ids=", ".join)
def test_late_money_takes_its_credits_again_or_goes_back(till, order):
    """A place for £75 and two time credits is paid at the last moment. Whatever comes first: either the place is
    confirmed, with money and credits, or both are back."""
    issuer = till.event.host
    till.event.ticket_types.update(price_kind=PriceKind.CREDITS_AND_MONEY, credits=2)
    account = make_account(issuer, 2)
    booking = till.book()
    pay_with_credits(booking.pk, account, now=till.now, by=By.booker())
    page = till.open_page(booking)
    till.stripe.pay(page)

    def end() -> None:
        if state_of(booking) == BookingState.HELD:
            Booking.objects.filter(pk=booking.pk).update(
                state=BookingState.EXPIRED, deadline_at=None, ended_at=till.now
            )
            booking.attendees.update(claimed_until=None)

    def go_elsewhere() -> None:
        if left := balance_of(account):
            adjust(account, number=-left, now=till.now, by=by_staff("Spent elsewhere"))

    acts = (end, lambda: return_credits(till.now), go_elsewhere, lambda: till.settle(page))
    steps = dict(zip(STEPS, acts, strict=True))
    for name in order:
        steps[name]()
    for _ in range(2):
        till.settle(page)
        till.run_due()
        return_credits(till.now)

    person = booking.attendees.get()
    spent = credits_paid([person]).get(person.pk, 0)
    went_back = [row.amount for row in Refund.objects.all()]
    if order == STEPS:
        assert (state_of(booking), spent, went_back) == (BookingState.EXPIRED, 0, [Decimal("75.00")])
        assert Message.objects.get(kind=MessageKind.PAID_TOO_LATE).context["without_credits"] is True
    else:
        assert (state_of(booking), spent, went_back) == (BookingState.CONFIRMED, 2, [])
        assert kinds() == [MessageKind.CONFIRMATION]


def test_credits_that_were_taken_again_in_vain_are_returned(till):
    till.event.ticket_types.update(price_kind=PriceKind.CREDITS_AND_MONEY, credits=2)
    account = make_account(till.event.host, 2)
    booking = till.book()
    pay_with_credits(booking.pk, account, now=till.now, by=By.booker())
    page = till.open_page(booking)
    till.stripe.pay(page)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.EXPIRED, deadline_at=None, ended_at=till.now)
    booking.attendees.update(claimed_until=None)
    return_credits(till.now)
    till.rival(3)
    till.settle(page)
    assert (state_of(booking), Refund.objects.get().amount) == (BookingState.EXPIRED, Decimal("75.00"))
    assert (return_credits(till.now), return_credits(till.now), balance_of(account)) == (1, 0, 2)
    assert Message.objects.get(kind=MessageKind.PAID_TOO_LATE).context == {"amount": "75.00"}


def test_money_for_a_cancelled_event_goes_back(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.event.date_state = "cancelled"
    till.event.save()
    till.settle(page)
    assert (state_of(booking), Refund.objects.get().cause) == (BookingState.EXPIRED, RefundCause.LATE)
    assert not Attendee.objects.claiming(till.now).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_total", 1),
        ("currency", "usd"),
        ("mode", "subscription"),
        ("livemode", True),
        ("client_reference_id", "AAAA-AAAA"),
    ],
)
def test_settle_refuses_a_page_that_is_for_something_else(till, field, value):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.stripe.sessions[page][field] = value
    for _ in range(2):
        till.settle(page)
    assert (state_of(booking), Payment.objects.get().state) == (BookingState.HELD, PaymentState.OPEN)
    assert AuditEntry.objects.filter(action="payment.mismatch").count() == 1


def test_settle_refuses_a_page_of_another_account(till):
    """The key was changed to that of another account, in which a page of the same name was paid."""
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    Payment.objects.update(account="acct_before")
    till.settle(page)
    assert (state_of(booking), Payment.objects.get().state) == (BookingState.HELD, PaymentState.OPEN)
    assert AuditEntry.objects.get(action="payment.mismatch").detail["differs"] == "account"


def test_money_that_comes_when_others_have_used_the_discount_goes_back(till):
    make_code(till.event, limit=1)
    booking, page = late(till, discount="friends")
    till.book(discount="friends")
    till.settle(page)
    assert (state_of(booking), Refund.objects.get().amount) == (BookingState.EXPIRED, Decimal("65.00"))


def test_money_beyond_the_price_goes_back(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    booking.attendees.update(price="50.00")
    till.settle(page)
    assert state_of(booking) == BookingState.CONFIRMED
    refund = Refund.objects.get()
    assert (refund.amount, refund.cause) == (Decimal("25.00"), RefundCause.TWICE)
