"""The booked side of an event: what can be booked, and the limits on it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from events.choices import DateState
from events.models.facts import EventFacts, ProposedDateFacts, QuestionFacts, SessionFacts, TicketFacts
from events.models.words import Keyed, Worded

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class EventQuerySet(models.QuerySet["Event"]):
    def listed(self) -> EventQuerySet:
        """Events that lists, feeds and the sitemap may name."""
        return self.filter(is_live=True, invitation_code="")

    def upcoming(self, now: dt.datetime) -> EventQuerySet:
        """Not over yet; events without a date count as upcoming, cancelled ones stay until their day has passed."""
        return self.filter(Q(ends_at__gt=now) | Q(ends_at=None, starts_at__gt=now) | Q(starts_at=None))

    def past(self, now: dt.datetime) -> EventQuerySet:
        return self.filter(Q(ends_at__lte=now) | Q(ends_at=None, starts_at__lte=now))


class Event(EventFacts, Worded):
    """One bookable event, shared by its pages in all languages.

    `words[language]` holds title, summary, when_text, reason (of a cancellation) and path (of the live page).
    `revision` grows with every write to the event, its places or its words: writing it is the lock of the gate.
    """

    key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    slug = models.SlugField(max_length=255, unique=True)
    revision = models.PositiveBigIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)")
    is_live = models.BooleanField(default=False)
    search_text = models.TextField(
        blank=True, default="", editable=False, help_text="What its live pages say, in all languages, folded for search"
    )
    projected_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    ticket_types: RelatedManager[TicketType]
    sessions: RelatedManager[Session]
    questions: RelatedManager[Question]
    proposed_dates: RelatedManager[ProposedDate]

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="event_least_not_above_most", condition=Q(max_per_booking__gte=F("min_per_booking"))
            ),
        ]
        indexes = [models.Index(fields=["is_live", "starts_at"], name="event_live_start")]

    def __str__(self) -> str:
        return str(self.say("title")) or self.slug

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_cancelled(self) -> bool:
        return self.date_state == DateState.CANCELLED

    @property
    def is_by_invitation(self) -> bool:
        return bool(self.invitation_code)

    def is_over(self, now: dt.datetime) -> bool:
        """True once the last instant has passed. Without an end the start counts; without a date it is never over."""
        last = self.ends_at or self.starts_at
        return last is not None and last <= now

    def has_begun(self, now: dt.datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now


class EventRow(Keyed, Worded):
    """A row that belongs to one event and is matched to its page child by `key`."""

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]


class TicketType(TicketFacts, EventRow):
    """`words[language]` holds name and description."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="ticket_types")

    class Meta(EventRow.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="one_ticket_type_per_key")]

    def __str__(self) -> str:
        return str(self.say("name"))

    @property
    def name(self) -> str:
        return str(self.say("name"))


class Session(SessionFacts, EventRow):
    """`words[language]` holds title and description."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")

    class Meta(EventRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="one_session_per_key"),
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.say("title"))

    @property
    def name(self) -> str:
        return str(self.say("title"))


class Question(QuestionFacts, EventRow):
    """`words[language]` holds label, help and choices (a list of texts, same order in every language)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")

    class Meta(EventRow.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="one_question_per_key")]

    def __str__(self) -> str:
        return str(self.say("label"))

    def choices_in(self, language: str | None = None) -> list[Any]:
        return list(self.say("choices", language) or [])


class ProposedDate(ProposedDateFacts, EventRow):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="proposed_dates")

    class Meta(EventRow.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="one_proposed_date_per_key")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}" if self.starts_at else "-"
