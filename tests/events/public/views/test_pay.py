import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from events.booking.journal import By
from events.booking.links import issue_link
from events.choices import BookingState, PaymentState
from events.models.bookings import Attendee, Booking
from events.models.needs import Need
from events.models.payments import Payment, Refund
from events.payments import stripe_gateway
from events.payments.gateway import _connection
from events.payments.received import DoorMethod, take_at_door
from tests.factories.bookings import book
from tests.fakes.stripe_standin import Trouble
from tests.paying import page_of, stripe  # noqa: F401  (a fixture)

FORM = "/en/events/sample-event/book/"
TICKET = {"price_kind": "fixed", "price": "75.00"}
ME = {"name": "Sam Sample", "email": "sam.sample@example.org"}


@pytest.fixture
def paid_event(open_event, soon, stripe):  # noqa: F811
    return open_event(capacity=5, tickets=[TICKET], **soon)


def send(visitor, typed=None, path=FORM):
    """Fill in the form; the answer that it leads to, without following it."""
    page = visitor.open(path)
    data = {**page.fields(), **ME, **(typed or {})}
    return visitor.client.post(path, data)


def group(visitor):
    """Two people on the page that checks and pays."""
    page = visitor.open(FORM)
    page = visitor.send(page, {"add": "1"})
    return visitor.send(page, {**ME, "p2-name": "Siân Enghraifft"})


def test_one_person_goes_straight_to_the_payment_page(visitor, paid_event, stripe):  # noqa: F811
    answer = send(visitor)
    booking = Booking.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"{stripe.server.address}/pay/{Payment.objects.get().session_id}"
    assert booking.state == BookingState.HELD
    session = stripe.standin.sessions[page_of(answer["Location"])]
    assert session["success_url"] == f"http://testserver/bookings/{booking.reference}/paid/"


def test_the_price_in_the_post_is_ignored(visitor, paid_event, stripe):  # noqa: F811
    send(visitor, {"price": "1", "amount": "1", "p1-price": "1", "currency": "usd", "state": "confirmed"})
    session = next(iter(stripe.standin.sessions.values()))
    assert (session["amount_total"], session["currency"]) == (7500, "gbp")
    assert Booking.objects.get().state == BookingState.HELD


def test_coming_back_after_paying_confirms_and_shows_the_ticket(visitor, paid_event, stripe):  # noqa: F811
    stripe.pay(send(visitor)["Location"])
    page = visitor.open(f"/bookings/{Booking.objects.get().reference}/paid/")
    assert (page.state, page.heading) == ("confirmed", "You are in. Croeso!")


def test_coming_back_without_having_paid_confirms_nothing(visitor, paid_event):
    send(visitor)
    page = visitor.open(f"/bookings/{Booking.objects.get().reference}/paid/")
    assert (page.state, page.heading) == ("pay", "We are checking your payment")
    assert Booking.objects.get().state == BookingState.HELD


def test_the_checking_page_looks_again_by_itself_until_it_is_known(visitor, paid_event, stripe):  # noqa: F811
    address = send(visitor)["Location"]
    reference = Booking.objects.get().reference
    answer = visitor.client.get(f"/bookings/{reference}/paid/")
    assert answer["Refresh"] == "5"
    stripe.pay(address)
    assert visitor.client.get(f"/bookings/{reference}/paid/").status_code == 302


def test_head_asks_stripe_nothing(visitor, paid_event, stripe):  # noqa: F811
    stripe.pay(send(visitor)["Location"])
    visitor.client.head(f"/bookings/{Booking.objects.get().reference}/paid/")
    assert Booking.objects.get().state == BookingState.HELD


def test_the_webhook_confirms_without_the_browser(visitor, paid_event, stripe):  # noqa: F811
    stripe.pay(send(visitor)["Location"])
    assert stripe.deliver() == [200]
    assert Booking.objects.get().state == BookingState.CONFIRMED


