"""Pages for bookable events, as plain as they can be: the form finds its event by the address of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from wagtail.models import Locale

from events.models.events import Event
from home.models import ContentPage, HomePage
from tests.factories.events import make_event
from tests.public_site import Visitor

OpenEvent = Callable[..., Event]


@pytest.fixture
def lists(root_page: HomePage) -> dict[str, ContentPage]:
    """The page above all events, in both languages: /en/events/ and /cy/digwyddiadau/."""
    welsh = Locale.objects.get(language_code="cy")
    home = root_page.get_translation_or_none(welsh) or root_page.copy_for_translation(welsh)
    home.save_revision().publish()
    english_list = root_page.add_child(instance=ContentPage(title="Events", slug="events"))
    welsh_list = home.add_child(instance=ContentPage(title="Digwyddiadau", slug="digwyddiadau", locale=welsh))
    return {"en": english_list, "cy": welsh_list}


@pytest.fixture
def open_event(lists: dict[str, ContentPage]) -> OpenEvent:
    """Makes an event with a page in each language."""

    def open_one(slug: str = "sample-event", **facts: Any) -> Event:
        event = make_event(slug, **facts)
        for parent in lists.values():
            parent.refresh_from_db()
            page = ContentPage(title=event.slug, slug=slug, translation_key=event.key, locale=parent.locale)
            parent.add_child(instance=page)
        return event

    return open_one


@pytest.fixture
def soon() -> dict[str, dt.datetime]:
    """When an event a month from now is: what is seen over HTTP goes by the clock on the wall."""
    starts_at = timezone.now() + dt.timedelta(days=30)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=5)}


@pytest.fixture
def locked_database() -> Callable[[], AbstractContextManager[None]]:
    """Refuses every lock of an event, as a database does when others hold it too long."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "events_event"'):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(refuse)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()
