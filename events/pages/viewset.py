"""Events in the page explorer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageViewSet

from events.pages.event import EventPage
from events.pages.views import AllEvents, EventCreate, EventEdit, EventIndex, EventRevert
from events.pages.zoned_times import zone_named


def starts(page: Any) -> str:
    """The day and time in the event's own zone; what is known of it while there is no date."""
    if page.event_starts_at is None:
        return str(page.when_text or "")
    return date_format(timezone.localtime(page.event_starts_at, zone_named(page.timezone)), "D j M Y, H:i")


def booked(page: Any) -> str:
    """ "12 of 40", or "12" where there is no limit."""
    if page.event_places is None:
        return str(page.booked)
    return _("%(booked)s of %(places)s") % {"booked": page.booked, "places": page.event_places}


class EventPages(PageViewSet):
    model = EventPage
    icon = "date"
    add_view_class = EventCreate
    edit_view_class = EventEdit
    revisions_revert_view_class = EventRevert
    index_view_class = EventIndex
    content_type_use_view_class = AllEvents
    # Wagtail's own columns stay around ours: the ticks for bulk actions and the row's buttons live in them.
    columns = [
        *PageViewSet.columns[:3],
        Column("starts", label=_("Starts"), accessor=starts, sort_key="event_starts_at", width="14%"),
        Column("booked", label=_("Booked"), accessor=booked, sort_key="booked", width="10%"),
        Column("waiting", label=_("Waiting"), accessor="waiting", sort_key="waiting", width="8%"),
        *(column for column in PageViewSet.columns[3:] if column.name != "type"),
    ]
