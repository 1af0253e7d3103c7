"""What staff have arranged so that people can take part: one row for each event and kind of help, about nobody."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models.events import Event


class AccessArrangement(models.Model):
    """`option` is an AccessOption, or empty for what people wrote in their own words. `people` is how many had asked
    when it was arranged: when more ask later, there is something to do again."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="access_arrangements")
    option = models.CharField(max_length=30, blank=True)
    people = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "option"], name="one_arrangement_per_option")]

    def __str__(self) -> str:
        return self.option or "other"
