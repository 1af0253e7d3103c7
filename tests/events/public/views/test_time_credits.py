"""Paying with time credits and seeing their statement: both by a code, and nothing told to strangers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import BookingState, PriceKind
from events.models.messages import Message
from events.models.time_credits import CreditCode
from events.payments.credit_codes import code_of
from events.payments.time_credits import balance_of
from tests.factories.bookings import book
from tests.factories.invoices import make_seller
from tests.factories.time_credits import make_account

pytestmark = pytest.mark.django_db

OWNER = "sample.helper@example.org"


@pytest.fixture
def issuer(db):
    return make_seller()


@pytest.fixture
def event(open_event, soon, issuer):
    return open_event(tickets=[{"price_kind": PriceKind.TIME_CREDITS, "credits": 2}], host=issuer, **soon)


@pytest.fixture
def booking(event):
    return book(event, 2, now=timezone.now())


def pay_page(visitor, booking):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    return visitor.open(f"/bookings/{booking.reference}/credits/")


def code():
    return code_of(CreditCode.objects.get())


def test_pay_credits_asks_for_the_code_and_then_spends(booking, issuer, visitor):
    account = make_account(issuer, 5, now=timezone.now())
    page = visitor.send(pay_page(visitor, booking), {"email": OWNER, "step": "send"})
    assert page.texts("h2")[0] == "Look at your e-mail"
    page = visitor.send(page, {"code": code(), "step": "pay"})
    assert (page.heading, balance_of(account)) == ("My booking", 1)
    assert pay_page(visitor, booking).heading == "My booking"


def test_pay_credits_confirms_a_hold(event, issuer, visitor):
    make_account(issuer, 5, now=timezone.now())
    held = book(event, now=timezone.now())
    until = timezone.now() + dt.timedelta(minutes=15)
    type(held).objects.update(state=BookingState.HELD, deadline_at=until, confirmed_at=None)
    held.attendees.update(claimed_until=until)
    page = visitor.send(pay_page(visitor, held), {"email": OWNER, "step": "send"})
    visitor.send(page, {"code": code(), "step": "pay"})
    held.refresh_from_db()
    assert (held.state, held.pay_by) == (BookingState.CONFIRMED, "credits")


def test_pay_credits_says_the_same_to_a_stranger(booking, issuer, visitor):
    make_account(issuer, 5, now=timezone.now())
    Message.objects.all().delete()
    known = visitor.send(pay_page(visitor, booking), {"email": OWNER, "step": "send"})
    stranger = visitor.send(pay_page(visitor, booking), {"email": "nobody@example.org", "step": "send"})
    assert known.texts("main h1, main h2, main p") == stranger.texts("main h1, main h2, main p")
    assert Message.objects.values_list("to_email", flat=True).get() == OWNER


def test_pay_credits_keeps_a_wrong_code_out(booking, issuer, visitor):
    account = make_account(issuer, 5, now=timezone.now())
    page = visitor.send(pay_page(visitor, booking), {"email": OWNER, "step": "send"})
    page = visitor.send(page, {"code": "12", "step": "pay"})
    assert len(page.problems) == 1
    assert page.problems[0].startswith("That code does not fit")
    assert balance_of(account) == 5


def test_pay_credits_says_when_there_are_too_few(booking, issuer, visitor):
    make_account(issuer, 3, now=timezone.now())
    page = visitor.send(pay_page(visitor, booking), {"email": OWNER, "step": "send"})
    page = visitor.send(page, {"code": code(), "step": "pay"})
    assert "That takes 4 time credits, and the account holds 3. Nothing was changed." in page.text
    assert balance_of(make_account(issuer)) == 3


def test_statement_shows_the_account_to_its_owner(issuer, visitor):
    make_account(issuer, 5, now=timezone.now())
    page = visitor.send(visitor.open("/time-credits/"), {"email": OWNER, "step": "send"})
    page = visitor.send(page, {"code": code(), "step": "show"})
    assert "You have 5 time credits." in page.text
    assert "Brought forward" not in page.text  # written for colleagues


def test_statement_is_a_file_too_for_a_while(issuer, visitor):
    make_account(issuer, 5, now=timezone.now())
    page = visitor.send(visitor.open("/time-credits/"), {"email": OWNER, "step": "send"})
    page = visitor.send(page, {"code": code(), "step": "show"})
    fields = {**page.fields(), "step": "csv"}
    answer = visitor.client.post("/time-credits/", fields)
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1].split(",")[4:6] == ["5", "5"]
    forged = visitor.client.post("/time-credits/", {**fields, "token": "1:forged"})
    assert "attachment" not in forged.headers.get("Content-Disposition", "")


def test_statement_asks_for_an_address(issuer, visitor):
    make_account(issuer, 5, now=timezone.now())
    page = visitor.send(visitor.open("/time-credits/"), {"email": "", "step": "send"})
    assert page.problems == ["Type your e-mail address"]
    assert CreditCode.objects.count() == 0
