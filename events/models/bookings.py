"""Bookings, the people on them, and what they answered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.choices import FOREVER, LIVE, BookingSource, BookingState, CheckInState, PayBy
from events.models.codes import new_code, new_reference
from events.models.events import Event, Question, Session, TicketType
from events.models.money import site_currency
from events.models.names import SORT_KEY_LENGTH, sort_key

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class BookingQuerySet(models.QuerySet["Booking"]):
    def in_queue(self) -> BookingQuerySet:
        """Waiting parties in the order in which they are served."""
        return self.filter(state=BookingState.WAITING).order_by("-priority", "joined_at", "pk")

    def with_state(self, *states: BookingState) -> BookingQuerySet:
        return self.filter(state__in=states)


class Booking(models.Model):
    """One party: a person who books (or waits), and the attendees they book for."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bookings")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    state = models.CharField(max_length=12, choices=BookingState)
    source = models.CharField(max_length=10, choices=BookingSource, default=BookingSource.PUBLIC)
    name = models.CharField(_("name"), max_length=120, blank=True)
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, blank=True, default="", editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=settings.LANGUAGES)
    form_token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    visitor_hash = models.CharField(max_length=64, blank=True, editable=False)
    wants_news = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # the queue
    joined_at = models.DateTimeField(null=True, blank=True)
    priority = models.SmallIntegerField(default=0)
    saves_places = models.BooleanField(default=False, help_text="Staff keep freed places for this waiting party.")
    offered_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True, help_text="End of a hold, offer or approval.")
    extensions = models.PositiveSmallIntegerField(default=0, help_text="How often its deadline was moved on request.")
    # places given beyond a limit on purpose
    over_allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    over_allocated_reason = models.CharField(max_length=250, blank=True)
    # money
    pay_by = models.CharField(_("way to pay"), max_length=10, blank=True, choices=PayBy)
    currency = models.CharField(max_length=3, default=site_currency, editable=False)
    refund_policy = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What comes back until when, as shown when it was booked."
    )

    attendees: RelatedManager[Attendee]
    answers: RelatedManager[Answer]

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="waiting_has_joined", condition=~Q(state=BookingState.WAITING) | Q(joined_at__isnull=False)
            ),
            models.CheckConstraint(
                name="deadline_while_undecided",
                condition=~Q(state__in=[BookingState.HELD, BookingState.OFFERED, BookingState.REQUESTED])
                | Q(deadline_at__isnull=False),
            ),
            models.CheckConstraint(
                name="confirmed_has_instant",
                condition=~Q(state=BookingState.CONFIRMED) | Q(confirmed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="booking_event_state"),
            models.Index(
                F("event"),
                F("priority").desc(),
                F("joined_at"),
                F("id"),
                name="booking_queue",
                condition=Q(state=BookingState.WAITING),
            ),
            models.Index(fields=["event", "email_key"], name="booking_event_email"),
            models.Index(fields=["email_key"], name="booking_email", condition=~Q(email_key="")),
            models.Index(
                fields=["deadline_at"],
                name="booking_deadline",
                condition=Q(state__in=[BookingState.HELD, BookingState.OFFERED, BookingState.REQUESTED]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name, self.email_key = sort_key(self.name), email_key(self.email)
        super().save(*args, **kwargs)


def email_key(email: str) -> str:
    """What makes two addresses the same person's: case and surrounding space do not count."""
    return email.strip().casefold()[:254]  # folding can make it longer: ß becomes ss


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def claiming(self, now: dt.datetime) -> AttendeeQuerySet:
        """Attendees who take a place at this instant."""
        return self.filter(claimed_until__gt=now)

    def confirmed(self) -> AttendeeQuerySet:
        return self.filter(claimed_until=FOREVER)

    def live(self, now: dt.datetime) -> AttendeeQuerySet:
        """People who are still to come, as far as their bookings go: not of a hold or offer that has run out."""
        decided = Q(booking__deadline_at=None) | Q(booking__deadline_at__gt=now)
        return self.filter(decided, cancelled_at=None, booking__state__in=LIVE)

    def on_lists(self) -> AttendeeQuerySet:
        """Who lists, badges and the door know: people with a confirmed place."""
        return self.confirmed().filter(booking__state=BookingState.CONFIRMED)

    def attended(self) -> AttendeeQuerySet:
        """Who was let in, to the event or to any session of it, and not by mistake."""
        counted = Q(check_ins__state=CheckInState.IN, check_ins__undone_at=None)
        return self.filter(Exists(Attendee.objects.filter(counted, pk=OuterRef("pk"))))


class Attendee(models.Model):
    """One person's place. It is taken while `claimed_until` is later than now: far future when confirmed, the end of
    the hold or offer while held or offered, null when waiting, cancelled or ended."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendees")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendees")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="attendees")
    supports = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supporters")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120, blank=True)
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=settings.LANGUAGES)
    speaks_welsh = models.BooleanField(_("speaks Welsh"), default=False)
    no_photos = models.BooleanField(_("keep out of photographs"), default=False)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    price = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, help_text="Agreed when the place was claimed."
    )
    credits = models.PositiveSmallIntegerField(default=0, help_text="Time credits agreed when the place was claimed.")
    vat_rate = models.DecimalField(
        max_digits=4, decimal_places=2, null=True, blank=True, help_text="Per cent within the price; null is no VAT."
    )
    discount_code = models.ForeignKey(
        "events.DiscountCode", null=True, blank=True, on_delete=models.PROTECT, related_name="attendees"
    )
    discount = models.DecimalField(
        max_digits=8, decimal_places=2, default=Decimal(0), help_text="What the code took off; the price is without it."
    )
    kept = models.DecimalField(
        max_digits=8, decimal_places=2, default=Decimal(0), help_text="What is not paid back of a cancelled place."
    )
    credits_kept = models.PositiveSmallIntegerField(
        default=0, help_text="Time credits that are not returned of a cancelled place."
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    badge_printed_at = models.DateTimeField(null=True, blank=True)

    sessions = models.ManyToManyField(Session, through="AttendeeSession", related_name="attendees")
    answers: RelatedManager[Answer]

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["booking", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cancelled_claims_nothing", condition=Q(cancelled_at=None) | Q(claimed_until=None)
            ),
            models.CheckConstraint(
                name="attendee_money_not_negative",
                condition=(Q(price=None) | Q(price__gte=0)) & Q(discount__gte=0) & Q(kept__gte=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "ticket_type", "claimed_until"],
                name="attendee_claims",
                condition=Q(claimed_until__isnull=False),
            ),
            models.Index(fields=["event", "sort_name"], name="attendee_event_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_key(self.name)
        super().save(*args, **kwargs)


class AttendeeSession(models.Model):
    """A session that somebody chose. It is claimed exactly while the attendee is."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="chosen_sessions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "session"], name="one_choice_per_session")]

    def __str__(self) -> str:
        return f"{self.attendee_id} {self.session_id}"


class Answer(models.Model):
    """`value` is a string, number, boolean, ISO date or list of strings, as the question's kind says."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="answers")
    attendee = models.ForeignKey(Attendee, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attendee", "question"], name="one_answer_per_attendee"),
            models.UniqueConstraint(
                fields=["booking", "question"], name="one_answer_per_booking", condition=Q(attendee=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.question_id)


class HeldForm(models.Model):
    """What somebody had typed while their places were held, so that nothing is lost when the time runs out."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="held_form")
    fields = models.JSONField(default=dict)
    kept_until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.booking_id)


class Interest(models.Model):
    """Somebody who would like to come once the date is set. It claims nothing."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="interests")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    party_size = models.PositiveSmallIntegerField(_("how many people"), default=1)
    language = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)
    registered_at = models.DateTimeField()
    form_token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    link_hash = models.CharField(max_length=64, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="interest_registered"
    )
    dates = models.ManyToManyField("events.ProposedDate", blank=True, related_name="interests")

    class Meta:
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"], name="one_interest_per_person", condition=Q(left_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)
