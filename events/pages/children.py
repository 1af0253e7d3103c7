"""The rows within an event page: tickets, sessions, questions, proposed dates, programme, speakers and partners.

Each has a `key` of its own, because neither its primary key nor its `translation_key` stays the same when a draft is
saved again, a version is restored or a page is copied. The booked rows are matched by it, within their event.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from events.choices import PartnerRole
from events.models.facts import ProposedDateFacts, QuestionFacts, SessionFacts, TicketFacts, fact_names
from events.models.people_places import Organisation, Person


def kept_in_step(*names: str) -> list[SynchronizedField]:
    """Facts that a translation takes over from the source page and cannot override."""
    return [SynchronizedField(name, overridable=False) for name in names]


class PageChild(TranslatableMixin, Orderable):
    """`FACTS` are the same in every language and edited on the source page; `WORDS` are translated."""

    FACTS: ClassVar[tuple[str, ...]] = ()
    WORDS: ClassVar[tuple[str, ...]] = ()

    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The same in both languages, and the same again when the row is made anew: translators' words hang on it.
        self.translation_key = uuid.uuid5(self.page.translation_key, str(self.key))
        super().save(*args, **kwargs)

    def words(self, _page: Page) -> dict[str, Any]:
        """What this row says in the language of its page, which is handed over so that it need not be read again."""
        return {name: getattr(self, name) for name in self.WORDS}


class PageTicketType(TicketFacts, PageChild):
    FACTS = fact_names(TicketFacts)
    WORDS = ("name", "description")
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="ticket_types")
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(
        _("who it is for"),
        max_length=250,
        blank=True,
        help_text=_("One sentence, so that people choose the right one."),
    )

    class Meta(PageChild.Meta):
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")

    def __str__(self) -> str:
        return self.name


class PageSession(SessionFacts, PageChild):
    FACTS = fact_names(SessionFacts)
    WORDS = ("title", "description")
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Leave empty to call it what the event is called.")
    )
    description = models.TextField(_("description"), blank=True)

    class Meta(PageChild.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.title

    def words(self, page: Page) -> dict[str, Any]:
        return {**super().words(page), "title": self.title or page.title}


class PageQuestion(QuestionFacts, PageChild):
    FACTS = fact_names(QuestionFacts)
    WORDS = ("label", "help", "choices")
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("question"), max_length=250)
    help = models.CharField(
        _("hint"), max_length=250, blank=True, help_text=_("For example why you ask, and who sees the answer.")
    )
    choices = models.TextField(
        _("choices"), blank=True, help_text=_("One on each line. In the same order in every language.")
    )

    class Meta(PageChild.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    def choice_lines(self) -> list[str]:
        return lines_of(self.choices)

    def words(self, page: Page) -> dict[str, Any]:
        return {**super().words(page), "choices": self.choice_lines()}


class PageProposedDate(ProposedDateFacts, PageChild):
    FACTS = fact_names(ProposedDateFacts)
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="proposed_dates")

    class Meta(PageChild.Meta):
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}" if self.starts_at else "-"


class ProgrammeItem(PageChild):
    """A line of the programme. `day` counts from 1, the first day of the event, so it moves when the event moves."""

    FACTS = ("day", "time", "is_pause")
    WORDS = ("title", "text")
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="programme")
    day = models.PositiveSmallIntegerField(
        _("day of the event"), default=1, help_text=_("1 for the first day. Only matters when it lasts several days.")
    )
    time = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    is_pause = models.BooleanField(_("a break, such as lunch"), default=False)

    class Meta(PageChild.Meta):
        verbose_name = _("part of the programme")
        verbose_name_plural = _("programme")

    def __str__(self) -> str:
        return self.title


class PageSpeaker(PageChild):
    FACTS = ("person",)
    WORDS = ("role",)
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(
        _("part in this event"), max_length=120, blank=True, help_text=_("For example: opens the day, leads the walk.")
    )

    class Meta(PageChild.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.person.name


class PagePartner(PageChild):
    FACTS = ("organisation", "role")
    override_translatable_fields = kept_in_step(*FACTS)

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("part"), max_length=10, choices=PartnerRole, default=PartnerRole.PARTNER)

    class Meta(PageChild.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.organisation.name


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


BOOKED_CHILDREN: tuple[type[PageChild], ...] = (PageTicketType, PageSession, PageQuestion, PageProposedDate)
"""Children that are projected onto booked rows of the same relation name."""

CHILDREN: tuple[type[PageChild], ...] = (*BOOKED_CHILDREN, ProgrammeItem, PageSpeaker, PagePartner)


def relation_of(child: type[PageChild]) -> str:
    """The name by which a page holds these rows, such as "ticket_types"."""
    return str(child._meta.get_field("page").remote_field.related_name)
