"""Discount codes and prices for members: who gets them, what they take off, and how often."""

import datetime as dt
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given

from events import errors
from events.booking.change_together import Change, change_together
from events.booking.changes import Details, add_people, change_ticket_type
from events.booking.discounts import is_member, keep_discount, reduced, takes_codes
from events.booking.holds import give_more_time
from events.booking.journal import By
from events.booking.party import PersonWish
from events.choices import BookingState, DiscountKind, PayBy
from events.models.bookings import Attendee, Booking
from events.models.events import TicketType
from events.models.payments import DiscountCode
from events.payments.balance import balance
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_ticket_type
from tests.factories.payments import make_code

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def event(db):
    ticket = {"price_kind": "fixed", "price": "75.00"}
    return make_event(host=make_organisation(), tickets=[ticket])


def prices(booking):
    return list(booking.attendees.order_by("position").values_list("price", "discount"))


@pytest.mark.parametrize(
    ("kind", "amount", "price"),
    [
        (DiscountKind.AMOUNT, "10", "65.00"),
        (DiscountKind.AMOUNT, "100", "0.00"),
        (DiscountKind.PERCENT, "33.33", "50.00"),
        (DiscountKind.PERCENT, "100", "0.00"),
        (DiscountKind.PRICE, "40", "40.00"),
        (DiscountKind.PRICE, "90", "75.00"),
    ],
)
def test_apply_discount_takes_off_what_the_code_says(event, kind, amount, price):
    code = make_code(event, kind=kind, amount=amount)
    booking = book(event, discount=" friends ")
    person = booking.attendees.get()
    assert (person.price, person.price + person.discount) == (Decimal(price), 75)
    assert person.discount_code == (code if person.discount else None)
    assert balance(booking).price == Decimal(price)


def test_a_place_that_costs_nothing_any_more_needs_no_payment(event):
    make_code(event, kind=DiscountKind.PERCENT, amount="100")
    assert book(event, pay_by=PayBy.CARD, discount="friends").state == BookingState.CONFIRMED
    assert book(event, pay_by=PayBy.CARD).state == BookingState.HELD


def test_apply_discount_is_for_tickets_of_the_code_only(event):
    other = make_ticket_type(event, name="Other", price_kind="fixed", price="20.00")
    make_code(event, ticket_keys=[str(other.key)])
    assert prices(book(event, discount="friends")) == [(75, 0)]
    assert prices(book(event, ticket=other, discount="friends")) == [(10, 10)]


def add(booking, *, now=NOW, number=1):
    wishes = [PersonWish(f"Sample Guest {one}", booking.event.ticket_types.first().pk) for one in range(number)]
    return add_people(booking.pk, people=wishes, now=now, by=By.booker())


def test_discount_added_follows_the_code_of_the_booking_as_far_as_it_goes(event):
    make_code(event, limit=3)
    booking = book(event, discount="friends")
    add(booking, number=3)
    assert prices(booking) == [(65, 10), (65, 10), (65, 10), (75, 0)]
    assert balance(booking).price == 270


def test_discount_added_is_not_for_a_booking_without_the_code(event):
    make_code(event)
    booking = book(event)
    add(booking)
    assert prices(booking) == [(75, 0), (75, 0)]


def test_discount_added_ends_with_the_code(event):
    make_code(event, expires_at=NOW + HOUR)
    booking = book(event, discount="friends")
    add(booking, now=NOW + HOUR)
    assert prices(booking) == [(65, 10), (75, 0)]


def test_discount_added_is_for_members_by_their_address(event):
    booking = book(event, email="sam@example.org")
    make_code(event, "", members="example.org")
    add(booking)
    assert prices(booking) == [(75, 0), (65, 10)]


def test_discount_added_is_for_tickets_of_the_code_only(event):
    other = make_ticket_type(event, name="Other", price_kind="fixed", price="20.00")
    make_code(event, ticket_keys=[str(other.key)])
    booking = book(event, ticket=other, discount="friends")
    add(booking)
    assert prices(booking) == [(10, 10), (75, 0)]


def test_apply_discount_refuses_what_is_no_code_for_this_event(event):
    elsewhere = make_event("elsewhere", host=event.host)
    foreign = make_event("foreign", host=make_organisation("foreign"))
    make_code(elsewhere, "ELSEWHERE")
    make_code(foreign, "FOREIGN")
    for typed in ("nonsense", "elsewhere", "foreign", "'; --", "é" * 40):
        with pytest.raises(errors.UnknownDiscount):
            book(event, discount=typed)
    assert not Booking.objects.exists()


def test_an_event_without_a_host_knows_no_code(db):
    event = make_event(tickets=[{"price_kind": "fixed", "price": "75.00"}])
    assert not takes_codes(event)
    with pytest.raises(errors.UnknownDiscount):
        book(event, discount="friends")


def test_a_code_for_all_events_of_an_organisation(event):
    make_code(event, event=None)
    assert takes_codes(event)
    assert prices(book(event, discount="friends")) == [(65, 10)]


