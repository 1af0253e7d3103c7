"""Facts that a page and the booked row it is projected onto have in common, written once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events import choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_PLACES = 100_000


def places(verbose_name: StrOrPromise, help_text: StrOrPromise) -> models.PositiveIntegerField:
    """A limit on places: null is unlimited, 0 is none."""
    return models.PositiveIntegerField(
        verbose_name, null=True, blank=True, validators=[MaxValueValidator(MAX_PLACES)], help_text=help_text
    )


class EventFacts(models.Model):
    """What is true of an event in every language."""

    kind = models.ForeignKey(
        "events.EventKind", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("kind")
    )
    host = models.ForeignKey(
        "events.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("host organisation"),
    )
    date_state = models.CharField(
        _("state of the date"), max_length=20, choices=choices.DateState, default=choices.DateState.FIXED
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=50, default="Europe/London")
    attendance = models.CharField(
        _("how people attend"), max_length=10, choices=choices.Attendance, default=choices.Attendance.VENUE
    )
    venue = models.ForeignKey(
        "events.Venue", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("venue")
    )
    join_url = models.URLField(
        _("link to join online"),
        blank=True,
        help_text=_("Sent only to people who have booked. Never shown on the site."),
    )
    meant_for = models.CharField(
        _("mainly for"),
        max_length=20,
        choices=choices.MeantFor,
        default=choices.MeantFor.EVERYONE,
        help_text=_("People can look for events that are for them. “Everyone” is found by all of them."),
    )
    languages = models.CharField(
        _("languages of the event"), max_length=5, choices=choices.EventLanguages, default=choices.EventLanguages.BOTH
    )
    interpretation = models.BooleanField(_("Welsh–English interpretation"), default=False)
    capacity = places(_("places"), _("Leave empty for no limit. 0 means no places."))
    room_capacity = places(_("places in the room"), _("For events at a venue and online. Leave empty for no limit."))
    online_capacity = places(_("places online"), _("For events at a venue and online. Leave empty for no limit."))
    series = models.CharField(
        _("series"),
        max_length=80,
        blank=True,
        help_text=_("Events with the same word here belong together, and their pages link to each other. Not shown."),
    )
    learning_hours = models.DecimalField(
        _("hours of learning (CPD)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text=_("Stands on certificates of attendance. Leave empty if none are counted."),
    )
    is_bookable = models.BooleanField(_("people book on this site"), default=True)
    booking_opens_at = models.DateTimeField(_("booking opens"), null=True, blank=True)
    booking_closes_at = models.DateTimeField(
        _("booking closes"), null=True, blank=True, help_text=_("Leave empty to close when the event begins.")
    )
    min_per_booking = models.PositiveSmallIntegerField(
        _("fewest people in one booking"), default=1, validators=[MinValueValidator(1)]
    )
    max_per_booking = models.PositiveSmallIntegerField(
        _("most people in one booking"), default=6, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    session_choice = models.CharField(
        _("choice of sessions"), max_length=10, choices=choices.SessionChoice, default=choices.SessionChoice.WHOLE
    )
    waitlist = models.BooleanField(_("keep a waitlist when full"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=24, validators=[MinValueValidator(1), MaxValueValidator(336)]
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("minutes a place is held"), default=15, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    needs_approval = models.BooleanField(_("bookings need approval"), default=False)
    approval_hours = models.PositiveSmallIntegerField(
        _("hours to decide on a booking"), default=72, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    invitation_code = models.CharField(
        _("invitation code"),
        max_length=40,
        blank=True,
        help_text=_("With a code the event is by invitation: it is in no list, feed or search."),
    )
    takes_invoices = models.BooleanField(
        _("organisations may ask for an invoice"),
        default=False,
        help_text=_("Their places are confirmed at once, and paid later. The host’s details stand on the invoice."),
    )
    purchase_order = models.CharField(
        _("purchase order number"),
        max_length=10,
        blank=True,
        choices=choices.PurchaseOrder,
        default=choices.PurchaseOrder.NOT_ASKED,
    )
    takes_at_door = models.BooleanField(
        _("people may pay at the door"),
        default=False,
        help_text=_("Their places are confirmed at once. The door shows what is still to pay."),
    )
    change_until_hours = models.PositiveSmallIntegerField(
        _("people can change or cancel until (hours before the start)"), default=0
    )
    refund_full_days = models.PositiveSmallIntegerField(
        _("all money back until (days before the start)"),
        null=True,
        blank=True,
        default=3,
        validators=[MaxValueValidator(365)],
        help_text=_("Leave empty for never. People who have booked keep what was promised to them."),
    )
    refund_part_days = models.PositiveSmallIntegerField(
        _("part of it back until (days before the start)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(365)],
        help_text=_("Leave empty for never."),
    )
    refund_part_percent = models.PositiveSmallIntegerField(
        _("how much that part is, per cent"), default=50, validators=[MaxValueValidator(100)]
    )
    asks_needs = models.BooleanField(_("ask about access and food"), default=True)
    needs_kept_days = models.PositiveSmallIntegerField(
        _("delete access and food notes after (days)"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )

    class Meta:
        abstract = True


class TicketFacts(models.Model):
    price_kind = models.CharField(_("price"), max_length=20, choices=choices.PriceKind, default=choices.PriceKind.FREE)
    price = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True, blank=True)
    minimum_price = models.DecimalField(_("least amount"), max_digits=8, decimal_places=2, null=True, blank=True)
    suggested_prices = models.CharField(
        _("suggested amounts"),
        max_length=80,
        blank=True,
        help_text=_("Separate them with commas, for example 5, 10, 20."),
    )
    credits = models.PositiveSmallIntegerField(_("time credits"), null=True, blank=True)
    early_price = models.DecimalField(
        _("early amount"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    early_until = models.DateTimeField(_("early amount until"), null=True, blank=True)
    group_price = models.DecimalField(
        _("amount in a group"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    group_from = models.PositiveSmallIntegerField(
        _("a group is this many or more"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("People with this ticket in one booking."),
    )
    vat_rate = models.DecimalField(
        _("VAT within the amount, per cent"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("For example 20. Leave empty where no VAT is charged. Prices are shown and charged with it."),
    )
    earns_credits = models.PositiveSmallIntegerField(
        _("time credits earned by helping"),
        null=True,
        blank=True,
        help_text=_("Given to each person with this ticket who came, once the event is over."),
    )
    capacity = places(_("places"), _("Leave empty for no limit of its own. 0 means no places."))
    attendance = models.CharField(
        _("in the room or online"),
        max_length=10,
        blank=True,
        choices=[c for c in choices.Attendance.choices if c[0] != choices.Attendance.HYBRID],
        help_text=_("Only for events at a venue and online."),
    )
    role = models.CharField(_("role on the badge"), max_length=10, choices=choices.Role, default=choices.Role.ATTENDEE)
    is_supporter = models.BooleanField(
        _("a place for a supporter"), default=False, help_text=_("Belongs to another person in the same booking.")
    )
    max_per_booking = models.PositiveSmallIntegerField(_("most of these in one booking"), null=True, blank=True)
    opens_at = models.DateTimeField(_("on sale from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("on sale until"), null=True, blank=True)

    class Meta:
        abstract = True


class SessionFacts(models.Model):
    starts_at = models.DateTimeField(_("starts"), null=True)
    ends_at = models.DateTimeField(_("ends"), null=True)
    capacity = places(_("places"), _("Leave empty for no limit of its own. 0 means no places."))
    is_bookable = models.BooleanField(_("people can choose it"), default=True)
    learning_hours = models.DecimalField(
        _("hours of learning (CPD)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text=_("Where a session has hours, those of the sessions somebody came to are added up."),
    )

    class Meta:
        abstract = True


class QuestionFacts(models.Model):
    kind = models.CharField(
        _("kind of answer"), max_length=20, choices=choices.QuestionKind, default=choices.QuestionKind.SHORT_TEXT
    )
    asked_of = models.CharField(_("asked"), max_length=10, choices=choices.AskedOf, default=choices.AskedOf.ATTENDEE)
    is_required = models.BooleanField(_("must be answered"), default=False)
    ticket_keys = models.JSONField(
        _("only for these tickets"), default=list, blank=True, help_text=_("Leave empty to ask for all tickets.")
    )

    class Meta:
        abstract = True


class ProposedDateFacts(models.Model):
    """One of the dates that people who register interest can say suits them."""

    starts_at = models.DateTimeField(_("starts"), null=True)
    ends_at = models.DateTimeField(_("ends"), null=True)

    class Meta:
        abstract = True


def fact_names(base: type[models.Model]) -> tuple[str, ...]:
    """Names of the fields of one abstract base, in order. Works while apps are still loading."""
    return tuple(field.name for field in base._meta.local_fields)
