"""What is held because of money: told in full, forgotten as far as the law allows."""

import datetime as dt
import sqlite3
import uuid
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection

from events.booking.journal import By
from events.choices import WorkState
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.events import Event
from events.models.invoices import Invoice
from events.models.payments import Refund
from events.models.time_credits import CreditAccount, CreditCode, CreditTransfer
from events.models.work import Work
from events.payments.credit_codes import ask_for_code
from events.payments.received import receive_transfer, strike_out
from events.payments.refunds import give_back
from events.payments.time_credits import adjust, balance_of, let_owe
from events.reports.audit.recount import recount
from events.retention.erase import erase
from events.retention.purge import purge_due
from events.retention.subject_access import holding_of
from tests.events.retention.people import MARK
from tests.factories.bookings import book
from tests.factories.events import NOW
from tests.factories.invoices import invoiced, make_seller, paid_event
from tests.factories.payments import make_code
from tests.factories.time_credits import by_staff, make_account

pytestmark = pytest.mark.django_db

ANN = "ann@example.org"
AFTER = NOW + dt.timedelta(days=60)


@pytest.fixture
def event(db):
    return paid_event(host=make_seller())


def held(email=ANN, events=None):
    every = Event.objects.all() if events is None else events
    return holding_of(email, events=every, events_with_needs=every)


def forget(email=ANN, *, now=AFTER):
    return erase(email, events=Event.objects.all(), now=now, by=By.system())


def test_account_is_told_with_its_lines(event):
    make_account(event.host, 3, email="Ann@example.org", name="Ann")
    (account,) = held().as_values()["time_credits"]
    assert (account["name"], account["email"]) == ("Ann", "Ann@example.org")
    assert [(line["credits"], line["balance"], line["reason"]) for line in account["lines"]] == [
        (3, 3, "Brought forward")
    ]
    assert not held("other@example.org").time_credits
    assert not held(events=Event.objects.none()).time_credits


def test_account_is_forgotten_and_its_lines_stay(event):
    account = make_account(event.host, 3, email=ANN, name="Ann")
    ask_for_code(issuer_id=event.host_id, email=ANN, now=NOW)
    forget()
    account.refresh_from_db()
    assert (account.name, account.email, account.email_key, balance_of(account)) == ("", "", "", 3)
    assert (CreditCode.objects.count(), held().time_credits) == (0, [])
    assert recount(AFTER).breaches == []


def test_who_asked_for_a_code_is_known_for_a_day(event):
    ask_for_code(issuer_id=event.host_id, email=ANN, now=NOW)
    purge_due(NOW + dt.timedelta(hours=23))
    assert CreditCode.objects.count() == 1
    purge_due(NOW + dt.timedelta(days=1))
    assert CreditCode.objects.count() == 0


def test_payer_is_told_and_kept_until_the_law_lets_go(event):
    _, invoice = invoiced(event)
    assert held("FINANCE@example.org").invoices[0]["number"] == "INV-0001"
    forget("finance@example.org")
    purge_due(NOW + relativedelta(years=7) - dt.timedelta(days=1))
    invoice.refresh_from_db()
    assert (invoice.payer_email, invoice.payer_name) == ("finance@example.org", "Fin Sample")
    purge_due(NOW + relativedelta(years=7))
    found = Invoice.objects.get()
    assert (found.payer_email, found.payer_name, found.payer_address) == ("", "", "")
    assert (found.payer_organisation, found.name, found.total) == ("Sample Health Board", "INV-0001", 75)
    assert purge_due(NOW + relativedelta(years=7)) == 0


def test_an_address_on_a_list_of_members_is_told_and_taken_off(event):
    several = make_code(event, members="other@example.org\nANN@example.org\nexample.org", name="Several")
    alone = make_code(event, "", members="ann@example.org", name="Alone")
    make_code(event, "DOMAIN", members="example.org\njoann@example.org", name="Domain")
    assert [row["name"] for row in held().discounts] == ["Several", "Alone"]
    forget()
    several.refresh_from_db()
    alone.refresh_from_db()
    assert (several.members, alone.members) == ("other@example.org\nexample.org", "(nobody)")
    assert held().discounts == []


