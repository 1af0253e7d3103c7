"""Stripe's own books: what it sent to the bank, and of which sums that consists. They hold nothing of a person."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from events.choices import BalanceKind
from events.models.payments import Payment, Refund
from events.models.people_places import Organisation

MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)


class PayoutQuerySet(models.QuerySet["Payout"]):
    def with_sum(self) -> PayoutQuerySet:
        """With `lines_sum`: what its lines come to."""
        lines = BalanceLine.objects.with_net().filter(payout=OuterRef("pk")).order_by().values("payout")
        total = Subquery(lines.annotate(sum=Sum("net")).values("sum"), output_field=MONEY)
        # Sums of SQLite are not exact.
        return self.annotate(lines_sum=Round(Coalesce(total, Value(Decimal(0)), output_field=MONEY), precision=2))


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
    def with_net(self) -> BalanceLineQuerySet:
        """With `net`: what is left when Stripe has taken its fee."""
        return self.annotate(net=ExpressionWrapper(F("gross") - F("fee"), output_field=MONEY))

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
