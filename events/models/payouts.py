"""Stripe's own books: what it sent to the bank, and of which sums that consists. They hold nothing of a person."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Round

from events.choices import BalanceKind
from events.models.bookings import Booking
from events.models.payments import Payment, Refund
from events.models.people_places import Organisation

MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)


class PayoutQuerySet(models.QuerySet["Payout"]):
    def with_sum(self) -> PayoutQuerySet:
        """With `lines_sum`: what its lines come to."""
        lines = BalanceLine.objects.filter(payout=OuterRef("pk"))
        total = Coalesce(lines.sum_of(F("gross") - F("fee"), by="payout"), Value(Decimal(0)), output_field=MONEY)
        return self.annotate(lines_sum=total)


class Payout(models.Model):
    """One sum that Stripe has sent to the bank, or tries to.

    Of payouts that Stripe makes by itself it names the lines, once, when it has closed them: `read_at` is when they
    were written down. It cannot say what a payout that somebody asked for by hand consists of: that has none.
    """

    stripe_id = models.CharField(max_length=255, unique=True)
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, help_text="Below nought when Stripe takes money back."
    )
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=40, help_text="As Stripe calls it.")
    is_automatic = models.BooleanField()
    made_at = models.DateTimeField()
    arrives_on = models.DateField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        ordering = ["-arrives_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class BalanceLineQuerySet(models.QuerySet["BalanceLine"]):
    def sum_of(self, figure: Combinable | str, *, by: str) -> Round:
        """The sum of a figure of these lines, as a column of what they are `by`: "payout", "payment" or "refund".

        It is rounded because SQLite adds numbers that are not exact.
        """
        sums = self.order_by().values(by).annotate(sum=Sum(figure, output_field=MONEY)).values("sum")
        return Round(Subquery(sums, output_field=MONEY), precision=2)

    def of_hosts(self, hosts: QuerySet[Organisation]) -> BalanceLineQuerySet:
        """What is about bookings for events of these organisations."""
        return self.filter(Q(payment__booking__event__host__in=hosts) | Q(refund__booking__event__host__in=hosts))


class BalanceLine(models.Model):
    """One line of a payout: a payment less Stripe's fee, a refund, a dispute, a fee by itself.

    `gross` is below nought where money went away.
    """

    stripe_id = models.CharField(max_length=255, unique=True)
    payout = models.ForeignKey(Payout, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=BalanceKind)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    fee = models.DecimalField(max_digits=12, decimal_places=2)
    at = models.DateTimeField()
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.SET_NULL, related_name="balance_lines")
    refund = models.ForeignKey(Refund, null=True, blank=True, on_delete=models.SET_NULL, related_name="balance_lines")

    objects = BalanceLineQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="line_is_about_one", condition=Q(payment=None) | Q(refund=None)),
            models.UniqueConstraint(
                fields=["payment"], name="one_charge_per_payment", condition=Q(kind=BalanceKind.CHARGE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gross} − {self.fee}"

    @property
    def booking(self) -> Booking | None:
        """None where it is about something that never was here."""
        about = self.payment or self.refund
        return about.booking if about else None
