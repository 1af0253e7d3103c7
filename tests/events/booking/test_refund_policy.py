import datetime as dt
from decimal import Decimal

import pytest

from events.booking.refund_policy import RefundPolicy, back_of
from tests.factories.bookings import book
from tests.factories.events import STARTS_AT, make_event

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
SHARES = [
    (30 * DAY, "1"),
    (7 * DAY, "1"),
    (7 * DAY - SECOND, "0.5"),
    (2 * DAY, "0.5"),
    (2 * DAY - SECOND, "0"),
    (-DAY, "0"),
]


@pytest.fixture
def event(db):
    return make_event(refund_full_days=7, refund_part_days=2, refund_part_percent=50)


@pytest.mark.parametrize(
    ("before", "share"),
    [
        (30 * DAY, "1"),
        (7 * DAY, "1"),
        (7 * DAY - SECOND, "0.5"),
        (2 * DAY, "0.5"),
        (2 * DAY - SECOND, "0"),
        (-DAY, "0"),
    ],
)
def test_share_goes_down_by_steps(event, before, share):
    assert RefundPolicy.of(event).share(event, now=STARTS_AT - before) == Decimal(share)


def test_share_of_an_event_that_gives_nothing_back(event):
    event.refund_full_days = event.refund_part_days = None
    assert RefundPolicy.of(event).share(event, now=STARTS_AT - 90 * DAY) == 0


def test_policy_is_frozen_when_somebody_books(event):
    booking = book(event)
    event.refund_full_days = None
    event.save()
    booking.refresh_from_db()
    assert RefundPolicy.agreed(booking).share(event, now=STARTS_AT - 7 * DAY) == 1


def test_an_event_that_moves_takes_nobody_s_time_away(event):
    booking = book(event)
    for moved in (-3 * DAY, 3 * DAY):
        event.starts_at = STARTS_AT + moved
        later = max(STARTS_AT, event.starts_at)
        assert RefundPolicy.agreed(booking).full_until(event) == later - 7 * DAY


def test_back_of_never_gives_a_penny_too_much():
    assert back_of(Decimal("0.05"), Decimal("0.5")) == Decimal("0.02")
    assert back_of(None, Decimal(1)) == 0
