"""The ledger: what one account gets another gives, and nobody goes below nought unawares."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from events import errors
from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.time_credits import AccountKind, CreditAccount, CreditLine, CreditTransfer, TransferKind
from events.payments.time_credits import (
    Cause,
    account_at,
    adjust,
    balance_of,
    issuer_account,
    let_owe,
    move_credits,
    open_account,
)
from tests.factories.events import NOW, make_organisation
from tests.factories.time_credits import by_staff, make_account


@pytest.fixture
def issuer(db):
    return make_organisation()


def earned(once=None):
    return Cause(TransferKind.EARNED, now=NOW, by=By.system(), once=once)


def test_move_credits_takes_from_one_and_gives_to_the_other(issuer):
    account, own = make_account(issuer), issuer_account(issuer.pk, now=NOW)
    transfer = move_credits(source=own, target=account, number=4, cause=earned())
    assert {line.account_id: line.amount for line in transfer.lines.all()} == {own.pk: -4, account.pk: 4}
    assert (balance_of(account), balance_of(own)) == (4, -4)


def test_move_credits_counts_one_cause_once(issuer):
    account, own = make_account(issuer), issuer_account(issuer.pk, now=NOW)
    first, second = (move_credits(source=own, target=account, number=4, cause=earned("earned-1")) for _ in range(2))
    assert (first, balance_of(account)) == (second, 4)


def test_move_credits_refuses_more_than_there_is(issuer):
    account, own = make_account(issuer, 3), issuer_account(issuer.pk, now=NOW)
    with pytest.raises(errors.TooFewCredits) as refused:
        move_credits(source=account, target=own, number=4, cause=Cause(TransferKind.SPENT, now=NOW, by=By.booker()))
    assert str(refused.value) == "That takes 4 time credits, and the account holds 3. Nothing was changed."
    assert balance_of(account) == 3


@pytest.mark.parametrize("number", [0, -1])
def test_move_credits_moves_something_or_is_wrong(issuer, number):
    account, own = make_account(issuer, 3), issuer_account(issuer.pk, now=NOW)
    with pytest.raises(ValueError, match="at least one"):
        move_credits(source=account, target=own, number=number, cause=earned())


def test_open_account_finds_the_one_of_this_address(issuer):
    first = open_account(issuer.pk, email="Sample@Example.org", name="Sample", now=NOW)
    assert open_account(issuer.pk, email=" sample@example.ORG ", name="Other", now=NOW) == first
    assert account_at(issuer.pk, "SAMPLE@example.org") == first


def test_open_account_belongs_to_one_issuer(issuer):
    other = make_organisation("other")
    assert make_account(issuer) != make_account(other)
    assert account_at(other.pk, "nobody@example.org") is None
    assert account_at(other.pk, "") is None


def test_open_account_needs_an_address(issuer):
    with pytest.raises(ValueError, match="address"):
        open_account(issuer.pk, email=" ", name="Sample", now=NOW)


def test_adjust_gives_and_takes_with_a_reason(issuer):
    account = make_account(issuer)
    adjust(account, number=5, now=NOW, by=by_staff("Helped in the kitchen"))
    adjust(account, number=-2, now=NOW, by=by_staff("Counted twice"))
    assert balance_of(account) == 3
    entries = AuditEntry.objects.filter(action="credits.adjusted").order_by("pk")
    assert [(entry.count, entry.reason) for entry in entries] == [(5, "Helped in the kitchen"), (2, "Counted twice")]


def test_adjust_needs_a_reason(issuer):
    with pytest.raises(errors.ReasonNeeded):
        adjust(make_account(issuer), number=1, now=NOW, by=by_staff("  "))


def test_let_owe_allows_less_than_nought_and_takes_it_back(issuer):
    account = make_account(issuer, 1)
    let_owe(account, may_owe=True, now=NOW, by=by_staff("Works it off in March"))
    adjust(account, number=-3, now=NOW, by=by_staff("Bus to the meeting"))
    assert balance_of(account) == -2
    let_owe(account, may_owe=False, now=NOW, by=by_staff("March is over"))
    with pytest.raises(errors.TooFewCredits):
        adjust(account, number=-1, now=NOW, by=by_staff("More"))
    adjust(account, number=1, now=NOW, by=by_staff("A first hour"))
    assert balance_of(account) == -1


def test_let_owe_needs_a_reason(issuer):
    with pytest.raises(errors.ReasonNeeded):
        let_owe(make_account(issuer), may_owe=True, now=NOW, by=by_staff())


def test_the_database_refuses_what_goes_below_nought(issuer):
    account = make_account(issuer)
    transfer = CreditTransfer.objects.create(kind=TransferKind.SPENT, at=NOW, actor="system")
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditLine.objects.create(transfer=transfer, account=account, number=1, amount=-1, balance=-1)


def test_the_database_refuses_two_lines_in_one_place(issuer):
    account = make_account(issuer, 2)
    transfer = CreditTransfer.objects.create(kind=TransferKind.EARNED, at=NOW, actor="system")
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditLine.objects.create(transfer=transfer, account=account, number=1, amount=1, balance=1)


def test_the_database_refuses_an_adjustment_without_a_reason(issuer):
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditTransfer.objects.create(kind=TransferKind.ADJUSTED, at=NOW, actor="staff")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["give", "take", "pass", "owe", "owe not"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 6),
    ),
    max_size=25,
)


class LedgerOfAnyMoves(TestCase):
    @settings(max_examples=25)
    @given(moves=MOVES)
    def test_all_lines_are_nought_together_and_nobody_owes_unawares(self, moves):
        """The balances are those of plain arithmetic, whatever is tried in whatever order."""
        issuer = make_organisation()
        accounts = [make_account(issuer, email=f"person{number}@example.org") for number in range(3)]
        held, owes = [0, 0, 0], [False, False, False]
        for move, one, two, number in moves:
            try:
                _carry_out(move, accounts[one], accounts[two], number)
            except (errors.TooFewCredits, ValueError):
                continue
            _calculate(move, one, two, number, held=held, owes=owes)
        assert [balance_of(account) for account in accounts] == held
        assert CreditLine.objects.aggregate(total=Sum("amount"))["total"] in (0, None)
        for account in CreditAccount.objects.exclude(kind=AccountKind.ISSUER):
            lines = list(account.lines.order_by("number"))
            assert [line.number for line in lines] == list(range(1, len(lines) + 1))
            assert all(line.balance >= 0 or line.may_owe for line in lines)


def _carry_out(move, one, two, number):
    by, now = by_staff("Because"), NOW + dt.timedelta(minutes=1)
    if move == "give":
        adjust(one, number=number, now=now, by=by)
    elif move == "take":
        adjust(one, number=-number, now=now, by=by)
    elif move == "pass":
        move_credits(source=one, target=two, number=number, cause=Cause(TransferKind.SPENT, now=now, by=by))
    else:
        let_owe(one, may_owe=move == "owe", now=now, by=by)


def _calculate(move, one, two, number, *, held, owes):
    if move in ("owe", "owe not"):
        owes[one] = move == "owe"
        return
    held[one] += number if move == "give" else -number
    if move == "pass":
        held[two] += number
    assert move == "give" or held[one] >= 0 or owes[one]
