from decimal import Decimal

import pytest

from events import errors
from events.booking.bookings import cancel_places, place_booking
from events.booking.holds import give_more_time
from events.booking.journal import By
from events.booking.waitlist import accept_offer
from events.choices import BookingState, PayBy, PaymentState
from events.models.bookings import Attendee, Booking
from events.models.payments import Payment
from events.payments.checkout import close_open_page
from tests.events.payments.conftest import MINUTE
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, make_ticket_type
from tests.fakes.stripe_standin import Trouble


def test_open_page_asks_for_what_the_places_cost(till):
    cheap = make_ticket_type(till.event, name="Concession", price_kind="concession", price="20.00")
    booking = till.book(2)
    booking.attendees.filter(position=1).update(ticket_type=cheap, price="20.00")
    page = till.stripe.sessions[till.open_page(booking)]
    assert (page["amount_total"], page["currency"], page["mode"]) == (9500, "gbp", "payment")
    assert page["client_reference_id"] == booking.reference
    payment = Payment.objects.get()
    assert (payment.amount, payment.state, payment.account) == (Decimal("95.00"), PaymentState.OPEN, "acct_pretend")


def test_open_page_tells_stripe_no_name(till):
    booking = till.book()
    till.open_page(booking)
    assert "Sample Person" not in str(till.stripe.sessions)


def test_what_was_asked_for_is_forgotten_once_it_is_decided(till):
    booking = till.book()
    page = till.open_page(booking)
    assert Payment.objects.get().order["email"] == booking.email
    till.stripe.pay(page)
    till.settle(page)
    assert Payment.objects.get().order == {}


def test_the_same_page_is_asked_for_whatever_has_changed_meanwhile(till):
    booking = till.book()
    till.stripe.troubles.append(Trouble("lost", only="post /v1/checkout"))
    with pytest.raises(errors.PaymentsDown):
        till.open_page(booking)
    till.event.words["en"]["title"] = "Another title"
    till.event.save()
    Booking.objects.update(email="changed@example.org")
    till.open_page(booking)
    assert len(till.stripe.sessions) == 1


def test_two_tabs_open_one_page(till):
    booking = till.book()
    pages = {till.open_page(booking), till.open_page(booking)}
    assert len(pages) == 1
    assert Payment.objects.count() == 1


