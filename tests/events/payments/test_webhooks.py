import json
import random
import time

import pytest

from events import errors
from events.choices import BookingState, PaymentState
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking
from events.models.messages import Message
from events.models.payments import Payment, Refund, StripeEvent
from events.payments.webhooks import receive
from tests.fakes.stripe_client import gateway_to
from tests.fakes.stripe_standin import Trouble, sign


@pytest.fixture
def paid(till) -> tuple[Booking, dict]:
    """A booking whose page is paid, and the event that says so."""
    booking = till.book()
    till.stripe.pay(till.open_page(booking))
    return booking, till.stripe.events[-1]


def test_receive_carries_an_event_out_once(till, paid):
    booking, event = paid
    assert [till.deliver(event) for _ in range(3)] == [True, False, False]
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED
    assert StripeEvent.objects.get().event_id == event["id"]


def test_receive_takes_no_note_of_what_it_could_not_carry_out(till, paid):
    _, event = paid
    till.stripe.troubles.append(Trouble("500"))
    with pytest.raises(errors.PaymentsDown):
        till.deliver(event)
    assert not StripeEvent.objects.exists()
    assert till.deliver(event)


@pytest.mark.parametrize("change", [{"livemode": True}, {"account": "acct_foreign"}])
def test_receive_passes_over_events_of_other_accounts_and_modes(till, paid, change):
    booking, event = paid
    assert not till.deliver({**event, **change})
    booking.refresh_from_db()
    assert (booking.state, StripeEvent.objects.count()) == (BookingState.HELD, 0)


def test_receive_takes_events_that_name_our_own_account(till, paid):
    assert till.deliver({**paid[1], "account": "acct_pretend"})


def test_read_event_takes_both_secrets_while_they_are_changed_over(till, paid):
    gateway = gateway_to(till.stripe, secrets=("whsec_new", "whsec_old"))
    for secret in ("whsec_new", "whsec_old"):
        body, signature = till.stripe.signed(paid[1], secret=secret)
        assert gateway.read_event(body, signature).event_id == paid[1]["id"]


def forged(till, event) -> dict[str, tuple[bytes, str]]:
    body, signature = till.stripe.signed(event)
    now = int(time.time())
    return {
        "another secret": (body, sign(body, "whsec_foreign", at=now)),
        "old": (body, sign(body, till.stripe.secret, at=now - 400)),
        "serialised again": (json.dumps(json.loads(body), indent=1).encode(), signature),
        "another body": (body.replace(b"cs_test", b"cs_fake"), signature),
        "malformed": (body, "t=now,v1=yes"),
        "none": (body, ""),
    }


@pytest.mark.parametrize("name", ["another secret", "old", "serialised again", "another body", "malformed", "none"])
def test_read_event_refuses_what_stripe_did_not_sign(till, paid, name):
    body, signature = forged(till, paid[1])[name]
    with pytest.raises(ValueError, match="not signed"):
        till.gateway.read_event(body, signature)


def test_an_event_says_only_which_page_to_ask_about(till):
    """Signed or not, a lie about the state of a page confirms nothing: Stripe is asked."""
    booking = till.book()
    page = till.open_page(booking)
    lie = {**till.stripe.sessions[page], "status": "complete", "payment_status": "paid"}
    event = {"id": "evt_lie", "type": "checkout.session.completed", "livemode": False, "data": {"object": lie}}
    till.deliver(event)
    booking.refresh_from_db()
    assert booking.state == BookingState.HELD


def test_receive_notes_a_dispute(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.stripe.dispute(page)
    till.deliver_all()
    payment = Payment.objects.get()
    assert (payment.dispute_state, payment.disputed_at) == ("needs_response", till.now)
    assert booking.audit_entries.filter(action="payment.disputed").count() == 1


def story(till) -> dict[str, object]:
    """One of everything: paid, paid by bank, refused by a bank, left open, given back in the dashboard, disputed."""
    pages = {}
    till.event.capacity = None
    till.event.save()
    for name in ("card", "bank", "refused", "left", "dashboard", "disputed"):
        pages[name] = till.open_page(till.book(name=name, email=f"{name}@example.org"))
    for name in ("card", "dashboard", "disputed"):
        till.stripe.pay(pages[name])
    for name in ("bank", "refused"):
        till.stripe.pay_later(pages[name])
        till.stripe.bank_says(pages[name], yes=name == "bank")
    till.stripe.refund_in_dashboard(pages["dashboard"], 2500)
    till.stripe.dispute(pages["disputed"])
    till.wait(minutes=41)
    till.stripe.handle("get", f"/v1/checkout/sessions/{pages['left']}", {}, {"Authorization": "Bearer sk_test_only"})
    return pages


ONCE = ("payment.received", "payment.disputed", "refund.found", "refund.promised", "refund.done")


def the_end() -> dict[str, object]:
    """Everything that anybody could notice."""
    bookings = Booking.objects.order_by("name")
    return {
        "bookings": list(bookings.values_list("name", "state")),
        "payments": list(Payment.objects.order_by("booking__name").values_list("state", "amount", "dispute_state")),
        "refunds": list(Refund.objects.order_by("booking__name").values_list("booking__name", "amount", "state")),
        "mails": sorted(Message.objects.values_list("kind", "to_email")),
        "noted": sorted(AuditEntry.objects.filter(action__in=ONCE).values_list("action", "booking__name")),
        "places": Attendee.objects.confirmed().count(),
    }


END = {
    "bookings": [
        ("bank", "confirmed"),
        ("card", "confirmed"),
        ("dashboard", "confirmed"),
        ("disputed", "confirmed"),
        ("left", "expired"),
        ("refused", "held"),
    ],
    "payments": [
        ("paid", 75, ""),
        ("paid", 75, ""),
        ("paid", 75, ""),
        ("paid", 75, "needs_response"),
        ("expired", 75, ""),
        ("failed", 75, ""),
    ],
    "refunds": [("dashboard", 25, "done")],
    "mails": [
        ("confirmation", "bank@example.org"),
        ("confirmation", "card@example.org"),
        ("confirmation", "dashboard@example.org"),
        ("confirmation", "disputed@example.org"),
        ("payment_failed", "refused@example.org"),
    ],
    "noted": [
        ("payment.disputed", "disputed"),
        ("payment.received", "bank"),
        ("payment.received", "card"),
        ("payment.received", "dashboard"),
        ("payment.received", "disputed"),
        ("refund.found", "dashboard"),
    ],
    "places": 4,
}


@pytest.mark.parametrize("seed", range(50))
def test_any_order_and_repetition_of_events_has_the_same_end(till, seed):
    story(till)
    told_anew = [{**event, "id": f"{event['id']}_again"} for event in till.stripe.events]
    events = till.stripe.events * 2 + told_anew
    random.Random(seed).shuffle(events)
    for event in events:
        till.deliver(event)
    till.run_due()
    assert the_end() == END


def test_all_webhooks_lost_for_a_day_has_the_same_end(till):
    story(till)
    till.wait(days=1)
    till.run_due()
    till.run_due()
    assert the_end() == END


def test_an_event_about_something_else_is_taken_note_of_and_does_nothing(till):
    event = {"id": "evt_other", "type": "customer.created", "livemode": False, "data": {"object": {"id": "cus_1"}}}
    assert receive(till.gateway.read_event(*till.stripe.signed(event)), now=till.now, gateway=till.gateway)
    assert PaymentState.OPEN not in Payment.objects.values_list("state", flat=True)
