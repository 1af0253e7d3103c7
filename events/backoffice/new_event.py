"""The way from the desk to the form for a new event, for who may write one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.models import Locale, Page


def new_event_address(user: Any) -> str:
    """The form for a new event in the first list of events that this user may add to; "" where there is none.

    Events are written in the site's own language first, and translated from there.
    """
    lists = Page.objects.filter(
        content_type__app_label="events", content_type__model="eventindexpage", locale=Locale.get_default()
    )
    for page in lists.order_by("path"):
        if page.permissions_for_user(user).can_add_subpage():
            return reverse("wagtailadmin_pages:add", args=["events", "eventpage", page.pk])
    return ""
