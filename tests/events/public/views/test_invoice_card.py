"""The finance team pays an open invoice by card, behind the link that was sent to them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from events import errors
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.links import issue_link
from events.choices import BookingState, LinkPurpose, PayBy, PaymentState, PriceKind, RefundCause
from events.models.bookings import Booking
from events.models.invoices import Invoice
from events.models.payments import Payment, Refund
from events.payments.balance import balance
from events.payments.debts import debts_of
from events.payments.gateway import connected
from events.payments.invoices import correct_invoices, invoice_booking
from events.payments.received import receive_transfer
from events.payments.refunds import cancel
from tests.factories.bookings import book
from tests.factories.invoices import PAYER, make_seller
from tests.fakes.stripe_standin import Trouble
from tests.paying import page_of, stripe  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

BUTTON = "#card button"


@pytest.fixture
def booking(open_event, soon, stripe):  # noqa: F811
    ticket = {"price_kind": PriceKind.FIXED, "price": "75.00"}
    event = open_event(tickets=[ticket], takes_invoices=True, host=make_seller(), **soon)
    booking = book(event, 2, now=timezone.now())
    invoice_booking(booking.pk, payer=PAYER, now=timezone.now(), by=By.booker())
    booking.refresh_from_db()
    return booking


def finance(visitor, booking):
    token = issue_link(booking=booking, now=timezone.now(), purpose=LinkPurpose.INVOICE)
    return visitor.open(f"/bookings/l/{token}/")


def press(visitor, page):
    """The address of the payment page that the button leads to."""
    return visitor.client.post(page.path, page.fields("#card") | {"card": "1"})["Location"]


def transfer(booking, amount="150.00"):
    sums = {"amount": Decimal(amount), "reference": "BANK 1", "key": uuid.uuid4()}
    now = timezone.now()
    return receive_transfer(booking.pk, **sums, paid_at=now, now=now, by=By.staff(None, reason="bank"))


def back(visitor, booking):
    return visitor.open(f"/bookings/{booking.reference}/invoice/paid/")


def test_finance_pays_the_invoice_by_card(booking, visitor, stripe):  # noqa: F811
    page = finance(visitor, booking)
    assert page.texts(BUTTON) == ["Pay £150.00 by card"]
    stripe.pay(press(visitor, page))
    page = back(visitor, booking)
    assert page.heading == "Invoice INV-0001"
    assert page.texts(".notice--good strong") == [
        "Thank you. Your payment by card has arrived.",
        "Nothing is to pay any more. Thank you.",
    ]
    assert page.soup.select(BUTTON) == []
    payment, invoice = Payment.objects.get(), Invoice.objects.get()
    assert (payment.state, payment.amount, payment.reference) == (PaymentState.PAID, Decimal("150.00"), "INV-0001")
    assert debts_of([invoice], today=dt.date(2026, 1, 1))[0].open == 0


def test_the_payment_page_knows_the_finance_team_and_not_the_booker(booking, visitor, stripe):  # noqa: F811
    session = stripe.standin.sessions[page_of(press(visitor, finance(visitor, booking)))]
    assert booking.email not in str(session)
    assert (session["customer_email"], session["amount_total"]) == (PAYER.email, 15000)
    base = f"http://testserver/bookings/{booking.reference}/invoice/"
    assert (session["success_url"], session["cancel_url"]) == (f"{base}paid/", f"{base}?not-paid")


def test_an_amount_in_the_post_is_ignored(booking, visitor, stripe):  # noqa: F811
    page = finance(visitor, booking)
    visitor.client.post(page.path, page.fields("#card") | {"card": "1", "amount": "1", "currency": "usd"})
    session = next(iter(stripe.standin.sessions.values()))
    assert (session["amount_total"], session["currency"]) == (15000, "gbp")


def test_only_what_is_still_open_is_paid(booking, visitor, stripe):  # noqa: F811
    transfer(booking, "50.00")
    page = finance(visitor, booking)
    assert page.texts(BUTTON) == ["Pay £100.00 by card"]
    press(visitor, page)
    assert next(iter(stripe.standin.sessions.values()))["amount_total"] == 10000


def test_two_tabs_lead_to_one_payment_page(booking, visitor, stripe):  # noqa: F811
    one, two = finance(visitor, booking), finance(visitor, booking)
    assert press(visitor, one) == press(visitor, two)
    assert len(stripe.standin.sessions) == 1


def test_the_other_tab_after_paying_says_that_it_is_paid(booking, visitor, stripe):  # noqa: F811
    tab = finance(visitor, booking)
    stripe.pay(press(visitor, tab))
    page = visitor.send(tab, {"card": "1"}, form="#card")
    assert page.texts(".notice--good strong") == ["Nothing is to pay any more. Thank you."]
    assert len(stripe.standin.intents) == Payment.objects.received().count() == 1


def test_paid_by_transfer_meanwhile_the_card_gets_all_of_it_back(booking, visitor, stripe):  # noqa: F811
    address = press(visitor, finance(visitor, booking))
    transfer(booking)
    stripe.pay(address)
    page = back(visitor, booking)
    assert page.texts(".notice--warn strong") == [
        "There was nothing to pay any more. Your payment by card goes back to you, in up to 10 days."
    ]
    refund = Refund.objects.get()
    assert (refund.amount, refund.cause) == (Decimal("150.00"), RefundCause.TWICE)
    assert balance(booking).received == Decimal("150.00")


def test_paid_by_transfer_meanwhile_the_page_is_closed_when_pressed_again(booking, visitor, stripe):  # noqa: F811
    tab = finance(visitor, booking)
    press(visitor, tab)
    transfer(booking)
    page = visitor.send(tab, {"card": "1"}, form="#card")
    assert page.texts(".notice--good strong") == ["Nothing is to pay any more. Thank you."]
    assert [row["status"] for row in stripe.standin.sessions.values()] == ["expired"]


def test_a_late_payment_for_a_cancelled_booking_goes_back(booking, visitor, stripe):  # noqa: F811
    address = press(visitor, finance(visitor, booking))
    now = timezone.now()
    Payment.objects.update(state=PaymentState.EXPIRED)  # as if Stripe had told us of a page that was paid after all
    cancel_places(booking.pk, now=now, by=By.booker())
    Payment.objects.update(state=PaymentState.OPEN)
    stripe.pay(address)
    assert set(stripe.deliver()) == {200}
    refund = Refund.objects.get()
    assert (refund.amount, refund.cause) == (Decimal("150.00"), RefundCause.LATE)
    assert "goes back to you" in back(visitor, booking).texts(".notice--warn strong")[0]


def test_cancelling_closes_the_page_of_the_finance_team(booking, visitor, stripe):  # noqa: F811
    press(visitor, finance(visitor, booking))
    cancel(booking.pk, now=timezone.now(), by=By.booker(), gateway=connected())
    assert [row["status"] for row in stripe.standin.sessions.values()] == ["expired"]
    correct_invoices(timezone.now())
    assert finance(visitor, booking).soup.select(BUTTON) == []


def test_the_webhook_alone_pays_the_invoice_once(booking, visitor, stripe):  # noqa: F811
    stripe.pay(press(visitor, finance(visitor, booking)))
    for _ in range(3):
        stripe.deliver()
    assert balance(booking).received == Decimal("150.00")
    assert Refund.objects.count() == 0


def test_an_invoice_that_is_paid_by_card_stays_an_invoice(booking, visitor, stripe):  # noqa: F811
    stripe.pay(press(visitor, finance(visitor, booking)))
    back(visitor, booking)
    booking.refresh_from_db()
    assert booking.pay_by == PayBy.INVOICE
    cancel(booking.pk, now=timezone.now(), by=By.booker(), gateway=connected())
    assert correct_invoices(timezone.now()) == 1
    assert [paper.is_credit_note for paper in Invoice.objects.order_by("pk")] == [False, True]


def test_a_place_that_came_since_is_invoiced_before_it_is_paid(booking, visitor, stripe):  # noqa: F811
    page = finance(visitor, booking)
    booking.attendees.filter(position=1).update(price="95.00")
    press(visitor, page)
    assert next(iter(stripe.standin.sessions.values()))["amount_total"] == 17000
    assert sum(paper.total for paper in Invoice.objects.all()) == Decimal("170.00")


def test_a_page_opened_by_the_booker_before_is_not_shown_to_finance(open_event, soon, visitor, stripe):  # noqa: F811
    ticket = {"price_kind": PriceKind.FIXED, "price": "75.00"}
    event = open_event(tickets=[ticket], takes_invoices=True, host=make_seller(), **soon)
    booking = book(event, now=timezone.now(), pay_by=PayBy.CARD)
    visitor.open(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    page = visitor.open(f"/bookings/{booking.reference}/pay/")
    visitor.client.post(page.path, page.fields("#pay") | {"how": "card"})
    invoice_booking(booking.pk, payer=PAYER, now=timezone.now(), by=By.booker())
    press(visitor, finance(visitor, booking))
    pages = list(stripe.standin.sessions.values())
    assert [page["status"] for page in pages] == ["expired", "open"]
    assert [page["customer_email"] for page in pages] == [booking.email, PAYER.email]


def test_going_back_from_the_payment_page_is_told(booking, visitor, stripe):  # noqa: F811
    press(visitor, finance(visitor, booking))
    page = visitor.open(f"/bookings/{booking.reference}/invoice/?not-paid")
    assert page.texts(".notice--warn strong") == [
        "You came back from the payment page without paying. Nothing was charged."
    ]
    assert page.texts(BUTTON) == ["Pay £150.00 by card"]


def test_until_it_is_known_the_page_looks_again(booking, visitor, stripe):  # noqa: F811
    press(visitor, finance(visitor, booking))
    path = f"/bookings/{booking.reference}/invoice/paid/"
    assert visitor.client.get(path)["Refresh"] == "5"
    page = visitor.open(path)
    assert (page.heading, page.state) == ("We are checking your payment", "pay")
    assert booking.email not in page.text


def test_a_bank_payment_on_its_way_is_shown_and_not_asked_for_again(booking, visitor, stripe):  # noqa: F811
    tab = finance(visitor, booking)
    stripe.standin.pay_later(page_of(press(visitor, tab)))
    page = back(visitor, booking)
    assert "Your bank is sending £150.00. That takes a few days; there is nothing more to do." in page.texts("p")
    assert page.soup.select(BUTTON) == []
    again = visitor.send(tab, {"card": "1"}, form="#card")
    assert again.texts(".notice--bad h2") == [str(errors.PaymentOnItsWay.message)]


@pytest.mark.parametrize("kind", ["down", "500"])
def test_a_payment_page_that_does_not_open_is_told_plainly(booking, visitor, stripe, kind):  # noqa: F811
    stripe.standin.troubles.append(Trouble(kind, times=9))
    page = visitor.send(finance(visitor, booking), {"card": "1"}, form="#card")
    assert page.texts(".notice--bad h2") == [str(errors.PaymentsDown.message)]
    stripe.standin.troubles.clear()
    assert press(visitor, page).startswith(stripe.server.address)


def test_without_cards_the_invoice_offers_the_bank_only(booking, visitor, settings):
    settings.STRIPE_SECRET_KEY = ""
    page = finance(visitor, booking)
    assert page.soup.select(BUTTON) == []
    assert "By bank transfer" in page.texts("p strong")


def test_opening_the_pages_changes_nothing(booking, visitor, stripe):  # noqa: F811
    finance(visitor, booking)
    visitor.client.head(f"/bookings/{booking.reference}/invoice/paid/")
    assert (Payment.objects.count(), len(stripe.standin.sessions)) == (0, 0)


def test_a_stranger_cannot_open_them(booking, client):
    for name in ("invoice/", "invoice/paid/"):
        assert client.get(f"/bookings/{booking.reference}/{name}").status_code == 410
    assert Booking.objects.get().state == BookingState.CONFIRMED
