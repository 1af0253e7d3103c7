"""Pages to publish, and an editor to publish them with."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from events.models.people_places import Venue
from events.pages.event_index import EventIndexPage
from home.models import HomePage
from tests.events.pages.editor import Editor
from tests.factories.events import make_venue
from tests.factories.pages import make_index


@pytest.fixture
def index(root_page: HomePage) -> EventIndexPage:
    return make_index(root_page)


@pytest.fixture
def venue(db: None) -> Venue:
    return make_venue()


@pytest.fixture
def editor(admin_client: Client) -> Editor:
    """Somebody in the Wagtail admin who may do everything, posting what a browser would post."""
    return Editor(admin_client)


@pytest.fixture
def soon() -> dt.datetime:
    """Ten in the morning on a winter's day that is still to come."""
    return dt.datetime(2030, 2, 14, 10, 0, tzinfo=dt.UTC)