def words_of_staff(event):
    """A booking, an account and finished work about Ann, with a mark wherever staff can write freely."""
    booking = book(event, 2, email=ANN, name="Ann")
    account = make_account(event.host, 3, email=ANN, name="Ann")
    by = by_staff(MARK)
    paid = {"reference": "BACS", "paid_at": NOW, "now": NOW, "by": by_staff()}
    kept = receive_transfer(booking.pk, amount=Decimal(60), key=uuid.UUID(int=1), **paid)
    wrong = receive_transfer(booking.pk, amount=Decimal(10), key=uuid.UUID(int=2), **paid)
    strike_out(wrong.pk, now=NOW, by=by)
    give_back(booking.pk, amount=Decimal(5), now=NOW, by=by)
    adjust(account, number=1, now=NOW, by=by)
    let_owe(account, may_owe=True, now=NOW, by=by)
    Booking.objects.filter(pk=booking.pk).update(over_allocated_by=by.user, over_allocated_reason=MARK)
    Work.objects.create(
        kind="together",
        event=event,
        parameters={"bookings": [[booking.pk, "mark"]], "reason": MARK},
        digest="0",
        language="en",
        asked_by=by.user,
        asked_at=NOW,
        state=WorkState.DONE,
        expires_at=AFTER + dt.timedelta(days=900),
    )
    return kept


HOLDING = (AuditEntry, Refund, CreditTransfer, Booking, Work)


def marks():
    """How many rows of each kind hold the mark, wherever it stands in them."""
    rows = {model.__name__: model.objects.values_list() for model in HOLDING}
    return {name: sum(MARK in str(row) for row in found) for name, found in rows.items()}


WRITTEN = {"AuditEntry": 4, "Refund": 1, "CreditTransfer": 1, "Booking": 1, "Work": 1}


def test_words_of_staff_about_somebody_go_with_them(event):
    words_of_staff(event)
    assert marks() == WRITTEN
    forget()
    assert marks() == dict.fromkeys(WRITTEN, 0)
    assert [str(line) for line in recount(AFTER).breaches] == []


def test_words_of_staff_about_others_stay(event):
    words_of_staff(event)
    book(event, email="other@example.org", name="Other")
    forget("other@example.org")
    assert marks() == WRITTEN


def test_words_of_staff_go_with_the_people_of_an_event(event, settings):
    settings.PEOPLE_KEPT_MONTHS = 24
    words_of_staff(event)
    account = CreditAccount.objects.get(name="Ann")
    adjust(account, number=-4, now=NOW, by=by_staff("Used"))
    purge_due(event.ends_at + relativedelta(months=25))
    assert marks() == dict.fromkeys(WRITTEN, 0)


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_words_of_staff_is_left_in_the_database_file(event, tmp_path):
    """As a copy of the database's own pages would show it, also where an update has left older ones."""
    if connection.vendor != "sqlite":
        return
    words_of_staff(event)
    path = tmp_path / "kept.sqlite3"
    connection.cursor().execute("PRAGMA secure_delete=ON")
    forget()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    assert MARK.encode() not in path.read_bytes()


def test_an_account_that_holds_nothing_is_forgotten_after_two_years(event, settings):
    settings.PEOPLE_KEPT_MONTHS = 24
    empty, full = make_account(event.host, 2, email=ANN), make_account(event.host, 2, email="full@example.org")
    adjust(empty, number=-2, now=NOW, by=by_staff("Used"))
    purge_due(NOW + relativedelta(months=24) - dt.timedelta(days=1))
    assert held().time_credits
    purge_due(NOW + relativedelta(months=24))
    assert not held().time_credits
    full.refresh_from_db()
    assert full.email == "full@example.org"
