"""What is held because of money: told in full, forgotten as far as the law allows."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta

from events.booking.journal import By
from events.models.events import Event
from events.models.invoices import Invoice
from events.models.time_credits import CreditCode
from events.payments.credit_codes import ask_for_code
from events.payments.time_credits import adjust, balance_of
from events.reports.audit.recount import recount
from events.retention.erase import erase
from events.retention.purge import purge_due
from events.retention.subject_access import holding_of
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
