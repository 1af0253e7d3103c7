"""What an event is, as its organisers say it: one page for each language, with drafts, versions and a schedule."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from events.models.events import Event
from events.models.facts import EventFacts, fact_names
from events.models.people_places import Organisation, Venue
from events.pages.blocks import RESOURCE_BLOCKS
from events.pages.children import CHILDREN, kept_in_step, lines_of, relation_of
from events.pages.counts import CountedPieces, places_now
from events.pages.forms import EventCopyForm, EventPageForm
from events.pages.invitation import closed_door
from events.pages.panels import tabs
from home.blocks import BODY_BLOCKS
from home.frame import other_language_url
from home.share import head_of
from home.share_picture import ShareCard

EVENT_FACTS = fact_names(EventFacts)


class EventPage(EventFacts, Page):
    """Facts are those of the source page: the oldest page of a `translation_key` that is no alias. Other pages of the
    key add words only. Nothing that visitors change is stored here, so no version of a page can undo a booking."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences. Shown in lists, in search results and at the top of the page."),
    )
    audience = models.CharField(
        _("who it is for"), max_length=250, blank=True, help_text=_("For example: anyone who cares for somebody.")
    )
    bring = models.CharField(
        _("what to bring"), max_length=250, blank=True, help_text=_("For example: a notebook, and shoes for walking.")
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("about the event"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=250, blank=True, help_text=_("Read out to people who cannot see it.")
    )
    has_pattern = models.BooleanField(
        _("woven pattern"),
        default=True,
        help_text=_("A pattern from a Welsh blanket in the colours of the event’s kind. A picture goes before it."),
    )
    when_text = models.CharField(
        _("when, in words"),
        max_length=120,
        blank=True,
        help_text=_("Shown while there is no date. For example: January or February."),
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it is cancelled or postponed, and what happens next.")
    )
    on_the_day = models.TextField(
        _("on the day"),
        blank=True,
        help_text=_("What helps people take part, one thing on each line. For example: live captions."),
    )
    report = StreamField(
        BODY_BLOCKS, verbose_name=_("report"), blank=True, help_text=_("How it went. Shown once the event is over.")
    )
    resources = StreamField(RESOURCE_BLOCKS, verbose_name=_("documents and links"), blank=True)

    template = "events/event_page.html"
    parent_page_types: ClassVar = ["events.EventIndexPage"]
    subpage_types: ClassVar = []
    page_description = _("Something that people can come to, with places to book.")
    base_form_class = EventPageForm
    copy_form_class = EventCopyForm
    edit_handler = tabs(EventPageForm)
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("body"),
        index.FilterField("invitation_code"),
    ]
    # An address stays as it is: it is not translated like a sentence, and keeping in step does not reset it.
    override_translatable_fields: ClassVar = [*kept_in_step(*EVENT_FACTS), BaseTranslatableField("slug")]

    _event: Event | None = None

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def source(self) -> EventPage:
        """The page whose facts count."""
        if self.alias_of_id:
            return self.alias_of.specific.source
        oldest = EventPage.objects.filter(translation_key=self.translation_key, alias_of=None).order_by("pk").first()
        return self if oldest is None or oldest.pk == self.pk else oldest

    @property
    def is_source(self) -> bool:
        return self.source is self

    @property
    def event_key(self) -> uuid.UUID:
        """Key of the booked event that this page shows. An alias shows the event of its original."""
        return self.source.translation_key if self.alias_of_id else self.translation_key

    @property
    def booked_event(self) -> Event | None:
        """The event as it can be booked; None until its source page was first published."""
        return Event.objects.select_related("venue").filter(key=self.event_key).first()

    def on_the_day_lines(self) -> list[str]:
        return lines_of(self.on_the_day)

    def words(self) -> dict[str, str]:
        """What the booked event says in this page's language."""
        parts = self.get_url_parts()
        return {
            "title": self.title,
            "summary": self.summary,
            "audience": self.audience,
            "when_text": self.when_text,
            "reason": self.reason,
            "path": (parts[2] if parts else "") or "",
            **({"has_report": "yes"} if self.report else {}),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from events.pages.event_context import event_context  # it reads this model

        context = super().get_context(request, *args, **kwargs)
        shown = event_context(self, self.shown_event(request), request)
        head = head_of(self, request) if shown["share_url"] else {}
        return {**context, **shown, **head, "other_language_url": other_language_url(self, request)}

    def shown_event(self, request: HttpRequest) -> Event:
        """The event that this page shows, read once for each page view."""
        from events.pages.event_context import shown_event  # it reads this model

        if self._event is None:
            self._event = shown_event(self, request)
        return self._event

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the question for the code of an event by invitation."""
        event = self.shown_event(request)
        if not getattr(request, "is_preview", False) and (closed := closed_door(self, event, request)):
            return closed
        if "places" in request.GET:
            path = self.words()["path"]
            return places_now(event, path=path, known=request.GET["places"], now=timezone.now())
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        response.shows_event = event  # type: ignore[attr-defined]  # such a page can be kept until the event changes
        if isinstance(response, TemplateResponse) and response.context_data:
            response.counted_pieces = CountedPieces.of(response.context_data, request)  # type: ignore[attr-defined]
            response.shows_list = bool(response.context_data["others"])  # type: ignore[attr-defined]
            response.changes_with = [  # type: ignore[attr-defined]
                found["over_at"] for found in response.context_data["siblings"] if found["over_at"]
            ]
        return response

    def share_card(self) -> ShareCard:
        """What the picture of this event shows where somebody passes its address on."""
        from events.templatetags.event_words import when_of, where_of  # words of the booked event

        event = self._event or self.booked_event
        if event is None:
            return ShareCard(title=self.title)
        line = f"{when_of(event)} · {where_of(event)}"
        return ShareCard(self.title, line, seed=event.slug, threads=event.kind.threads if event.kind else "")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [] if self.invitation_code else super().get_sitemap_urls(request)

    def with_content_json(self, content: dict[str, Any]) -> EventPage:
        """A version of this page as it was. What it points to may have been deleted since: a venue is left empty, and
        a row is added anew (a form that names a deleted row's id would be refused without a word)."""
        page: EventPage = super().with_content_json(self._without_dangling(content))
        for child in CHILDREN:
            relation = relation_of(child)
            kept = set(child.objects.filter(page=self.pk).values_list("pk", flat=True))
            for row in getattr(page, relation).all():
                if row.pk not in kept:
                    row.pk, row._state.adding = None, True
        return page

    def _without_dangling(self, content: dict[str, Any]) -> dict[str, Any]:
        pointers: dict[str, type[models.Model]] = {"host": Organisation, "venue": Venue}
        gone = {
            name: None
            for name, model in pointers.items()
            if content.get(name) and not model._default_manager.filter(pk=content[name]).exists()
        }
        return {**content, **gone}

    def copy_all_child_relations(self, target: EventPage, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Called for every copy. One that is neither an alias nor a translation is a new event, and a new event begins
        as a draft, whatever was asked for."""
        if not target.alias_of_id and target.translation_key != self.translation_key:
            target.live, target.has_unpublished_changes = False, True
        copied: dict[Any, Any] = super().copy_all_child_relations(target, *args, **kwargs)
        return copied
