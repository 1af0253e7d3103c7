"""Who was let in, by which door and when; and the links that make a telephone a door."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.choices import CheckInState
from events.models.bookings import Attendee
from events.models.events import Event, Session

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class DoorLink(models.Model):
    """A secret address that lets one device check people in at one event. Only its hash is stored.

    It ends when somebody closes it, and by itself some time after the event: `checkin.links` says when.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="door_links")
    name = models.CharField(_("name of the door or device"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="What counts for an event without a date.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    check_ins: RelatedManager[CheckIn]

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def live(self) -> CheckInQuerySet:
        """The ones that count: at most one for each person and session."""
        return self.filter(state=CheckInState.IN, undone_at=None)

    def conflicts(self) -> CheckInQuerySet:
        """What doors without a network did twice, or to a place that was no longer good."""
        return self.filter(undone_at=None).exclude(state=CheckInState.IN)


class CheckIn(models.Model):
    """One press or scan that let somebody in: to the event, or to one session of it.

    `at` is the device's instant, corrected by the server's clock; `received_at` is later where there was no network.
    `client_id` is chosen by the device, so that sending again changes nothing. When two doors let the same person in
    without knowing of each other, both rows stay: the earliest counts, and the others name it as `earlier`.
    """

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="check_ins")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="check_ins")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    state = models.CharField(max_length=10, choices=CheckInState, default=CheckInState.IN)
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    door = models.ForeignKey(DoorLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="check_ins")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    device = models.CharField(max_length=60, blank=True, help_text="Name of the door, also once that is gone.")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    due = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, help_text="Was still to pay when they were let in."
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_device = models.CharField(max_length=60, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"],
                name="one_check_in_to_event",
                condition=Q(session=None, state=CheckInState.IN, undone_at=None),
            ),
            models.UniqueConstraint(
                fields=["attendee", "session"],
                name="one_check_in_per_session",
                condition=Q(session__isnull=False, state=CheckInState.IN, undone_at=None),
            ),
            models.CheckConstraint(
                name="again_names_earlier",
                condition=Q(earlier=None) | Q(state=CheckInState.AGAIN),
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "session"],
                name="check_in_counted",
                condition=Q(state=CheckInState.IN, undone_at=None),
            ),
            models.Index(fields=["event", "received_at"], name="check_in_received"),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id} {self.at:%H:%M}"

    @property
    def counts(self) -> bool:
        return self.state == CheckInState.IN and self.undone_at is None