def test_going_back_from_the_payment_page_keeps_the_places(visitor, paid_event, stripe):  # noqa: F811
    address = send(visitor)["Location"]
    back = stripe.standin.sessions[page_of(address)]["cancel_url"].removeprefix("http://testserver")
    page = visitor.open(back)
    assert (page.state, page.heading) == ("pay", "Check and pay")
    assert page.texts(".notice") == [
        "You came back from the payment page without paying. Nothing was charged; your places are kept."
    ]
    again = visitor.client.post(back, page.fields("#pay"))
    assert again["Location"] == address


def test_a_group_checks_before_it_pays(visitor, paid_event):
    page = group(visitor)
    assert (page.state, page.heading) == ("pay", "Check and pay")
    assert page.texts("table.price tr") == ["Place Price", "Place, 2 places £150.00", "Total, no fees added £150.00"]
    assert page.texts("#pay button") == ["Pay £150.00"]
    assert page.texts("dl.sum dd")[0] == "Sam Sample, Place"


def test_the_check_in_welsh(visitor, paid_event):
    page = group(visitor)
    welsh = visitor.open(f"{page.path}?language=cy")
    assert welsh.heading == "Gwirio a thalu"
    assert "Pay" not in welsh.texts("#pay button")[0]


def test_back_to_the_answers_finds_all_of_them(visitor, paid_event):
    page = visitor.open(FORM)
    page = visitor.send(page, {"add": "1"})
    page = visitor.send(page, {**ME, "p2-name": "Siân Enghraifft", "p2-diet": "vegan", "p1-access_text": "A chair"})
    assert Need.objects.count() == 2
    form = visitor.open(page.link("Back to my answers"))
    assert form.value("booking-state") == "held"
    fields = form.fields()
    assert (fields["name"], fields["p2-name"]) == (["Sam Sample"], ["Siân Enghraifft"])
    assert (fields["p2-diet"], fields["p1-access_text"]) == (["vegan"], ["A chair"])


def test_answers_can_be_changed_after_a_payment_page_was_opened(visitor, paid_event, stripe):  # noqa: F811
    page = group(visitor)
    visitor.client.post(page.path, page.fields("#pay"))
    form = visitor.open(FORM)
    form = visitor.send(form, {"add": "1"})
    page = visitor.send(form, {"p3-name": "Third Person"})
    assert page.texts("#pay button") == ["Pay £225.00"]
    assert [row["status"] for row in stripe.standin.sessions.values()] == ["expired"]
    assert Attendee.objects.claiming(timezone.now()).count() == 3


@pytest.mark.parametrize("kind", ["down", "500"])
def test_a_payment_page_that_does_not_open_is_told_plainly(visitor, paid_event, stripe, kind):  # noqa: F811
    stripe.standin.troubles.append(Trouble(kind, times=9))
    answer = send(visitor)
    page = visitor.open(answer["Location"])
    assert page.state == "pay"
    assert page.texts(".notice strong") == [
        "The payment page does not answer just now. Nothing was charged and your places are kept: try again."
    ]
    stripe.standin.troubles.clear()
    assert visitor.client.post(page.path, page.fields("#pay")).status_code == 303


@pytest.fixture
def impatient(monkeypatch):
    """Stripe is waited for as long as a test may take."""
    monkeypatch.setattr(stripe_gateway, "TIMEOUT", 0.2)
    _connection.cache_clear()
    yield
    _connection.cache_clear()


def test_a_payment_page_that_is_slow_is_not_waited_for(visitor, paid_event, stripe, impatient):  # noqa: F811
    """Stripe opens the page and answers too late: the same page is found by the next press."""
    stripe.standin.troubles.append(Trouble("slow", times=2, only="post /v1/checkout", seconds=0.5))
    page = visitor.open(send(visitor)["Location"])
    assert page.texts(".notice strong") == [
        "The payment page does not answer just now. Nothing was charged and your places are kept: try again."
    ]
    address = visitor.client.post(page.path, page.fields("#pay"))["Location"]
    assert list(stripe.standin.sessions) == [page_of(address)]


