"""The outbox: a mail is a row first, written in the transaction of its cause, and rendered when it is sent."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.choices import LinkPurpose, MessageKind
from events.models.bookings import Booking, Interest
from events.models.events import Event
from events.models.mailings import Mailing


class MessageQuerySet(models.QuerySet["Message"]):
    def unsent(self) -> MessageQuerySet:
        return self.filter(sent_at=None, failed_at=None)

    def due(self, now: dt.datetime, *, clock: dt.datetime) -> MessageQuerySet:
        """To be sent now, and under nobody's lease.

        `now` is the instant that due work is done for, `clock` what the clock on the wall says: leases and pauses
        belong to processes and end by it, also while somebody tries out what will be due next week.
        """
        return self.unsent().filter(Q(leased_until=None) | Q(leased_until__lte=clock), due_at__lte=now)


class Message(models.Model):
    """`context` holds what the templates need beyond the booking; never a secret, a need or another person's data.

    `language` is "" when it is unknown: the mail then says everything in Welsh, then in English. `leased_by` names the
    process that is sending it until `leased_until`; with nobody named, `leased_until` is when it is tried again.
    """

    kind = models.CharField(max_length=20, choices=MessageKind)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    interest = models.ForeignKey(Interest, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    mailing = models.ForeignKey(Mailing, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    to_email = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)
    context = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=250, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="message_unsent", condition=Q(sent_at__isnull=True, failed_at__isnull=True)
            ),
            models.Index(fields=["event", "kind"], name="message_event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SecretLink(models.Model):
    """One secret address of a booking. Only the hash is stored; the secret itself is made when its mail is rendered."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose, default=LinkPurpose.MANAGE)
    token_hash = models.CharField(max_length=64, unique=True)
    mailed_to = models.CharField(
        max_length=64,
        blank=True,
        help_text="Hash of the address it was mailed to; empty for one that only a browser was given.",
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "purpose"], name="link_booking")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class CalendarLink(models.Model):
    """The one secret address at which a person's calendar reads all their bookings. Only its hash is stored."""

    email_key = models.CharField(max_length=254, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar {self.pk}"


class Heartbeat(models.Model):
    """When each worker last showed that it is alive."""

    worker = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
