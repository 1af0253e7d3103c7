"""From a page in the explorer or the editor to its event on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from events.backoffice.permissions import events_for

PAGE = "eventpage"


def row_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """In the row of a page. Asks nothing: the list of events brings the number of each event with its row."""
    event = getattr(page, "event_pk", None)
    if event:
        yield _button(event)


def head_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """In the head of the editor, once the event is there and for who may see it on the desk."""
    if page.cached_content_type.model == PAGE and view_name == "edit":
        event = events_for(user).filter(key=page.translation_key).values_list("pk", flat=True).first()
        if event:
            yield _button(event)


def _button(event: int) -> Button:
    return Button(_("Bookings and lists"), reverse("desk:event", args=[event]), icon_name="events-desk", priority=55)
