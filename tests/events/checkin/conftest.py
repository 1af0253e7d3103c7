"""An event with two doors, and three people who are expected."""

import datetime as dt

import pytest

from events.checkin.outcomes import Door
from tests.factories.bookings import book
from tests.factories.checkins import make_door
from tests.factories.events import STARTS_AT, make_event, make_organisation

OPENS_AT = STARTS_AT - dt.timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event(host=make_organisation())


@pytest.fixture
def people(event):
    return list(book(event, 3).attendees.order_by("position"))


@pytest.fixture
def door(event):
    return Door(make_door(event, created_at=OPENS_AT))


@pytest.fixture
def side_door(event):
    return Door(make_door(event, "Side door", token="side token", created_at=OPENS_AT))
