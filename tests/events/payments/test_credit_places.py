"""Places in time credits: spent when booked, given back when given up."""

import datetime as dt

import pytest

from events import errors
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import PriceKind, Role
from events.models.checkins import CheckIn
from events.models.time_credits import CreditTransfer, TransferKind
from events.payments.credit_places import credit_helpers, credits_due, credits_paid, return_credits, spend
from events.payments.time_credits import account_at, balance_of
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_organisation
from tests.factories.time_credits import make_account

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def issuer(db):
    return make_organisation()


@pytest.fixture
def event(issuer):
    return make_event(host=issuer, tickets=[{"price_kind": PriceKind.TIME_CREDITS, "credits": 2}])


def pay(booking, account, now=NOW):
    return spend(booking, account, now=now, by=By.booker())


def test_spend_pays_for_everybody_once(issuer, event):
    account, booking = make_account(issuer, 5), book(event, 2)
    assert (pay(booking, account), pay(booking, account)) == (4, 0)
    people = list(booking.attendees.all())
    assert (balance_of(account), credits_due(people)) == (1, {})
    assert credits_paid(people) == {person.pk: 2 for person in people}


def test_spend_pays_for_all_or_nobody(issuer, event):
    account, booking = make_account(issuer, 3), book(event, 2)
    with pytest.raises(errors.TooFewCredits):
        pay(booking, account)
    assert (balance_of(account), credits_paid(booking.attendees.all())) == (3, {})


def test_spend_takes_no_credits_of_another_issuer(event):
    foreign = make_account(make_organisation("foreign"), 9)
    with pytest.raises(errors.NoCredits):
        pay(book(event), foreign)


def test_spend_takes_none_where_nobody_hosts(issuer, db):
    with pytest.raises(errors.NoCredits):
        pay(book(make_event("nobodys")), make_account(issuer, 9))


def test_return_credits_gives_back_what_a_cancelled_place_cost_once(issuer, event):
    account, booking = make_account(issuer, 5), book(event, 2)
    pay(booking, account)
    one = booking.attendees.first()
    cancel_places(booking.pk, attendee_ids=[one.pk], now=LATER, by=By.booker())
    assert (return_credits(LATER), return_credits(LATER)) == (1, 0)
    assert balance_of(account) == 3
    returned = CreditTransfer.objects.get(kind=TransferKind.RETURNED)
    assert (returned.attendee, returned.booking, returned.event) == (one, booking, event)


def test_return_credits_keeps_those_of_people_who_come(issuer, event):
    pay(book(event), make_account(issuer, 5))
    assert return_credits(LATER) == 0


def test_return_credits_gives_back_each_payment_of_a_place_brought_back(issuer, event):
    account, booking = make_account(issuer, 5), book(event)
    for day in (1, 2):
        now = NOW + dt.timedelta(days=day)
        booking.attendees.update(cancelled_at=None)
        pay(booking, account, now=now)
        booking.attendees.update(cancelled_at=now, claimed_until=None)
        assert (return_credits(now), balance_of(account)) == (1, 5)


OVER = STARTS_AT + dt.timedelta(hours=5)


@pytest.fixture
def helping(issuer):
    """A booking of two helpers at an event; the first comes."""
    event = make_event("helping", host=issuer, tickets=[{"role": Role.VOLUNTEER, "earns_credits": 3}])
    booking = book(event, 2, email="helpers@example.org")
    let_in(booking.attendees.first())
    return booking


def let_in(person, **facts):
    return CheckIn.objects.create(event=person.event, attendee=person, at=STARTS_AT, received_at=STARTS_AT, **facts)


def test_credit_helpers_gives_those_who_came_their_credits_once(issuer, helping):
    assert credit_helpers(OVER - dt.timedelta(minutes=1)) == 0
    assert (credit_helpers(OVER), credit_helpers(OVER)) == (1, 0)
    account = account_at(issuer.pk, "helpers@example.org")
    assert (balance_of(account), account.name) == (3, helping.name)


def test_credit_helpers_gives_to_a_helpers_own_address(issuer, helping):
    helping.attendees.filter(pk=helping.attendees.first().pk).update(email="own@example.org", name="Own Name")
    credit_helpers(OVER)
    assert (account_at(issuer.pk, "helpers@example.org"), account_at(issuer.pk, "own@example.org").name) == (
        None,
        "Own Name",
    )


def test_credit_helpers_waits_for_an_address(issuer, helping):
    helping.attendees.update(email="")
    helping.email = ""
    helping.save()
    assert credit_helpers(OVER) == 0


def test_credit_helpers_passes_over_a_mistake_at_the_door(helping):
    CheckIn.objects.update(undone_at=OVER)
    assert credit_helpers(OVER) == 0


def test_credit_helpers_gives_nothing_for_an_ordinary_ticket(event):
    let_in(book(event).attendees.get())
    assert credit_helpers(OVER) == 0


def test_credit_helpers_takes_as_many_queries_for_the_search(helping, django_assert_num_queries):
    credit_helpers(OVER)
    with django_assert_num_queries(1):
        credit_helpers(OVER)
