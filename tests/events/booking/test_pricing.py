import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.booking.pricing import Price, price_of, vat_within
from events.booking.refund_policy import back_of
from events.choices import PriceKind
from events.models.events import TicketType
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

DAY = dt.timedelta(days=1)
POUNDS = st.decimals(min_value=0, max_value=999_999, places=2)
MAYBE = st.none() | POUNDS


def ticket(kind: PriceKind = PriceKind.FIXED, **facts) -> TicketType:
    given_as_text = {name: Decimal(value) if name.endswith("price") else value for name, value in facts.items()}
    return TicketType(price_kind=kind, **given_as_text)


@pytest.mark.parametrize("kind", [PriceKind.FREE, PriceKind.SPONSORED])
def test_price_of_places_that_cost_nothing(kind):
    assert price_of(ticket(kind, price="10")) == Price()


@pytest.mark.parametrize("kind", [PriceKind.FIXED, PriceKind.CONCESSION])
def test_price_of_places_at_one_price(kind):
    assert price_of(ticket(kind, price="75", vat_rate=Decimal(20))) == Price(Decimal(75), vat_rate=Decimal(20))


def test_price_of_time_credits():
    assert price_of(ticket(PriceKind.TIME_CREDITS, credits=4)) == Price(credits=4)


@pytest.mark.parametrize(("chosen", "amount"), [(None, "5"), ("3", "5"), ("20", "20")])
def test_price_that_people_choose_is_the_least_or_more(chosen, amount):
    can = ticket(PriceKind.PAY_WHAT_YOU_CAN, minimum_price="5")
    assert price_of(can, chosen=Decimal(chosen) if chosen else None).amount == Decimal(amount)


def test_early_price_ends_with_its_instant():
    early = ticket(price="75", early_price="60", early_until=NOW)
    moments = [NOW - dt.timedelta(seconds=1), NOW, None]
    assert [price_of(early, now=moment).amount for moment in moments] == [60, 75, 75]


def test_group_price_from_its_number_on():
    group = ticket(price="75", group_price="50", group_from=3)
    assert [price_of(group, number=number).amount for number in (1, 2, 3, 9)] == [75, 75, 50, 50]


def test_people_pay_the_lowest_price():
    both = ticket(price="75", early_price="45", early_until=NOW + DAY, group_price="50", group_from=3)
    assert price_of(both, now=NOW, number=3).amount == 45


def test_price_is_written_on_the_place_when_it_is_claimed(db):
    facts = {"price_kind": "fixed", "price": "75", "group_price": "50", "group_from": 2, "vat_rate": "20"}
    event = make_event(tickets=[facts])
    people = book(event, 2).attendees.values_list("price", "vat_rate")
    event.ticket_types.update(price="99", group_price="99", vat_rate=None)
    assert list(people) == [(Decimal(50), Decimal(20))] * 2


@given(
    price_kind=st.sampled_from(PriceKind),
    price=MAYBE,
    minimum_price=MAYBE,
    early_price=MAYBE,
    group_price=MAYBE,
    group_from=st.none() | st.integers(2, 50),
    chosen=st.none() | st.decimals(min_value=-1000, max_value=999_999, places=2),
    number=st.integers(1, 50),
)
def test_no_price_is_negative_and_no_penny_is_split(chosen, number, **facts):
    found = price_of(TicketType(early_until=NOW + DAY, **facts), chosen=chosen, now=NOW, number=number).amount
    assert found is None or (found > 0 and found == found.quantize(Decimal("0.01")))


@given(price=POUNDS, rate=st.none() | st.decimals(min_value=0, max_value=99, places=2))
def test_tax_is_within_the_price(price, rate):
    tax = vat_within(price, rate)
    assert 0 <= tax <= price
    assert tax == tax.quantize(Decimal("0.01"))


@pytest.mark.parametrize(("amount", "tax"), [("120", "20.00"), ("75", "12.50"), ("0.03", "0.01"), ("0", "0.00")])
def test_vat_within(amount, tax):
    assert vat_within(Decimal(amount), Decimal(20)) == Decimal(tax)


@given(price=POUNDS, percent=st.integers(0, 100))
def test_what_comes_back_and_what_is_kept_add_up(price, percent):
    back = back_of(price, Decimal(percent) / 100)
    assert 0 <= back <= price
    assert back == back.quantize(Decimal("0.01"))


def test_price_of_a_ticket_in_credits_and_money():
    mixed = ticket(PriceKind.CREDITS_AND_MONEY, credits=2, price="5", vat_rate=Decimal(20))
    assert price_of(mixed) == Price(Decimal(5), 2, Decimal(20))


@pytest.mark.parametrize("kind", [PriceKind.FIXED, PriceKind.FREE, PriceKind.PAY_WHAT_YOU_CAN])
def test_price_of_other_tickets_asks_no_credits_that_were_left_in_the_box(kind):
    assert price_of(ticket(kind, credits=2, price="5")).credits == 0