def test_two_tabs_that_pay_one_booking_pay_once(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.settle(page)
    with pytest.raises(errors.NothingToPay):
        till.open_page(booking)
    assert len(till.stripe.intents) == 1


def test_open_page_finds_out_that_an_earlier_one_was_paid(till):
    booking = till.book()
    till.stripe.pay(till.open_page(booking))
    with pytest.raises(errors.NothingToPay):
        till.open_page(booking)
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_open_page_makes_a_new_one_before_the_old_closes_under_somebody(till):
    booking = till.book()
    old = till.open_page(booking)
    till.wait(minutes=36)
    new = till.open_page(booking)
    assert new != old
    assert [row["status"] for row in till.stripe.sessions.values()] == ["expired", "open"]


def test_open_page_waits_for_a_bank_debit(till):
    booking = till.book()
    page = till.open_page(booking)
    till.stripe.pay_later(page)
    with pytest.raises(errors.PaymentOnItsWay):
        till.open_page(booking)


def test_open_page_after_the_hold_has_ended(till):
    booking = till.book()
    till.wait(minutes=15)
    with pytest.raises(errors.HoldExpired):
        till.open_page(booking)
    assert not Payment.objects.exists()


def test_open_page_for_free_places(till):
    booking = till.book()
    booking.attendees.update(price=None)
    with pytest.raises(errors.NothingToPay):
        till.open_page(booking)


@pytest.mark.parametrize("kind", ["down", "lost", "500"])
def test_nothing_is_lost_while_stripe_is_in_trouble(till, kind):
    booking = till.book(3)
    till.stripe.troubles.append(Trouble(kind, only="post /v1/checkout"))
    with pytest.raises(errors.PaymentsDown):
        till.open_page(booking)
    assert Attendee.objects.claiming(till.now).count() == 3
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.settle(page)
    assert len(till.stripe.sessions) == 1
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_an_amount_that_stripe_refuses_leaves_the_places_held_by_the_clock(till):
    booking = till.book()
    booking.attendees.update(price="0.10")
    with pytest.raises(errors.PaymentRefused):
        till.open_page(booking)
    booking.refresh_from_db()
    assert (Payment.objects.get().state, booking.state) == (PaymentState.FAILED, BookingState.HELD)
    assert booking.deadline_at == till.now + 15 * MINUTE


def test_a_booking_is_not_changed_under_an_open_page(till):
    booking = till.book()
    till.open_page(booking)
    with pytest.raises(errors.PaymentOpen):
        cancel_places(booking.pk, now=till.now, by=By.booker())
    with pytest.raises(errors.PaymentOpen):
        give_more_time(booking.pk, now=till.now)
    booking.refresh_from_db()
    assert booking.state == BookingState.HELD


def test_the_form_is_sent_again_once_its_page_is_closed(till):
    party = make_party(till.event, pay_by=PayBy.CARD)
    booking = place_booking(event_id=till.event.pk, party=party, form_token="form", now=NOW)
    till.open_page(booking)
    with pytest.raises(errors.PaymentOpen):
        place_booking(event_id=till.event.pk, party=party, form_token="form", now=NOW)
    close_open_page(booking.pk, now=NOW, gateway=till.gateway)
    more = make_party(till.event, 3, pay_by=PayBy.CARD)
    again = place_booking(event_id=till.event.pk, party=more, form_token="form", now=NOW)
    assert (again.pk, again.state) == (booking.pk, BookingState.HELD)
    assert Attendee.objects.claiming(NOW).count() == 3
    page = till.open_page(again)
    assert till.stripe.sessions[page]["amount_total"] == 22500


def test_a_party_that_ran_out_of_time_sends_its_form_again(till):
    booking = book(till.event, token="form", pay_by=PayBy.CARD)
    Booking.objects.update(state=BookingState.EXPIRED, deadline_at=None)
    booking.attendees.update(claimed_until=None)
    again = book(till.event, token="form", pay_by=PayBy.CARD)
    assert (again.pk, again.state) == (booking.pk, BookingState.HELD)


def test_close_open_page_keeps_the_places_for_the_rest_of_its_time(till):
    booking = till.book()
    till.open_page(booking)
    till.wait(minutes=5)
    close_open_page(booking.pk, now=till.now, gateway=till.gateway)
    booking.refresh_from_db()
    assert (booking.state, booking.deadline_at) == (BookingState.HELD, till.now + 35 * MINUTE)
    assert [row["status"] for row in till.stripe.sessions.values()] == ["expired"]


def test_close_open_page_that_was_paid_just_before(till):
    booking = till.book()
    till.stripe.pay(till.open_page(booking))
    close_open_page(booking.pk, now=till.now, gateway=till.gateway)
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_close_open_page_without_an_answer_frees_nothing(till):
    booking = till.book()
    till.open_page(booking)
    till.stripe.troubles.append(Trouble("down"))
    with pytest.raises(errors.PaymentsDown):
        close_open_page(booking.pk, now=till.now, gateway=till.gateway)
    assert Attendee.objects.claiming(till.now).count() == 1


def test_an_accepted_offer_is_held_until_it_is_paid(till):
    full = till.rival(3)
    waiting = till.book(joins_waitlist=True)
    cancel_places(full.pk, now=till.now, by=By.booker())
    for _ in range(2):
        accepted = accept_offer(waiting.pk, now=till.now, by=By.booker())
    assert accepted.state == BookingState.HELD
    page = till.open_page(accepted)
    till.stripe.pay(page)
    till.settle(page)
    accepted.refresh_from_db()
    assert accepted.state == BookingState.CONFIRMED
