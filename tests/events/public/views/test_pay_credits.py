"""Booking a place that costs time credits, alone or beside money: paid before the place is theirs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from events import errors
from events.booking.journal import By
from events.choices import BookingState, MessageKind, PayBy, PriceKind
from events.models.bookings import Attendee, Booking
from events.models.messages import Message
from events.models.payments import Payment
from events.models.time_credits import CreditCode, CreditTransfer
from events.payments.credit_codes import code_of
from events.payments.credit_places import return_credits
from events.payments.invoices import invoice_booking
from events.payments.received import pay_at_door
from events.payments.time_credits import balance_of
from tests.factories.invoices import PAYER, make_seller
from tests.factories.time_credits import make_account
from tests.paying import stripe  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"
OWNER = "sample.helper@example.org"
ME = {"name": "Sam Sample", "email": OWNER}
CREDITS = {"price_kind": PriceKind.TIME_CREDITS, "credits": 2}
BOTH = {"price_kind": PriceKind.CREDITS_AND_MONEY, "credits": 2, "price": "5.00"}


@pytest.fixture
def issuer(db):
    return make_seller()


@pytest.fixture
def account(issuer):
    return make_account(issuer, 5, now=timezone.now())


@pytest.fixture
def event(open_event, soon, issuer):
    return open_event(capacity=5, tickets=[CREDITS], host=issuer, **soon)


@pytest.fixture
def mixed(open_event, soon, issuer, stripe):  # noqa: F811
    return open_event(capacity=5, tickets=[BOTH], host=issuer, takes_invoices=True, takes_at_door=True, **soon)


def send(visitor, **typed):
    return visitor.send(visitor.open(FORM), ME | typed)


def pay(visitor, page):
    """Ask for the code, and type it."""
    page = visitor.send(page, {"email": OWNER, "step": "send"})
    return visitor.send(page, {"code": code_of(CreditCode.objects.latest("pk")), "step": "pay"})


def test_a_place_in_credits_is_held_and_leads_to_paying_with_them(visitor, event, account):
    page = send(visitor)
    booking = Booking.objects.get()
    assert page.path == f"/bookings/{booking.reference}/credits/"
    assert (page.heading, page.state) == ("Pay with time credits", "pay")
    assert (booking.state, booking.pay_by) == (BookingState.HELD, PayBy.CREDITS)
    assert page.texts(".hold p")[0].startswith("We are keeping your place until ")
    assert not Message.objects.filter(kind=MessageKind.CONFIRMATION).exists()


def test_paying_with_credits_confirms_and_shows_the_ticket(visitor, event, account):
    page = pay(visitor, send(visitor))
    assert (page.state, page.heading) == ("confirmed", "You are in. Croeso!")
    assert balance_of(account) == 3
    assert Message.objects.filter(kind=MessageKind.CONFIRMATION).count() == 1


def test_a_group_checks_before_it_pays(visitor, event, account):
    page = visitor.send(visitor.open(FORM), {"add": "1"})
    page = visitor.send(page, ME | {"p2-name": "Siân Enghraifft"})
    assert page.texts("table.price tr") == [
        "Place Price",
        "Place, 2 places 4 time credits",
        "Total, no fees added 4 time credits",
    ]
    assert page.texts("#pay button") == ["Pay with time credits"]
    assert page.texts("p.quiet")[-1].startswith("If you cancel by ")
    page = visitor.send(page, form="#pay")
    assert page.heading == "Pay with time credits"
    assert (pay(visitor, page).state, balance_of(account)) == ("confirmed", 1)


def test_too_few_credits_leave_the_places_kept(visitor, event, issuer):
    poor = make_account(issuer, 1, now=timezone.now())
    page = pay(visitor, send(visitor))
    assert page.texts(".notice--bad h2") == ["That takes 2 time credits, and the account holds 1. Nothing was changed."]
    assert (Booking.objects.get().state, balance_of(poor)) == (BookingState.HELD, 1)


def test_who_never_pays_loses_the_place_and_no_credits(visitor, event, account):
    page = send(visitor)
    later = timezone.now() + dt.timedelta(days=1)
    assert Attendee.objects.claiming(later).count() == 0
    assert page.heading == "Pay with time credits"
    assert balance_of(account) == 5


def test_asking_for_the_code_keeps_the_places_as_long_as_it_is_good(visitor, event, account):
    page = send(visitor)
    soon = timezone.now() + dt.timedelta(minutes=1)
    Booking.objects.update(deadline_at=soon)
    Attendee.objects.update(claimed_until=soon)
    visitor.send(page, {"email": OWNER, "step": "send"})
    booking = Booking.objects.get()
    assert booking.deadline_at >= CreditCode.objects.get().expires_at - dt.timedelta(minutes=1)
    assert booking.extensions == 1


def test_a_place_that_ran_out_is_begun_anew_if_it_is_free(visitor, event, account):
    page = send(visitor)
    gone = timezone.now() - dt.timedelta(minutes=1)
    Booking.objects.update(deadline_at=gone)
    Attendee.objects.update(claimed_until=gone)
    assert pay(visitor, page).state == "confirmed"


def test_a_place_that_others_have_takes_no_credits(visitor, event, account):
    page = visitor.send(send(visitor), {"email": OWNER, "step": "send"})
    gone = timezone.now() - dt.timedelta(minutes=1)
    Booking.objects.update(deadline_at=gone)
    Attendee.objects.update(claimed_until=gone)
    type(event).objects.update(capacity=0)
    page = visitor.send(page, {"code": code_of(CreditCode.objects.get()), "step": "pay"})
    assert page.texts(".notice--bad h2") == [str(errors.HoldExpired.message)]
    assert balance_of(account) == 5


def test_pressing_pay_twice_spends_once(visitor, event, account):
    page = visitor.send(send(visitor), {"email": OWNER, "step": "send"})
    typed = {"code": code_of(CreditCode.objects.get()), "step": "pay"}
    visitor.send(page, typed)
    assert visitor.send(page, typed).heading == "My booking"
    assert balance_of(account) == 3


def test_without_a_host_nobody_is_asked_for_credits_that_cannot_be_spent(visitor, open_event, soon):
    open_event(tickets=[CREDITS], **soon)
    assert send(visitor).state == "confirmed"


def test_credits_and_money_are_paid_one_after_the_other(visitor, mixed, account, stripe):  # noqa: F811
    page = send(visitor)
    assert "After that, £5.00 is paid in money." in page.text
    page = pay(visitor, page)
    assert (page.heading, page.state) == ("Check and pay", "pay")
    assert page.texts("table.price tr") == [
        "Place Price",
        "Place, 1 place 2 time credits and £5.00",
        "Spent already −2 time credits",
        "Total, no fees added £5.00",
    ]
    assert Booking.objects.get().state == BookingState.HELD
    stripe.pay(visitor.client.post(page.path, page.fields("#pay") | {"how": "card"})["Location"])
    page = visitor.open(f"/bookings/{Booking.objects.get().reference}/paid/")
    assert (page.state, balance_of(account)) == ("confirmed", 3)
    assert Payment.objects.get().amount == Decimal("5.00")


def test_credits_and_money_without_cards_are_confirmed_once_the_credits_are_spent(visitor, mixed, account, settings):
    settings.STRIPE_SECRET_KEY = ""
    page = pay(visitor, send(visitor))
    assert page.state == "confirmed"


def test_money_cannot_be_paid_before_the_credits(visitor, mixed, account):
    send(visitor)
    booking = Booking.objects.get()
    page = visitor.open(f"/bookings/{booking.reference}/pay/")
    assert visitor.send(page, {"how": "card"}, form="#pay").texts(".notice strong")[0].startswith("Choose how")
    now = timezone.now()
    with pytest.raises(errors.CreditsFirst):
        invoice_booking(booking.pk, payer=PAYER, now=now, by=By.booker())
    with pytest.raises(errors.CreditsFirst):
        pay_at_door(booking.pk, now=now, by=By.booker())
    assert Payment.objects.count() == 0


def test_credits_of_a_hold_that_ended_before_the_money_come_back(visitor, mixed, account):
    pay(visitor, send(visitor))
    assert balance_of(account) == 3
    Attendee.objects.update(claimed_until=None)
    Booking.objects.update(state=BookingState.EXPIRED, ended_at=timezone.now(), deadline_at=None)
    assert return_credits(timezone.now()) == 1
    assert balance_of(account) == 5


def cancel_page(visitor):
    return visitor.open(f"/bookings/{Booking.objects.get().reference}/cancel/")


def test_cancelling_in_time_shows_and_returns_all_credits(visitor, event, account):
    pay(visitor, send(visitor))
    page = cancel_page(visitor)
    assert page.texts(".optc b") == ["2 time credits back"]
    assert page.texts(".notice--warn p")[0].startswith("If you cancel by ")
    page = visitor.send(page, form="#cancel")
    assert "2 time credits go back to the account they came from." in page.texts("p")
    return_credits(timezone.now())
    assert balance_of(account) == 5


@pytest.mark.parametrize(("percent", "back"), [(50, 1), (0, 0)])
def test_cancelling_late_returns_what_was_agreed_when_booking(visitor, open_event, soon, issuer, percent, back):
    account = make_account(issuer, 5, now=timezone.now())
    terms = {"refund_full_days": None, "refund_part_days": 0, "refund_part_percent": percent}
    event = open_event(tickets=[CREDITS | {"credits": 3}], host=issuer, **soon, **terms)
    pay(visitor, send(visitor))
    type(event).objects.update(refund_full_days=0, refund_part_percent=100)  # what is said later does not count
    page = cancel_page(visitor)
    assert page.texts(".optc b") == ["1 time credit back" if back else "nothing back"]
    visitor.send(page, form="#cancel")
    for _ in range(2):
        return_credits(timezone.now())
    assert balance_of(account) == 2 + back
    assert CreditTransfer.objects.filter(kind="returned").count() == (1 if back else 0)
