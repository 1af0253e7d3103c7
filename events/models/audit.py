"""Who did what to whose data, and when. Append only; holds no personal data itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.choices import Actor
from events.models.bookings import Booking
from events.models.events import Event
from events.models.people_places import Organisation


class AuditEntry(models.Model):
    """`action` is a dotted verb ("booking.confirmed", "list.printed"); `count` how many people it touched or showed."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=10, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=40)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_entries")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_entries")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    count = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=250, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["event", "at"], name="audit_event_at"),
            models.Index(fields=["booking", "at"], name="audit_booking_at"),
        ]

    def __str__(self) -> str:
        return self.action
