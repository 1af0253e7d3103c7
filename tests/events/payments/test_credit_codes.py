"""Codes show that somebody reads the address that owns credits, and tell a stranger nothing."""

import datetime as dt

import pytest

from events import errors
from events.choices import MessageKind
from events.models.messages import Message
from events.models.time_credits import CreditCode
from events.payments.credit_codes import GOOD_FOR, MOST_IN_AN_HOUR, MOST_TRIES, ask_for_code, code_of, use_code
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation
from tests.factories.time_credits import make_account

MINUTE = dt.timedelta(minutes=1)
OWNER, STRANGER = "sample.helper@example.org", "nobody@example.org"


@pytest.fixture
def issuer(db):
    return make_organisation()


@pytest.fixture
def account(issuer):
    return make_account(issuer, 5)


def ask(issuer, email=OWNER, *, now=NOW, **options):
    return ask_for_code(issuer_id=issuer.pk, email=email, now=now, **options)


def use(issuer, typed, email=OWNER, *, now=NOW, **options):
    return use_code(issuer_id=issuer.pk, email=email, typed=typed, now=now, **options)


def test_ask_for_code_writes_to_the_owner_without_the_code(issuer, account):
    asked = ask(issuer)
    message = Message.objects.get(kind=MessageKind.CREDIT_CODE)
    assert (message.to_email, message.context) == (OWNER, {"code": asked.pk})
    assert code_of(asked) not in str(list(CreditCode.objects.values()))


def test_ask_for_code_notes_a_stranger_and_sends_nothing(issuer, account):
    ask(issuer, STRANGER)
    assert (CreditCode.objects.count(), Message.objects.count()) == (1, 0)


def test_ask_for_code_sends_one_mail_for_two_presses(issuer, account):
    assert ask(issuer) == ask(issuer, now=NOW + MINUTE / 2)
    assert Message.objects.count() == 1


def test_ask_for_code_stops_after_some_in_an_hour(issuer, account):
    for number in range(MOST_IN_AN_HOUR + 2):
        ask(issuer, now=NOW + 2 * number * MINUTE)
    assert Message.objects.count() == MOST_IN_AN_HOUR
    ask(issuer, now=NOW + 70 * MINUTE)
    assert Message.objects.count() == MOST_IN_AN_HOUR + 1


def test_ask_for_code_forgets_old_ones(issuer, account):
    ask(issuer, STRANGER)
    ask(issuer, now=NOW + dt.timedelta(days=1))
    assert CreditCode.objects.values_list("email", flat=True).get() == OWNER


def test_use_code_opens_the_account_once(issuer, account):
    code = code_of(ask(issuer))
    assert use(issuer, f" {code[:3]} {code[3:]} ") == account
    with pytest.raises(errors.WrongCreditCode):
        use(issuer, code)


@pytest.mark.parametrize("typed", ["", "abc", "12345", "0000000", "١٢٣٤٥٦"])
def test_use_code_refuses_what_is_no_code(issuer, account, typed):
    ask(issuer)
    with pytest.raises(errors.WrongCreditCode):
        use(issuer, typed)


def test_use_code_ends_with_its_time(issuer, account):
    code = code_of(ask(issuer))
    with pytest.raises(errors.WrongCreditCode):
        use(issuer, code, now=NOW + GOOD_FOR)


def test_use_code_ends_after_some_tries(issuer, account):
    code = code_of(ask(issuer))
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(MOST_TRIES):
        with pytest.raises(errors.WrongCreditCode):
            use(issuer, wrong)
    with pytest.raises(errors.WrongCreditCode):
        use(issuer, code)


def test_use_code_takes_the_newest_only(issuer, account):
    first = code_of(ask(issuer))
    second = code_of(ask(issuer, now=NOW + 2 * MINUTE))
    with pytest.raises(errors.WrongCreditCode):
        use(issuer, first, now=NOW + 3 * MINUTE)
    assert use(issuer, second, now=NOW + 3 * MINUTE) == account


def test_use_code_answers_a_stranger_like_an_owner(issuer, account):
    """Even the right code, which nobody was sent, opens nothing."""
    code = code_of(ask(issuer, STRANGER))
    with pytest.raises(errors.WrongCreditCode) as refused:
        use(issuer, code, STRANGER)
    with pytest.raises(errors.WrongCreditCode) as other:
        use(issuer, "000000")
    assert str(refused.value) == str(other.value)


def test_use_code_is_for_one_booking_and_one_issuer(issuer, account):
    event = make_event(host=issuer)
    booking, other = book(event), book(event)
    code = code_of(ask(issuer, booking=booking))
    for wrong in ({}, {"booking": other}):
        with pytest.raises(errors.WrongCreditCode):
            use(issuer, code, **wrong)
    foreign = make_organisation("foreign")
    make_account(foreign, 5)
    with pytest.raises(errors.WrongCreditCode):
        use(foreign, code, booking=booking)
    assert use(issuer, code, booking=booking) == account
