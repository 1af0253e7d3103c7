"""An event that has begun, three people who are expected, and a telephone that is its door."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.events.public.door.telephone import Telephone
from tests.factories.bookings import book
from tests.factories.checkins import make_door
from tests.factories.events import make_event, make_organisation

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def today():
    """When an event is that began an hour ago: what is seen over HTTP goes by the clock on the wall."""
    now = timezone.now()
    return {"starts_at": now - HOUR, "ends_at": now + 4 * HOUR}


@pytest.fixture
def event(root_page, today):
    return make_event(host=make_organisation(), title="Conversations that last", **today)


@pytest.fixture
def people(event):
    return list(book(event, 3, now=event.starts_at - 24 * HOUR).attendees.order_by("position"))


@pytest.fixture
def link(event):
    now = timezone.now()
    return make_door(event, token="door-token-that-is-long-enough", created_at=now - HOUR, expires_at=now + HOUR)


@pytest.fixture
def telephone(link):
    found = Telephone(link)
    found.open("/check-in/l/door-token-that-is-long-enough/")
    return found
