import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from events.models.events import TicketType
from events.templatetags.price_words import price_notes, price_range, price_sort, price_text
from tests.factories.events import make_event


def ticket(price_kind: str, name: str = "Standard", **facts) -> TicketType:
    return TicketType(price_kind=price_kind, words={"en": {"name": name}}, **facts)


FREE = ticket("free")
CHOOSE = ticket("pay_what_you_can", minimum_price=Decimal(5))
ORGANISATION = ticket("fixed", price=Decimal(75))
CREDITS = ticket("time_credits", credits=4)


@pytest.mark.parametrize(
    ("ticket_type", "expected"),
    [
        (FREE, "Free"),
        (ticket("free", name="Free"), "£0"),
        (ticket("sponsored"), "Free"),
        (ORGANISATION, "£75"),
        (ticket("fixed", price=Decimal("7.50")), "£7.50"),
        (ticket("concession", price=Decimal("20.00")), "£20"),
        (CHOOSE, "£5 or more"),
        (ticket("pay_what_you_can"), "£0 or more"),
        (CREDITS, "4 time credits"),
        (ticket("time_credits", credits=1), "1 time credit"),
    ],
)
def test_price_text(ticket_type, expected):
    assert price_text(ticket_type) == expected


@pytest.mark.parametrize(
    ("ticket_types", "expected"),
    [
        ([], ""),
        ([FREE], "Free"),
        ([FREE, CHOOSE, ORGANISATION], "Free to £75"),
        ([CHOOSE, ORGANISATION], "£5 to £75"),
        ([ORGANISATION], "£75"),
        ([CREDITS, ORGANISATION], "Free to £75"),
    ],
)
def test_price_range_goes_from_the_lowest_to_the_highest(ticket_types, expected):
    assert price_range(ticket_types) == expected


@pytest.mark.parametrize(
    ("ticket_types", "expected"),
    [
        ([], ""),
        ([FREE], "free"),
        ([FREE, ticket("sponsored")], "free"),
        ([FREE, ORGANISATION], ""),
        ([FREE, CREDITS], ""),
        ([FREE, CHOOSE, ORGANISATION], "choose"),
    ],
)
def test_price_sort_is_for_the_badge(ticket_types, expected):
    assert price_sort(ticket_types) == expected


def test_price_notes_tell_what_else_there_is_to_say(db):
    soon = timezone.now() + dt.timedelta(days=2)
    lower = {"early_price": "60", "early_until": soon, "group_price": "50", "group_from": 3, "vat_rate": "20"}
    event = make_event(tickets=[{"price_kind": "fixed", "price": "75", **lower}])
    ticket = event.ticket_types.get()
    assert price_text(ticket) == "£60"
    first, *others = price_notes(ticket)
    assert first.startswith("£75 from ")
    assert others == ["£50 each for 3 people or more.", "With 20% VAT."]


def test_price_notes_of_a_plain_price(db):
    assert price_notes(make_event(tickets=[{"price_kind": "fixed", "price": "75"}]).ticket_types.get()) == []
