"""The list of events: what is coming up, and what was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from events.pages.filters import Choices, chosen_events
from home.frame import other_language_url


class ListPermissionTester(PagePermissionTester):
    """Whoever may publish events in a list may not for that unpublish the list, or hide it."""

    def can_unpublish(self) -> bool:
        return self._is_whole() and bool(super().can_unpublish())

    def can_publish(self) -> bool:
        return self._is_whole() and bool(super().can_publish())

    def _is_whole(self) -> bool:
        return bool(self.user.is_superuser) or "change" in getattr(self, "permissions", ())


class EventIndexPage(Page):
    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences, shown large at the top.")
    )

    template = "events/event_index_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["events.EventPage"]
    page_description = _("A list of events. Events are made below it.")
    content_panels: ClassVar[list[Panel]] = [TitleFieldPanel("title"), FieldPanel("intro")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def permissions_for_user(self, user: Any) -> ListPermissionTester:
        return ListPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from events.pages.cards import by_month, read_cards  # these read the model of the events below this page

        choices, now = Choices.from_query(request.GET), timezone.now()
        cards = read_cards(chosen_events(choices, now=now), index=self, now=now)
        path = self.get_url(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": by_month(cards),
            "number": len(cards),
            "shows_past": choices.past,
            "upcoming_url": path,
            "past_url": f"{path}?when=past",
            "feed_url": f"{path}feed.ics",
            "other_language_url": other_language_url(self, request),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        response.shows_list = True  # type: ignore[attr-defined]  # it can be kept: see `list_freshness`
        return response
