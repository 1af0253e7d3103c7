"""Time credits: a ledger in double entry. Whatever one account gets another gives, so all lines together are nought."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.choices import Actor
from events.models.bookings import Attendee, Booking, email_key
from events.models.events import Event
from events.models.people_places import Organisation

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class TransferKind(models.TextChoices):
    EARNED = "earned", _("Earned")
    SPENT = "spent", _("Spent")
    RETURNED = "returned", _("Returned")
    ADJUSTED = "adjusted", _("Adjusted")


class AccountKind(models.TextChoices):
    """Whose time credits an account holds. The issuer's own is what all others are balanced against."""

    PERSON = "person", _("A person")
    ORGANISATION = "organisation", _("An organisation")
    ISSUER = "issuer", _("The organisation that gives them out")


class CreditAccount(models.Model):
    """Whose credits, and which organisation gave them out: credits are good at the events of their `issuer`.

    Each issuer has one account of its own, which credits come from and go back to. `revision` grows with every line:
    writing it is the lock. An account that `may_owe` was allowed by staff to go below nought.
    """

    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credit_accounts")
    kind = models.CharField(_("whose"), max_length=12, choices=AccountKind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=settings.LANGUAGES)
    may_owe = models.BooleanField(_("may go below nought"), default=False)
    revision = models.PositiveBigIntegerField(default=0)
    opened_at = models.DateTimeField()

    lines: RelatedManager[CreditLine]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer"], condition=Q(kind=AccountKind.ISSUER), name="one_credit_account_per_issuer"
            ),
            models.UniqueConstraint(
                fields=["issuer", "email_key"],
                condition=~Q(kind=AccountKind.ISSUER) & ~Q(email_key=""),
                name="one_credit_account_per_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.issuer)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)


class CreditTransfer(models.Model):
    """One thing that happened: so many credits from one account to another, with its cause. Append only.

    `once` names a cause that counts once ("earned-123"), however often it is reported.
    """

    kind = models.CharField(max_length=10, choices=TransferKind)
    at = models.DateTimeField()
    actor = models.CharField(max_length=10, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=250, blank=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="credit_transfers"
    )
    attendee = models.ForeignKey(
        Attendee, null=True, blank=True, on_delete=models.SET_NULL, related_name="credit_transfers"
    )
    once = models.CharField(max_length=80, unique=True, null=True, blank=True)

    lines: RelatedManager[CreditLine]

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="adjusted_says_why", condition=~Q(kind=TransferKind.ADJUSTED) | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["event", "kind"], name="credit_event_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CreditLine(models.Model):
    """What one transfer did to one account. `number` counts the account's lines from 1 and `balance` is what it holds
    after this one, so that two writers who did not wait for each other cannot both be stored."""

    transfer = models.ForeignKey(CreditTransfer, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    amount = models.IntegerField()
    balance = models.IntegerField()
    may_owe = models.BooleanField(default=False)

    class Meta:
        ordering = ["account", "number"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="credit_lines_follow_each_other"),
            models.UniqueConstraint(fields=["transfer", "account"], name="credit_accounts_differ"),
            models.CheckConstraint(name="credit_line_moves_something", condition=~Q(amount=0)),
            models.CheckConstraint(name="credits_never_negative", condition=Q(balance__gte=0) | Q(may_owe=True)),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"


def new_nonce() -> str:
    return secrets.token_hex(16)


class CreditCode(models.Model):
    """A code that was asked for, to show that somebody reads an address. It is worked out from `nonce` and the site's
    secret key whenever it is needed, and stored nowhere. A row is made for unknown addresses, too: what is told and
    how often it may be tried does not depend on whether an address has credits.
    """

    issuer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.CASCADE, related_name="credit_codes")
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    language = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["issuer", "email_key", "asked_at"], name="credit_code_address")]

    def __str__(self) -> str:
        return f"code {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)