def test_a_press_without_a_way_to_pay_is_told(visitor, paid_event):
    page = group(visitor)
    again = visitor.send(page, {"how": "gold"}, form="#pay")
    assert again.texts(".notice strong") == ["Choose how you would like to pay, then press the button again."]
    assert Payment.objects.count() == 0


def test_more_time_and_places_that_ran_out(visitor, paid_event):
    page = group(visitor)
    Booking.objects.update(deadline_at=timezone.now() - dt.timedelta(minutes=1))
    Attendee.objects.update(claimed_until=timezone.now() - dt.timedelta(minutes=1))
    ended = visitor.open(page.path)
    assert ended.soup.select("#pay") == []
    kept = visitor.send(ended, {"more": "1"}, form="form.hold")
    assert kept.texts("#pay button") == ["Pay £150.00"]


def test_two_presses_of_the_form_make_one_booking(visitor, paid_event):
    page = visitor.open(FORM)
    data = {**page.fields(), **ME}
    for _ in range(2):
        visitor.client.post(FORM, data)
    assert Booking.objects.count() == 1


def test_cancelling_shows_and_gives_what_comes_back(visitor, paid_event, stripe):  # noqa: F811
    page = group(visitor)
    stripe.pay(visitor.client.post(page.path, page.fields("#pay"))["Location"])
    reference = Booking.objects.get().reference
    visitor.open(f"/bookings/{reference}/paid/")
    page = visitor.open(f"/bookings/{reference}/cancel/")
    assert page.texts(".optc b") == ["£75.00 back", "£75.00 back"]
    assert page.texts(".notice--warn p")[0].endswith("It goes to the card it came from and takes up to 10 days.")
    gone = Attendee.objects.get(name="Siân Enghraifft")
    page = visitor.send(page, {"places": [str(gone.pk)]}, form="#cancel")
    assert "£75.00 goes back to where it came from. That takes up to 10 days." in page.texts("p")
    assert Refund.objects.get().amount == Decimal("75.00")
    money = visitor.open(f"/bookings/{reference}/").texts("dl.sum dd")
    assert money[-4:-1] == ["£75.00", "£150.00", "£75.00"]
    assert money[-1].startswith("Paid: £150.00")


def test_money_that_did_not_come_by_card_is_not_promised_to_one(visitor, paid_event, stripe):  # noqa: F811
    booking = book(paid_event, now=timezone.now())
    paid = {"amount": Decimal(75), "method": DoorMethod.CASH, "client_id": uuid.UUID(int=1)}
    take_at_door(booking.pk, **paid, now=timezone.now(), by=By.system())
    visitor.open(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    (said,) = visitor.open(f"/bookings/{booking.reference}/cancel/").texts(".notice--warn p")
    assert said.endswith("everything. The organisers give it back to whoever paid.")


def test_leaving_a_booking_that_is_being_paid_closes_its_page_first(visitor, paid_event, stripe):  # noqa: F811
    send(visitor)
    reference = Booking.objects.get().reference
    page = visitor.open(f"/bookings/{reference}/cancel/")
    assert visitor.send(page, form="#cancel").state == "cancelled"
    assert [row["status"] for row in stripe.standin.sessions.values()] == ["expired"]
    assert Payment.objects.get().state == PaymentState.EXPIRED


def test_a_booking_without_anything_to_pay_has_no_such_page(visitor, open_event, soon, stripe):  # noqa: F811
    open_event(**soon)
    send(visitor)
    reference = Booking.objects.get().reference
    assert visitor.open(f"/bookings/{reference}/pay/").path == f"/bookings/{reference}/"
    assert visitor.open(f"/bookings/{reference}/paid/").path == f"/bookings/{reference}/"


def test_paying_needs_the_secret_link(visitor, paid_event, client):
    send(visitor)
    reference = Booking.objects.get().reference
    for name in ("pay", "paid"):
        assert client.get(f"/bookings/{reference}/{name}/").status_code == 410
