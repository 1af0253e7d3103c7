"""Payouts of Stripe on the desk."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from events.choices import BalanceKind, StaffRole
from events.models.audit import AuditEntry
from events.models.payments import Payment
from events.models.payouts import Payout
from tests.events.backoffice.conftest import client_of, member, queries_of, soon
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.payments import make_line, make_payment, make_payout, make_refund

pytestmark = pytest.mark.django_db


def paid(host, slug, payout, **line):
    """£75 for an event of this host, in a payout."""
    event = make_event(slug, host=host, title=f"Event {slug}", **soon())
    return make_line(payout, payment=make_payment(book(event, now=timezone.now())), **line)


@pytest.fixture
def payout(own, foreign):
    """£75 of ours less a refund of £25, £75 of others, and a fee of the account: £118.36."""
    payout = make_payout("118.36", arrives_on=dt.date(2027, 2, 11), stripe_id="po_mixed")
    ours = paid(own, "ours", payout)
    make_line(payout, "-25", "0", refund=make_refund(ours.payment, "25"))
    paid(foreign, "theirs", payout)
    make_line(payout, "-4", "0", kind=BalanceKind.FEE)
    return payout


@pytest.fixture
def finance(own):
    return client_of(member(own, StaffRole.FINANCE))


def words(response):
    return " ".join(response.content.decode().split())


def rows_of(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def page_of(client, payout):
    return client.get(reverse("desk:payout", args=[payout.pk]))


def file_of(client, payout, kind="csv"):
    return client.get(reverse("desk:payout_file", args=[payout.pk, kind]))


def test_an_administrator_sees_that_a_payout_adds_up(administrator, payout):
    page = page_of(administrator, payout)
    shown = [
        (str(share.event or ""), share.came_in, share.went_back, share.fees, share.net)
        for share in page.context["shares"]
    ]
    assert shown == [
        ("Event ours", 75, -25, Decimal("1.32"), Decimal("48.68")),
        ("Event theirs", 75, 0, Decimal("1.32"), Decimal("73.68")),
        ("", 0, -4, 0, -4),
    ]
    assert "It adds up: Stripe sent £118.36 to the bank." in words(page)
    assert "In the bank on 11 February 2027. Stripe calls it po_mixed." in words(page)
    listed = words(administrator.get(reverse("desk:payouts")))
    assert [amount for amount in ("£118.36", "£150", "29") if amount not in listed] == []


def test_two_events_of_one_name_are_told_apart_by_their_dates(administrator, own):
    payout = make_payout("147.36")
    days = [dt.datetime(year, 5, 12, 9, tzinfo=dt.UTC) for year in (2027, 2028)]
    for number, day in enumerate(days):
        event = make_event(
            f"forum-{number}", host=own, title="Forum", starts_at=day, ends_at=day + dt.timedelta(hours=1)
        )
        make_line(payout, payment=make_payment(book(event, now=day - dt.timedelta(days=9))))
    page = page_of(administrator, payout)
    assert [(str(share.event), share.came_in) for share in page.context["shares"]] == [("Forum", 75), ("Forum", 75)]
    assert [year for year in ("12 May 2027", "12 May 2028") if year not in words(page)] == []


def test_a_payout_that_does_not_add_up_says_so(administrator, payout):
    Payout.objects.update(amount="118.37")
    assert "It does not add up: Stripe sent £118.37 to the bank, and its lines come to £118.36." in words(
        page_of(administrator, payout)
    )


def test_finance_sees_its_own_part_and_no_total(finance, payout):
    for page in (page_of(finance, payout), finance.get(reverse("desk:payouts"))):
        assert "Only the money of your own events is shown." in words(page)
        assert "118.36" not in words(page)
        assert "Event theirs" not in words(page)
    assert [str(share.event) for share in page_of(finance, payout).context["shares"]] == ["Event ours"]
    assert [row.came_in for row in finance.get(reverse("desk:payouts")).context["page"]] == [75]
    assert [row[2] for row in rows_of(file_of(finance, payout))[1:]] == ["Event ours", "Event ours"]


def test_a_payout_with_nothing_of_ours_is_not_there(finance, foreign, administrator):
    other = make_payout("73.68")
    paid(foreign, "theirs", other)
    assert list(finance.get(reverse("desk:payouts")).context["page"]) == []
    assert page_of(finance, other).status_code == file_of(finance, other).status_code == 403
    assert page_of(administrator, other).status_code == 200


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"is_automatic": False}, "Somebody asked Stripe for this payout by hand."),
        ({"state": "in_transit"}, "Stripe has not closed this payout yet."),
    ],
)
def test_a_payout_without_lines_says_why(administrator, own, facts, said):
    payout = make_payout("10", read_at=None, **facts)
    assert said in words(page_of(administrator, payout))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("paid", "Arrived"),
        ("in_transit", "On its way"),
        ("failed", "Sent back by the bank"),
        ("canceled", "Cancelled"),
        ("dancing", "dancing"),
    ],
)
def test_states_are_said_in_words(administrator, own, state, said):
    make_payout("10", state=state)
    assert said in words(administrator.get(reverse("desk:payouts")))


@pytest.mark.parametrize(("state", "is_sent"), [("paid", True), ("failed", False), ("canceled", False)])
def test_a_payout_that_came_back_is_not_said_to_be_in_the_bank(administrator, payout, state, is_sent):
    Payout.objects.update(state=state)
    text = words(page_of(administrator, payout))
    assert ("In the bank on 11 February 2027." in text) is is_sent
    assert ("This money did not reach the bank; it goes into a later payout." in text) is not is_sent


def test_the_file_holds_every_line_and_who_took_it_is_written_down(administrator, payout):
    rows = rows_of(file_of(administrator, payout))
    assert [(row[1], row[4], row[5], row[6], row[8]) for row in rows[1:]] == [
        ("Payment", "75.00", "1.32", "73.68", "po_mixed"),
        ("Refund", "-25.00", "0.00", "-25.00", "po_mixed"),
        ("Payment", "75.00", "1.32", "73.68", "po_mixed"),
        ("Fee of Stripe", "-4.00", "0.00", "-4.00", "po_mixed"),
    ]
    assert file_of(administrator, payout, "xlsx").status_code == 200
    assert AuditEntry.objects.filter(action="payout.exported", detail__payout="po_mixed").count() == 2


def test_the_books_name_fee_and_payout(finance, payout):
    query = {"first": str(NOW.date()), "last": str(NOW.date())}
    rows = rows_of(finance.get(reverse("desk:books_file", args=["csv"]), query))
    assert [(row[1], row[6], row[10], row[11]) for row in rows[1:3]] == [
        ("Payment", "75.00", "1.32", "po_mixed"),
        ("Refund", "-25.00", "0.00", "po_mixed"),
    ]


def test_the_books_show_a_disputed_payment_and_its_fee(finance, payout):
    payment = Payment.objects.get(booking__event__slug="ours")
    make_line(payout, "-75", "20", kind=BalanceKind.DISPUTE, payment=payment)
    query = {"first": str(NOW.date()), "last": str(NOW.date())}
    rows = rows_of(finance.get(reverse("desk:books_file", args=["csv"]), query))
    assert [(row[1], row[6], row[10]) for row in rows[3:4]] == [("Disputed payment", "-75.00", "20.00")]
    assert [(row[1:3], row[6], row[10]) for row in rows[4:]] == [
        (["Total", "Payment"], "75.00", "1.32"),
        (["Total", "Refund"], "-25.00", ""),
        (["Total", "Disputed payment"], "-75.00", "20.00"),
    ]
    (line, _total) = finance.get(reverse("desk:books"), query).context["lines"]
    assert (line["payments"], line["refunds"], line["net"], line["fees"]) == (75, -100, -25, Decimal("21.32"))


def test_pages_ask_as_often_for_three_as_for_one(administrator, own, payout):
    list_of_one = queries_of(lambda: administrator.get(reverse("desk:payouts")))
    payout_of_one = queries_of(lambda: page_of(administrator, payout))
    for number in range(2):
        paid(own, f"more-{number}", payout)
        paid(own, f"other-{number}", make_payout(f"{number}.00"))
    assert queries_of(lambda: administrator.get(reverse("desk:payouts"))) == list_of_one
    assert queries_of(lambda: page_of(administrator, payout)) == payout_of_one


@pytest.mark.parametrize("role", [StaffRole.DOOR_HELPER, StaffRole.EDITOR, StaffRole.DATA_LEAD])
def test_payouts_are_closed_to_those_without_money(own, payout, role):
    client = client_of(member(own, role))
    assert client.get(reverse("desk:payouts")).status_code == 403
    assert page_of(client, payout).status_code == file_of(client, payout).status_code == 403
