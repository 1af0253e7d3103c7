"""Pages for bookable events, as plain as they can be: the form finds its event by the address of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
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
def visitor() -> Visitor:
    return Visitor()