def test_a_code_is_good_from_its_first_instant_until_its_last(event):
    make_code(event, starts_at=NOW, expires_at=NOW + HOUR)
    for now in (NOW - dt.timedelta(seconds=1), NOW + HOUR):
        with pytest.raises(errors.DiscountNotNow):
            book(event, now=now, discount="friends")
    assert prices(book(event, now=NOW, discount="friends")) == [(65, 10)]


def test_a_code_is_used_as_often_as_it_may(event):
    make_code(event, limit=2)
    assert prices(book(event, discount="friends")) == [(65, 10)]
    assert prices(book(event, 3, discount="friends")) == [(65, 10), (75, 0), (75, 0)]
    with pytest.raises(errors.DiscountUsedUp):
        book(event, discount="friends")
    assert Booking.objects.count() == 2


def test_what_a_booking_gives_up_can_be_used_again(event):
    make_code(event, limit=1)
    held = book(event, discount="friends", pay_by=PayBy.CARD)
    with pytest.raises(errors.DiscountUsedUp):
        book(event, discount="friends")
    later = held.deadline_at
    assert prices(book(event, now=later, discount="friends")) == [(65, 10)]
    with pytest.raises(errors.DiscountUsedUp):
        give_more_time(held.pk, now=later)


def test_the_same_form_sent_again_uses_its_code_once(event):
    make_code(event, limit=1)
    for _ in range(2):
        booking = book(event, token="one form", discount="friends", pay_by=PayBy.CARD)
    assert prices(booking) == [(65, 10)]


def test_members_get_their_price_by_themselves(event):
    make_code(event, "", members="Member@Example.org\nsample.example", kind=DiscountKind.PRICE, amount="30")
    make_code(event, "", members="member@example.org", kind=DiscountKind.PRICE, amount="50")
    assert prices(book(event, email="member@example.org")) == [(30, 45)]
    assert prices(book(event, email="anybody@sample.example")) == [(30, 45)]
    assert prices(book(event, email="stranger@example.org")) == [(75, 0)]
    assert not takes_codes(event)


def test_a_list_that_is_used_up_costs_the_full_price(event):
    make_code(event, "", members="sample.example", limit=1)
    assert prices(book(event, email="one@sample.example")) == [(65, 10)]
    assert prices(book(event, email="two@sample.example")) == [(75, 0)]


def test_a_code_for_members_needs_their_address(event):
    make_code(event, members="member@example.org")
    with pytest.raises(errors.DiscountNotYours):
        book(event, discount="friends", email="stranger@example.org")
    assert prices(book(event, discount="friends", email="member@example.org")) == [(65, 10)]


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("a@sample.example", True),
        ("A@SAMPLE.example", True),
        ("a@sub.sample.example", False),
        ("a@notsample.example", False),
        ("", False),
    ],
)
def test_is_member_takes_whole_domains(email, found):
    assert is_member(DiscountCode(members="\n@sample.example\n\n"), email) is found


def test_another_ticket_keeps_the_code_at_its_price(event):
    other = make_ticket_type(event, name="Other", price_kind="fixed", price="20.00")
    make_code(event, kind=DiscountKind.PERCENT, amount="50")
    booking = book(event, discount="friends")
    person = booking.attendees.get()
    change_ticket_type(booking.pk, attendee_id=person.pk, ticket_type=other.pk, now=NOW, by=By.booker())
    assert prices(booking) == [(10, 10)]


def test_another_amount_keeps_the_code(event):
    """Who pays what they can and says another sum has the code taken off that."""
    choose = make_ticket_type(event, name="Choose", price_kind="pay_what_you_can")
    make_code(event)
    booking = book(event, discount="friends", people=(PersonWish("Sam", choose.pk, amount=Decimal(30)),))
    person = booking.attendees.get()
    for amount in (30, 50):
        wish = Change(Details(name="Sam"), choose.pk, amount=Decimal(amount))
        change_together(booking.pk, changes={person.pk: wish}, now=NOW, by=By.booker())
        assert prices(booking) == [(amount - 10, 10)]


def test_keep_discount_forgets_a_code_that_is_not_for_the_new_ticket(event):
    code = make_code(event, ticket_keys=["another"])
    person = Attendee(price=Decimal(20), discount=5, discount_code=code, ticket_type=event.ticket_types.get())
    keep_discount(person)
    assert (person.price, person.discount, person.discount_code) == (20, 0, None)


MONEY = st.decimals(min_value=0, max_value=99_999, places=2)


@given(price=MONEY, amount=MONEY, kind=st.sampled_from(DiscountKind))
def test_reduced_is_a_whole_number_of_pennies_between_nothing_and_the_price(price, amount, kind):
    code = DiscountCode(kind=kind, amount=min(amount, 100) if kind == DiscountKind.PERCENT else amount)
    found = reduced(price, Attendee(ticket_type=TicketType()), code)
    assert 0 <= found <= price
    assert found == found.quantize(Decimal("0.01"))
