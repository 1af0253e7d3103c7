"""What an event has taken, and what it is still owed."""

from decimal import Decimal

from events.backoffice.takings import Takings, takings_of
from tests.events.backoffice.conftest import book_earlier, queries_of, soon
from tests.factories.events import make_event
from tests.factories.payments import make_payment


def priced(event, price="75.00"):
    booking = book_earlier(event)
    booking.attendees.update(price=price)
    return booking


def test_takings_of_a_free_event_are_none(event):
    assert takings_of(event) is None


def test_takings_of_an_event_add_up_its_bookings(own):
    event = make_event(host=own, **soon())
    make_payment(priced(event), "75")
    priced(event, "20.00")
    book_earlier(event)
    assert takings_of(event) == Takings("GBP", received=Decimal("75.00"), due=Decimal("20.00"), unpaid=1)


def test_takings_of_an_event_leave_out_others(own, foreign):
    event, other = make_event("one", host=own, **soon()), make_event("other", host=foreign, **soon())
    make_payment(priced(other), "75")
    assert takings_of(event) is None


def test_takings_take_as_many_queries_for_three_bookings_as_for_one(own):
    event = make_event(host=own, **soon())
    numbers = []
    for _ in range(3):
        priced(event)
        numbers.append(queries_of(lambda: takings_of(event)))
    assert numbers == [numbers[0]] * 3
