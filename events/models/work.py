"""Work that takes too long for one request: somebody asks for it, a worker does it, and its file waits for a day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.choices import OPEN_WORK, WorkState
from events.models.events import Event


class WorkQuerySet(models.QuerySet["Work"]):
    def open(self) -> WorkQuerySet:
        return self.filter(state__in=OPEN_WORK)

    def free(self, clock: dt.datetime) -> WorkQuerySet:
        """Still to be done, and in nobody's hands by the clock on the wall."""
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lte=clock))


class Work(models.Model):
    """`parameters` say what was chosen, and are emptied when the work has ended; `digest` is their hash, so that the
    same wish is one row however often it is sent. `leased_by` names the process that is doing it until `leased_until`.

    Neither the person nor the event takes the row along when it is deleted: the file must be deleted with it, and
    what has no person or event is shown to nobody.
    """

    kind = models.CharField(max_length=30)
    event = models.ForeignKey(Event, null=True, on_delete=models.SET_NULL, related_name="work")
    parameters = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="work")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.WAITING)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0, help_text="How much there is to do; 0 until that is known.")
    tries = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=250, blank=True, help_text="What came of it, or why it failed.")
    file_name = models.CharField(max_length=150, blank=True, help_text="What the file is called when it is fetched.")
    content_type = models.CharField(max_length=100, blank=True)
    outcome = models.JSONField(default=dict, blank=True, help_text="What was left undone, by primary key, and why.")

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "event", "kind", "digest"],
                name="one_open_work_of_a_wish",
                condition=Q(state__in=[WorkState.WAITING, WorkState.RUNNING]),
            ),
            models.CheckConstraint(
                name="ended_work_expires",
                condition=Q(state__in=[WorkState.WAITING, WorkState.RUNNING]) | Q(expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="work_open",
                condition=Q(state__in=[WorkState.WAITING, WorkState.RUNNING]),
            ),
            models.Index(fields=["expires_at"], name="work_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_WORK

    @property
    def has_file(self) -> bool:
        return self.state == WorkState.DONE and bool(self.file_name)
