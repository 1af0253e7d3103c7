import pytest

from tests.factories.bookings import book
from tests.factories.events import make_event


@pytest.fixture
def event(db):
    return make_event(capacity=3)


@pytest.fixture
def booking(event):
    return book(event, 2)


@pytest.fixture
def other(db):
    return make_event("other-event")
