"""Open invoices, statements, books and accounts on the desk: for whoever keeps the books of their organisation."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.choices import PriceKind, StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.invoices import Invoice
from events.models.payments import Payment
from events.models.time_credits import CreditAccount
from events.payments.balance import balance
from events.payments.time_credits import balance_of
from tests.events.backoffice.conftest import client_of, member, queries_of, soon
from tests.factories.events import make_event
from tests.factories.invoices import invoiced
from tests.factories.time_credits import make_account

pytestmark = pytest.mark.django_db

PAGES = ["debts", "books", "accounts", "bank", "new_account", "codes", "new_code"]


def paid(host, slug):
    ticket = {"price_kind": PriceKind.FIXED, "price": "75.00"}
    return make_event(slug, host=host, title=f"Event {slug}", tickets=[ticket], takes_invoices=True, **soon())


@pytest.fixture
def invoice(own):
    return invoiced(paid(own, "paid"), now=timezone.now())[1]


@pytest.fixture
def foreign_invoice(foreign):
    return invoiced(paid(foreign, "foreign-paid"), now=timezone.now())[1]


@pytest.fixture
def finance(own):
    return client_of(member(own, StaffRole.FINANCE))


def text_of(response):
    return response.content.decode()


def rows_of(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [StaffRole.DOOR_HELPER, StaffRole.EDITOR, StaffRole.DATA_LEAD])
def test_money_is_closed_to_those_without_it(own, name, role):
    assert client_of(member(own, role)).get(reverse(f"desk:{name}")).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_money_is_open_to_finance(finance, name):
    assert finance.get(reverse(f"desk:{name}")).status_code == 200


def test_debts_shows_own_invoices_only(finance, invoice, foreign_invoice):
    page = text_of(finance.get(reverse("desk:debts")))
    assert "Event paid" in page
    assert "Event foreign-paid" not in page
    for name in ("invoice", "invoice_paper"):
        assert finance.get(reverse(f"desk:{name}", args=[foreign_invoice.pk])).status_code == 403
    for name in ("invoice_paid", "invoice_po", "invoice_again"):
        assert finance.post(reverse(f"desk:{name}", args=[foreign_invoice.pk])).status_code == 403


def test_debts_takes_as_many_queries_for_three_as_for_one(finance, own, invoice):
    one = queries_of(lambda: finance.get(reverse("desk:debts")))
    for number in range(2):
        invoiced(paid(own, f"more-{number}"), now=timezone.now())
    assert queries_of(lambda: finance.get(reverse("desk:debts"))) == one


def test_debts_file_adds_up_and_is_written_down(finance, invoice):
    heading, row = rows_of(finance.get(reverse("desk:debts_file", args=["csv"])))
    assert dict(zip(heading, row, strict=True))["Still open"] == "75.00"
    assert AuditEntry.objects.filter(action="debts.exported").count() == 1


def paying(amount, **typed):
    return {"amount": amount, "reference": "BACS 1", "paid_on": "2027-01-12", "once": str(uuid.UUID(int=1)), **typed}


def test_mark_paid_takes_a_part_once(finance, invoice):
    for _ in range(2):
        finance.post(reverse("desk:invoice_paid", args=[invoice.pk]), paying("25.00"))
    payment = Payment.objects.get()
    assert (payment.amount, payment.reference, payment.paid_at.date()) == (25, "BACS 1", dt.date(2027, 1, 12))
    assert balance(invoice.booking).due == 50


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("75,00", "Write the amount with a point before the pence"),
        ("-5", "The amount must be above nought"),
        ("NaN", "Write the amount in figures"),
        ("1e3", "Write the amount in figures"),
        ("5.001", "An amount has at most two figures after the point"),
        ("", "Type the amount"),
        ("99.00", "up to what is due, which is £75.00"),
    ],
)
def test_mark_paid_says_what_is_wrong_with_an_amount(finance, invoice, amount, said):
    page = text_of(finance.post(reverse("desk:invoice_paid", args=[invoice.pk]), paying(amount)))
    assert said in page
    assert "BACS 1" in page
    assert Payment.objects.count() == 0


def test_event_staff_see_money_and_change_none(own, invoice):
    staff = client_of(member(own, StaffRole.EVENT_STAFF))
    assert staff.get(reverse("desk:invoice", args=[invoice.pk])).status_code == 200
    assert staff.post(reverse("desk:invoice_paid", args=[invoice.pk]), paying("5.00")).status_code == 403


def test_invoice_is_printed_and_written_down(finance, invoice):
    assert finance.get(reverse("desk:invoice_paper", args=[invoice.pk])).content.startswith(b"%PDF-")
    assert AuditEntry.objects.get(action="invoice.printed").detail == {"number": "INV-0001"}


def test_po_number_is_set(finance, invoice):
    finance.post(reverse("desk:invoice_po", args=[invoice.pk]), {"po_number": "PO 5"})
    assert Invoice.objects.get().po_number == "PO 5"


STATEMENT = """Date,Description,Amount
12/01/2027,BACS SAMPLE HB INV0001,75.00
12/01/2027,Rent,-300.00
13/01/2027,=HYPERLINK,10.00
"""


def preview(finance, own, text=STATEMENT):
    file = SimpleUploadedFile("bank.csv", text.encode())
    return finance.post(reverse("desk:bank"), {"organisation": own.pk, "file": file})


def table_of(page):
    return page.context["table"]


def test_bank_statement_is_looked_at_before_anything_is_stored(finance, own, invoice):
    page = preview(finance, own)
    assert [row.match.value for row in page.context["matched"]] == ["sure", "unclear"]
    assert Payment.objects.count() == 0


def test_bank_statement_is_entered_once_however_often_it_is_read(finance, own, invoice):
    for _ in range(2):
        finance.post(reverse("desk:bank_enter"), {"table": table_of(preview(finance, own))})
    payment = Payment.objects.get()
    assert (payment.amount, payment.method, payment.reference) == (75, "transfer", "BACS SAMPLE HB INV0001")
    assert [row.match.value for row in preview(finance, own).context["matched"]] == ["known", "unclear"]


def test_bank_statement_enters_what_fits_by_amount_only_when_ticked(finance, own, invoice):
    page = preview(finance, own, "Date,Details,Paid in\n2027-01-12,From somebody,75.00\n")
    (row,) = page.context["matched"]
    assert row.match.value == "by amount"
    finance.post(reverse("desk:bank_enter"), {"table": table_of(page)})
    assert Payment.objects.count() == 0
    finance.post(reverse("desk:bank_enter"), {"table": table_of(page), "line": row.entry.key.hex})
    assert Payment.objects.get().amount == 75


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "Date,Amount\n12/01/2027,5\n"])
def test_bank_statement_that_cannot_be_read_says_so(finance, own, text):
    page = preview(finance, own, text)
    assert page.context["form"].errors["file"]


def test_bank_statement_takes_nothing_from_another_organisation(finance, own, foreign, foreign_invoice):
    assert preview(finance, foreign).context["form"].errors["organisation"]
    forged = finance.post(reverse("desk:bank_enter"), {"table": "forged"}, follow=True)
    assert "That preview can no longer be used" in text_of(forged)


def test_books_add_up_and_leave_others_out(finance, invoice, foreign_invoice):
    finance.post(reverse("desk:invoice_paid", args=[invoice.pk]), paying("25.00", paid_on=str(timezone.localdate())))
    today = str(timezone.localdate())
    rows = rows_of(finance.get(reverse("desk:books_file", args=["csv"]), {"first": today, "last": today}))
    assert [(row[1], row[6]) for row in rows[1:]] == [
        ("Payment", "25.00"),
        ("Invoice", "75.00"),
        ("Total", "25.00"),
        ("Total", "75.00"),
    ]
    page = finance.get(reverse("desk:books"), {"first": today, "last": today})
    assert [(str(line["event"] or ""), line["net"], line["invoiced"]) for line in page.context["lines"]] == [
        ("Event paid", 25, 75),
        ("", 25, 75),
    ]


def test_books_say_when_the_days_are_the_wrong_way_round(finance):
    page = text_of(finance.get(reverse("desk:books"), {"first": "2027-02-01", "last": "2027-01-01"}))
    assert "The last day lies before the first" in page


def test_accounts_shows_own_ones_only(finance, own, foreign):
    make_account(own, 3, name="Own Helper", email="own@example.org")
    other = make_account(foreign, 3, name="Secret Helper", email="secret@example.org")
    page = text_of(finance.get(reverse("desk:accounts")))
    assert "Own Helper" in page
    assert "Secret Helper" not in page
    assert finance.get(reverse("desk:account", args=[other.pk])).status_code == 403
    assert finance.post(reverse("desk:adjust_account", args=[other.pk])).status_code == 403


def test_accounts_takes_as_many_queries_for_three_as_for_one(finance, own):
    make_account(own, 3)
    one = queries_of(lambda: finance.get(reverse("desk:accounts")))
    for number in range(2):
        make_account(own, 3, email=f"{number}@example.org")
    assert queries_of(lambda: finance.get(reverse("desk:accounts"))) == one


def test_account_is_opened_and_adjusted_once(finance, own):
    typed = {
        "issuer": own.pk,
        "kind": "organisation",
        "name": "Sample Trust",
        "email": "t@example.org",
        "language": "cy",
    }
    finance.post(reverse("desk:new_account"), typed)
    account = CreditAccount.objects.get(email="t@example.org")
    for _ in range(2):
        typed = {"number": "4", "reason": "A day’s help", "once": str(uuid.UUID(int=1))}
        finance.post(reverse("desk:adjust_account", args=[account.pk]), typed)
    assert (balance_of(account), account.kind, account.language) == (4, "organisation", "cy")


def test_account_below_nought_is_refused_until_staff_allow_it(finance, own):
    account = make_account(own, 1)
    taking = {"number": "-3", "reason": "Bus", "once": str(uuid.UUID(int=1))}
    page = text_of(finance.post(reverse("desk:adjust_account", args=[account.pk]), taking))
    assert "the account holds 1. Nothing was changed." in page
    finance.post(reverse("desk:owe_account", args=[account.pk]), {"may_owe": "on", "reason": "Agreed"})
    finance.post(reverse("desk:adjust_account", args=[account.pk]), taking)
    assert balance_of(account) == -2


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_account_statement_is_a_file(finance, own, kind):
    account = make_account(own, 3, name="=1+1")
    response = finance.get(reverse("desk:account_file", args=[account.pk, kind]))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert body[:4] in (b"\xef\xbb\xbfD", b"PK\x03\x04", b"%PDF")
    assert AuditEntry.objects.get(action="credits.exported").detail["account"] == account.pk


def test_take_payment_at_the_door_once(own):
    booking = Booking.objects.get(pk=invoiced(paid(own, "door"), now=timezone.now())[0].pk)
    helper = client_of(member(own, StaffRole.DOOR_HELPER))
    address = reverse("desk:take_payment", args=[booking.event_id, booking.reference])
    typed = {"amount": "75.00", "method": "cash", "once": str(uuid.UUID(int=1))}
    for _ in range(2):
        helper.post(address, typed)
    assert (Payment.objects.get().method, balance(booking).due) == ("door", 0)
    assert "Nothing is to pay." in text_of(helper.get(address))


def test_take_payment_is_closed_to_others(own, foreign):
    booking = invoiced(paid(foreign, "foreign-door"), now=timezone.now())[0]
    address = reverse("desk:take_payment", args=[booking.event_id, booking.reference])
    for role in StaffRole:
        assert client_of(member(own, role)).get(address).status_code == 403
    assert client_of(member(foreign, StaffRole.EDITOR)).get(address).status_code == 403


def test_strike_payment_takes_a_mistake_back_with_a_reason(own, foreign):
    booking = Booking.objects.get(pk=invoiced(paid(own, "door"), now=timezone.now())[0].pk)
    helper = client_of(member(own, StaffRole.DOOR_HELPER))
    take = reverse("desk:take_payment", args=[booking.event_id, booking.reference])
    helper.post(take, {"amount": "75.00", "method": "cash", "once": str(uuid.UUID(int=1))})
    strike = reverse("desk:strike_payment", args=[booking.event_id, booking.reference, Payment.objects.get().pk])
    client_of(member(foreign, StaffRole.FINANCE)).post(strike, {"reason": "Theirs"})
    client_of(member(own, StaffRole.EDITOR)).post(strike, {"reason": "Not mine"})
    helper.post(strike, {"reason": ""})
    assert balance(booking).due == 0
    helper.post(strike, {"reason": "Wrong person"})
    assert balance(booking).due == 75
