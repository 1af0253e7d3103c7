"""The box for a discount code on the booking form."""

import datetime as dt

import pytest

from events.choices import BookingState
from events.models.bookings import Booking
from tests.factories.events import make_organisation
from tests.factories.payments import make_code
from tests.paying import stripe  # noqa: F401  (a fixture)

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
FORM = "/en/events/sample-event/book/"
ME = {"name": "Sam Sample", "email": "sam.sample@example.org"}


@pytest.fixture
def event(open_event, soon, stripe):  # noqa: F811
    return open_event(tickets=[{"price_kind": "fixed", "price": "75.00"}], host=make_organisation(), **soon)


def send(visitor, **typed):
    return visitor.send(visitor.open(FORM), {**ME, **typed})


def test_form_has_a_box_where_there_is_a_code_to_type(open_event, soon, visitor):
    tickets = [{"price_kind": "fixed", "price": "75.00"}]
    event = open_event(tickets=tickets, host=make_organisation(), takes_at_door=True, **soon)
    make_code(event, "", members="sample.example")
    assert "discount" not in visitor.open(FORM).fields()
    make_code(event)
    assert visitor.open(FORM).fields()["discount"] == [""]


def test_code_changes_the_price_before_anybody_pays(event, visitor):
    make_code(event)
    page = send(visitor, discount=" Fri ends")
    assert page.texts("table.price tr") == [
        "Place Price",
        "Place, 1 place (Friends) £65.00",
        "Total, no fees added £65.00",
    ]
    assert page.texts("#pay button") == ["Pay £65.00"]


@pytest.mark.parametrize(
    ("typed", "facts", "said"),
    [
        ("nonsense", {}, "We do not know this code for this event. Check it, or take it away; nothing else is lost."),
        (
            "friends",
            {"expires_at": LONG_AGO},
            "This code is not good at this time. Take it away to book at the full price.",
        ),
        (
            "friends",
            {"members": "member@example.org"},
            "This code is for members. Use the e-mail address that you are a member with.",
        ),
    ],
)
def test_code_that_is_not_good_is_a_problem_of_its_field(event, visitor, typed, facts, said):
    make_code(event, **facts)
    page = send(visitor, discount=typed)
    assert page.texts(".errors a") == [said]
    assert page.fields()["discount"] == [typed]
    assert page.fields()["name"] == ["Sam Sample"]
    assert not Booking.objects.exclude(state=BookingState.HELD).exists()
