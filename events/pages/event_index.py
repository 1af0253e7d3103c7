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

from home.frame import other_language_url
from home.share import head_of
from home.share_picture import ShareCard


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

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "events/month.html" if shows_month(request) else super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from events.pages.listing import list_context  # these read the model of the events below this page
        from events.pages.month import month_context

        read = month_context if shows_month(request) else list_context
        shown = read(self, request, now=timezone.now())
        return {
            **super().get_context(request, *args, **kwargs),
            **shown,
            **head_of(self, request, query=shown.get("sheet_query", "")),
            "other_language_url": f"{other_language_url(self, request)}{shown['kept_query']}",
        }

    def share_card(self) -> ShareCard:
        return ShareCard(title=self.title, line=self.intro, seed="whats-on")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        response.shows_list = True  # type: ignore[attr-defined]  # it can be kept: see `list_freshness`
        return response


def shows_month(request: HttpRequest) -> bool:
    return request.GET.get("view") == "month"
