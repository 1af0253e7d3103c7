"""A ledger that does not add up is found."""

import pytest

from events.models.time_credits import CreditLine, CreditTransfer
from events.payments.time_credits import adjust, let_owe
from tests.events.reports.audit.breaking import found, unguard
from tests.factories.bookings import book
from tests.factories.events import NOW, make_organisation
from tests.factories.time_credits import by_staff, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return make_account(make_organisation("issuer"), 5)


def test_a_ledger_kept_by_the_rules_is_in_order(account):
    let_owe(account, may_owe=True, now=NOW, by=by_staff("Agreed"))
    adjust(account, number=-9, now=NOW, by=by_staff("Agreed"))
    assert found() == []


def test_a_transfer_with_one_line_is_found(account):
    own_line = account.lines.get()
    CreditLine.objects.filter(transfer=own_line.transfer).exclude(account=account).delete()
    assert found() == [("credit_transfers_are_balanced", "", "")]


def test_a_changed_amount_is_found(account):
    CreditLine.objects.update(balance=7)
    assert [check for check, *_ in found()] == ["credit_balances_follow_their_lines"] * 2


def test_a_lost_line_is_found(account):
    adjust(account, number=1, now=NOW, by=by_staff("More"))
    CreditTransfer.objects.order_by("pk").first().lines.all().delete()
    assert "credit_balances_follow_their_lines" in [check for check, *_ in found()]


def test_an_overdrawn_account_is_found(account):
    unguard(CreditLine)
    CreditLine.objects.filter(account=account).update(balance=-5, amount=-5, may_owe=False)
    assert "credit_accounts_are_not_overdrawn" in [check for check, *_ in found()]


@pytest.mark.parametrize("kind", ["earned", "returned"])
def test_credits_given_twice_are_found(account, event, kind):
    person = book(event).attendees.get()
    for _ in range(2):
        adjust(account, number=2, now=NOW, by=by_staff("More"))
    CreditTransfer.objects.update(kind=kind, attendee=person)
    assert ("credits_are_earned_and_returned_once", "", person.booking.reference) in found()
