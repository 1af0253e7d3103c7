"""Access, food and other needs: kept apart from ordinary answers, with the wording that people agreed to."""

from __future__ import annotations

from django.db import models

from events.choices import NeedKind
from events.models.bookings import Attendee
from events.models.events import Event


class ConsentWording(models.Model):
    """The words beside a question about needs, as they stood when people answered it. Never edited, only replaced."""

    topic = models.CharField(max_length=20, default="needs")
    version = models.PositiveSmallIntegerField()
    text_en = models.TextField()
    text_cy = models.TextField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "version"], name="one_wording_per_version")]

    def __str__(self) -> str:
        return f"{self.topic} {self.version}"


class Need(models.Model):
    """One need of one person. Deleted by the retention job; appears in no mail, log or search."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=10, choices=NeedKind)
    option = models.CharField(max_length=30, blank=True, help_text="A ticked choice such as hearing_loop, or empty.")
    text = models.CharField(max_length=1000, blank=True)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["attendee", "kind"], name="need_attendee")]

    def __str__(self) -> str:
        return self.kind


class NeedCount(models.Model):
    """How many people of an event had a need, kept when the needs themselves are deleted."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="need_counts")
    kind = models.CharField(max_length=10, choices=NeedKind)
    option = models.CharField(max_length=30, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind", "option"], name="one_count_per_need")]

    def __str__(self) -> str:
        return f"{self.kind} {self.option}".strip()
