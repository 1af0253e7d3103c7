"""Money: what came in, what goes back, what Stripe has told us, and codes that make a place cheaper."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.choices import UNDECIDED, DiscountKind, PaymentMethod, PaymentState, RefundCause, RefundState
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.money import site_currency
from events.models.people_places import Organisation


class PaymentQuerySet(models.QuerySet["Payment"]):
    def undecided(self) -> PaymentQuerySet:
        """Payments that may still become money."""
        return self.filter(state__in=UNDECIDED)

    def received(self) -> PaymentQuerySet:
        return self.filter(state=PaymentState.PAID)


class Payment(models.Model):
    """One sum for one booking: a visit to Stripe's payment page, or money that somebody has written down.

    `key` names the attempt to Stripe, so that asking twice opens one page. No card or bank details are kept.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(_("way"), max_length=10, choices=PaymentMethod)
    state = models.CharField(max_length=10, choices=PaymentState)
    amount = models.DecimalField(_("amount"), max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3, default=site_currency)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When Stripe's page closes by itself.")
    paid_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it failed, ran out or was struck out.")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True, editable=False)
    intent_id = models.CharField(max_length=255, blank=True, db_index=True, editable=False)
    order = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What the page was asked for, until it is decided."
    )
    account = models.CharField(max_length=64, blank=True, editable=False, help_text="The Stripe account it belongs to.")
    checked_at = models.DateTimeField(null=True, blank=True, help_text="When Stripe was last asked about it.")
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute_state = models.CharField(max_length=40, blank=True, help_text="As Stripe calls it.")
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(name="payment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="paid_has_instant", condition=~Q(state=PaymentState.PAID) | Q(paid_at__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["booking"], name="one_undecided_payment", condition=Q(state__in=sorted(UNDECIDED))
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="payment_undecided", condition=Q(state__in=sorted(UNDECIDED))),
            models.Index(fields=["paid_at"], name="payment_paid_at"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class RefundQuerySet(models.QuerySet["Refund"]):
    def promised(self) -> RefundQuerySet:
        """Money that has gone back or will."""
        return self.exclude(state=RefundState.FAILED)

    def due(self, now: dt.datetime, *, clock: dt.datetime) -> RefundQuerySet:
        """To be sent through Stripe now, and under nobody's lease; leases end by the clock on the wall."""
        free = Q(leased_until=None) | Q(leased_until__lte=clock)
        return self.filter(free, state=RefundState.DUE, payment__method=PaymentMethod.CARD, due_at__lte=now)


class Refund(models.Model):
    """Money that goes back, of one payment. The row comes first; it is carried out from the row, under a lease.

    `key` names it to Stripe, so that a repeat sends nothing twice. Of payments that people wrote down the money goes
    back by hand, and the row is closed when they say so. `leased_by` names the process that is sending it until
    `leased_until`; with nobody named, `leased_until` is when it is tried again.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("amount"), max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3, default=site_currency)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.DUE)
    cause = models.CharField(max_length=10, choices=RefundCause)
    forgiven = models.DecimalField(
        max_digits=9, decimal_places=2, default=Decimal(0), help_text="By how much it makes the booking cheaper."
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    stripe_id = models.CharField(max_length=255, unique=True, null=True, blank=True, editable=False)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True)
    problem = models.CharField(max_length=120, blank=True, help_text="What Stripe said the last time.")

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="refund_is_positive", condition=Q(amount__gt=0, forgiven__gte=0, forgiven__lte=F("amount"))
            ),
            models.CheckConstraint(
                name="done_has_instant", condition=~Q(state=RefundState.DONE) | Q(done_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="refund_due", condition=Q(state=RefundState.DUE))]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class StripeEvent(models.Model):
    """An event that Stripe has delivered, once. What it was about is fetched from Stripe, so nothing of it is kept."""

    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.kind


class DiscountCode(models.Model):
    """A code, or membership of a list of addresses, that makes places of an organisation's events cheaper.

    How often it was used is counted from live places, never stored: what a booking gives up can be used again.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="discount_codes", verbose_name=_("organisation")
    )
    event = models.ForeignKey(
        Event,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="discount_codes",
        verbose_name=_("event"),
        help_text=_("Leave empty for all events of the organisation."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("Shown beside the price, for example: Members."))
    code = models.CharField(
        _("code"), max_length=40, blank=True, help_text=_("What people type. Capital or small letters do not matter.")
    )
    code_key = models.CharField(max_length=80, blank=True, editable=False)
    members = models.TextField(
        _("addresses"),
        blank=True,
        help_text=_(
            "One on each line: an e-mail address, or a domain such as example.org. Only these people get it; "
            "without a code they get it by themselves."
        ),
    )
    kind = models.CharField(_("what it does"), max_length=10, choices=DiscountKind, default=DiscountKind.AMOUNT)
    amount = models.DecimalField(
        _("amount or per cent"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)]
    )
    ticket_keys = models.JSONField(_("only for these tickets"), default=list, blank=True)
    limit = models.PositiveIntegerField(
        _("how many places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Leave empty for no limit."),
    )
    starts_at = models.DateTimeField(_("good from"), null=True, blank=True)
    expires_at = models.DateTimeField(_("good until"), null=True, blank=True)
    revision = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Written first: the lock of its uses."
    )

    class Meta:
        ordering = ["organisation", "name", "pk"]
        verbose_name = _("discount code")
        verbose_name_plural = _("discount codes")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code_key"], name="one_code_per_organisation", condition=~Q(code_key="")
            ),
            models.CheckConstraint(name="code_or_members", condition=~Q(code="") | ~Q(members="")),
            models.CheckConstraint(name="discount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="discount_at_most_all", condition=~Q(kind=DiscountKind.PERCENT) | Q(amount__lte=100)
            ),
            models.CheckConstraint(
                name="discount_ends_after_start",
                condition=Q(starts_at=None) | Q(expires_at=None) | Q(expires_at__gte=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.code = self.code.strip()
        self.code_key = code_key(self.code)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def uses(self, now: dt.datetime) -> int:
        """How many live places have it: taken, waited for or offered, but not of holds that the clock has ended."""
        return Attendee.objects.filter(discount_code=self).live(now).count()


def code_key(code: str) -> str:
    """What makes two spellings the same code."""
    return "".join(code.split()).casefold()[:80]
