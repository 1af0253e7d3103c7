"""Discount codes on the desk: each organisation's own, made and changed by whoever looks after its money."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from events.choices import DiscountKind, StaffRole
from events.models.audit import AuditEntry
from events.models.payments import DiscountCode
from tests.events.backoffice.conftest import client_of, member, queries_of, soon
from tests.factories.bookings import book
from tests.factories.events import make_event, make_ticket_type
from tests.factories.payments import make_code

pytestmark = pytest.mark.django_db

LIST = "desk:codes"


@pytest.fixture
def finance(own):
    return client_of(member(own, StaffRole.FINANCE))


@pytest.fixture
def event(own):
    return make_event("dear", host=own, tickets=[{"price_kind": "fixed", "price": "75.00"}], **soon())


def typed(own, **changes):
    values = {"organisation": own.pk, "name": "Members", "code": "MEM 25", "kind": "percent", "amount": "25"}
    return {**values, **changes}


def text_of(response):
    return response.content.decode()


def test_codes_shows_own_ones_with_their_uses(finance, event, foreign):
    make_code(event, "FRIENDS", limit=5)
    make_code(make_event("foreign", host=foreign), "SECRET")
    book(event, discount="friends", now=timezone.now())
    page = text_of(finance.get(reverse(LIST)))
    assert "FRIENDS" in page
    assert "1 of 5" in page
    assert "£10.00 off" in page
    assert "SECRET" not in page


def test_codes_takes_as_many_queries_for_three_as_for_one(finance, event):
    make_code(event)
    one = queries_of(lambda: finance.get(reverse(LIST)))
    for number in range(2):
        make_code(event, f"CODE{number}")
    assert queries_of(lambda: finance.get(reverse(LIST))) == one


def test_new_code_is_made_with_its_days(finance, own, event):
    days = {"first_day": "2027-01-10", "last_day": "2027-01-11", "limit": "1", "event": ""}
    assert finance.post(reverse("desk:new_code"), typed(own, **days)).status_code == 302
    code = DiscountCode.objects.get()
    assert (code.code_key, code.kind, code.amount, code.limit) == ("mem25", DiscountKind.PERCENT, 25, 1)
    assert (code.starts_at, code.expires_at) == (
        dt.datetime(2027, 1, 10, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 12, tzinfo=dt.UTC),
    )
    assert AuditEntry.objects.get(action="discount.changed").organisation == own


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": ""}, "Type a code, or addresses of members below."),
        ({"amount": "101"}, "Not more than 100 per cent"),
        ({"amount": "-1"}, "Type an amount in figures"),
        ({"amount": "NaN"}, "Type an amount in figures"),
        ({"amount": ""}, "Type an amount in figures"),
        ({"code": "friends"}, "This organisation has this code already. Choose another one."),
        ({"first_day": "2027-01-02", "last_day": "2027-01-01"}, "The last day must not be before the first"),
        ({"limit": "0"}, "greater than or equal to 1"),
    ],
)
def test_new_code_says_what_is_wrong(finance, own, event, changes, said):
    make_code(event)
    assert said in text_of(finance.post(reverse("desk:new_code"), typed(own, **changes)))
    assert DiscountCode.objects.count() == 1


def test_code_is_changed_and_booked_places_keep_their_price(finance, own, event):
    code = make_code(event)
    booking = book(event, discount="friends", now=timezone.now())
    page = text_of(finance.get(reverse("desk:code", args=[code.pk])))
    assert "FRIENDS" in page
    finance.post(reverse("desk:code", args=[code.pk]), typed(own, event=event.pk, code="friends", amount="50"))
    code.refresh_from_db()
    assert (code.kind, code.amount) == (DiscountKind.PERCENT, 50)
    assert booking.attendees.get().price == 65


@pytest.fixture
def two_tickets(event):
    make_ticket_type(event, name="Carer", price_kind="fixed", price="20.00")
    return event


def test_code_can_be_limited_to_tickets_of_its_event(finance, own, two_tickets):
    made = finance.post(reverse("desk:new_code"), typed(own, event=two_tickets.pk))
    code = DiscountCode.objects.get()
    address = reverse("desk:code", args=[code.pk])
    assert (made["Location"], code.ticket_keys) == (address, [])
    assert "Only for these tickets" in text_of(finance.get(address))
    carer = str(two_tickets.ticket_types.get(price=20).key)
    finance.post(address, typed(own, event=two_tickets.pk, ticket_keys=[carer]))
    code.refresh_from_db()
    assert code.ticket_keys == [carer]
    assert "(some tickets)" in text_of(finance.get(reverse(LIST)))
    page = BeautifulSoup(finance.get(address).content, "html.parser")
    assert [box["value"] for box in page.select("input[name=ticket_keys][checked]")] == [carer]


def test_code_takes_no_ticket_of_another_event(finance, own, two_tickets):
    code = make_code(two_tickets)
    stranger = str(make_event("other", host=own, **soon()).ticket_types.get().key)
    address = reverse("desk:code", args=[code.pk])
    assert "Select a valid choice" in text_of(
        finance.post(address, typed(own, event=two_tickets.pk, ticket_keys=[stranger]))
    )
    code.refresh_from_db()
    assert code.ticket_keys == []


def test_code_forgets_tickets_of_an_event_it_is_no_longer_for(finance, own, two_tickets):
    code = make_code(two_tickets, ticket_keys=[str(two_tickets.ticket_types.first().key)])
    finance.post(reverse("desk:code", args=[code.pk]), typed(own, event="", ticket_keys=code.ticket_keys))
    code.refresh_from_db()
    assert (code.event, code.ticket_keys) == (None, [])


def test_codes_labels_every_figure_for_narrow_screens(finance, event):
    make_code(event)
    page = BeautifulSoup(finance.get(reverse(LIST)).content, "html.parser")
    cells = page.select_one("table.desk-cards tbody tr").select("td")
    labels = ["Code", "What it does", "For", "Used", None]
    assert [cell.get("data-label") for cell in cells] == labels


def test_code_of_others_is_closed(finance, own, foreign):
    theirs = make_event("foreign", host=foreign, **soon())
    code = make_code(theirs)
    assert finance.get(reverse("desk:code", args=[code.pk])).status_code == 403
    page = text_of(finance.post(reverse("desk:new_code"), typed(own, event=theirs.pk)))
    assert "Select a valid choice" in page
    page = text_of(finance.post(reverse("desk:new_code"), typed(foreign)))
    assert "Select a valid choice" in page
    assert DiscountCode.objects.count() == 1


def test_whoever_may_only_see_money_changes_no_code(own, event):
    code = make_code(event)
    staff = client_of(member(own, StaffRole.EVENT_STAFF))
    assert staff.get(reverse(LIST)).status_code == 200
    assert staff.get(reverse("desk:code", args=[code.pk])).status_code == 403
    assert staff.get(reverse("desk:new_code")).status_code == 403


def test_code_of_one_organisation_is_not_for_an_event_of_another(administrator, own, foreign):
    theirs = make_event("foreign", host=foreign, **soon())
    page = text_of(administrator.post(reverse("desk:new_code"), typed(own, event=theirs.pk)))
    assert "Choose an event of this organisation" in page
    assert DiscountCode.objects.count() == 0
