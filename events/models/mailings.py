"""What organisers write to the people of an event: each mailing once, whatever number of mails it becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from events.choices import Audience, MailingState, Occasion, Placeholder
from events.models.bookings import Booking
from events.models.events import Event, Session, TicketType
from events.models.people_places import EventKind, Organisation

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from events.models.messages import Message


IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


def known_placeholders_only(text: str) -> None:
    """Raises ValidationError, naming the first thing in braces that is on no list, and the list."""
    for name in (found.strip() for found in IN_BRACES.findall(text)):
        if name not in Placeholder.values:
            known = ", ".join(f"{{{one}}}" for one in Placeholder.values)
            said = gettext("{%(name)s} is no placeholder. Use one of these, or take the braces away: %(known)s")
            raise ValidationError(said % {"name": name, "known": known})


class MailingWords(models.Model):
    """Subject and text in both languages, with placeholders such as {name}. What is empty has no words of its own."""

    subject_en = models.CharField(
        _("subject in English"), max_length=150, blank=True, validators=[known_placeholders_only]
    )
    subject_cy = models.CharField(
        _("subject in Welsh"), max_length=150, blank=True, validators=[known_placeholders_only]
    )
    body_en = models.TextField(_("text in English"), max_length=8000, blank=True, validators=[known_placeholders_only])
    body_cy = models.TextField(_("text in Welsh"), max_length=8000, blank=True, validators=[known_placeholders_only])

    class Meta:
        abstract = True

    def own_words(self, language: str) -> tuple[str, str] | None:
        """(subject, text) in exactly this language, or None where one of them is missing."""
        subject, body = getattr(self, f"subject_{language}"), getattr(self, f"body_{language}")
        return (subject, body) if subject and body else None


class Mailing(MailingWords):
    """One message to one audience of an event, chosen when it is sent.

    With an `occasion` it goes out by itself, at most once for each event; then `send_at` is empty while the usual
    instant counts, and words that are empty are the usual ones.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="mailings")
    occasion = models.CharField(max_length=10, choices=Occasion, blank=True)
    audience = models.CharField(_("who gets it"), max_length=12, choices=Audience, default=Audience.BOOKED)
    ticket_types = models.ManyToManyField(TicketType, blank=True, related_name="+")
    sessions = models.ManyToManyField(Session, blank=True, related_name="+")
    bookings = models.ManyToManyField(Booking, blank=True, related_name="+")
    is_news = models.BooleanField(
        _("people may ask for no more of these"),
        default=False,
        help_text=_("Tick it for everything that nobody needs in order to take part."),
    )
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    send_at = models.DateTimeField(_("send it at"), null=True, blank=True)
    ignores_quiet_hours = models.BooleanField(_("send it at night, too"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0, help_text="How many people it was written to.")

    messages: RelatedManager[Message]

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "occasion"], name="one_mailing_per_occasion", condition=~Q(occasion="")
            ),
            models.CheckConstraint(
                name="sent_mailing_has_instant", condition=~Q(state=MailingState.SENT) | Q(sent_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], name="mailing_scheduled", condition=Q(state=MailingState.SCHEDULED))
        ]

    def __str__(self) -> str:
        return self.get_occasion_display() or self.subject_en or self.subject_cy


class KindMailing(MailingWords, Orderable):
    """What events of a kind do for one occasion in place of the usual."""

    kind = ParentalKey(EventKind, on_delete=models.CASCADE, related_name="mailings")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    is_on = models.BooleanField(_("send it"), default=True)
    days = models.PositiveSmallIntegerField(
        _("days before or after"),
        null=True,
        blank=True,
        help_text=_("Before the event for reminders and joining, after it for the others. Empty for the usual number."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("automatic message")
        verbose_name_plural = _("automatic messages")
        constraints = [models.UniqueConstraint(fields=["kind", "occasion"], name="one_kind_mailing_per_occasion")]

    def __str__(self) -> str:
        return str(self.get_occasion_display())


class OptOut(models.Model):
    """An address that wants no more news of one organisation. Only its hash is kept, for as long as it counts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    email_hash = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email_hash"], name="one_opt_out_per_address")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.pk}"
