"""Pages to publish, and an editor to publish them with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.signals import page_published

from events.errors import PublishRefused
from events.models.people_places import Organisation, Venue
from events.pages import publishing
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage
from home.models import HomePage
from tests.events.pages.editor import Editor
from tests.factories.bookings import book
from tests.factories.events import make_organisation, make_venue
from tests.factories.pages import event_of, make_index, make_page


@pytest.fixture
def index(root_page: HomePage) -> EventIndexPage:
    return make_index(root_page)


@pytest.fixture
def own(db: None) -> Organisation:
    return make_organisation("own", name_en="Own Network")


@pytest.fixture
def foreign(db: None) -> Organisation:
    return make_organisation("foreign", name_en="Foreign Network")


@pytest.fixture
def venue(db: None) -> Venue:
    return make_venue()


@pytest.fixture
def editor(admin_client: Client) -> Editor:
    """Somebody in the Wagtail admin who may do everything, posting what a browser would post."""
    return Editor(admin_client)


NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)
"""A morning in winter before the sample events, which play in February 2030."""


@pytest.fixture
def booked(index: EventIndexPage) -> EventPage:
    """A published page with three people booked for the first of its two tickets."""
    page = make_page(index, capacity=10, tickets=[{"name": "Free"}, {"name": "Supporter"}])
    book(event_of(page), 3, now=NOW)
    return page


REFUSAL = "The sample rule says no."


@pytest.fixture
def refusal(db: None) -> Iterator[str]:
    """Something refuses each publication after the event was projected. Gives the reason that it names."""

    def refuse(**_signal: Any) -> None:
        raise PublishRefused(REFUSAL)

    page_published.connect(refuse)
    yield REFUSAL
    page_published.disconnect(refuse)


@pytest.fixture
def unprojected(db: None) -> Iterator[None]:
    """Pages are published and the process dies before their events are projected."""
    page_published.disconnect(dispatch_uid="events.on_published")
    yield
    publishing.connect()


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """Give a function that does something and says how many queries it took."""

    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    return count
