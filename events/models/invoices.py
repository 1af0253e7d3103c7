"""Invoices and credit notes: what was written on them, as it was when they were numbered. Nothing here is changed later
but the purchase order number, which may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.bookings import Attendee, Booking
from events.models.money import site_currency
from events.models.people_places import Organisation

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit", _("Credit note")


class InvoiceSeries(models.Model):
    """The last number that one organisation has given to its invoices, or to its credit notes. Writing it is the lock
    of the series, so that the number after it is the only one that can come next."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invoice_series")
    kind = models.CharField(max_length=10, choices=InvoiceKind)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_series_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class Invoice(models.Model):
    """`seller` holds the organisation's name, address, VAT number, bank details and terms as they were; `due_on` is
    null on a credit note. Amounts of a credit note are positive, too: it is the kind that says which way they count."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=10, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    number = models.PositiveIntegerField()
    name = models.CharField(_("number"), max_length=40)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="invoices")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes")
    payer_name = models.CharField(_("name"), max_length=120, blank=True)
    payer_organisation = models.CharField(_("organisation"), max_length=120)
    payer_address = models.TextField(_("address"), blank=True)
    payer_email = models.EmailField(_("e-mail address of the finance team"), max_length=254)
    po_number = models.CharField(_("purchase order number"), max_length=60, blank=True)
    seller = models.JSONField(default=dict)
    language = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)
    currency = models.CharField(max_length=3, default=site_currency)
    total = models.DecimalField(max_digits=9, decimal_places=2)
    issued_at = models.DateTimeField()
    due_on = models.DateField(_("to be paid by"), null=True, blank=True)

    lines: RelatedManager[InvoiceLine]
    credit_notes: RelatedManager[Invoice]

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="invoice_numbers_are_used_once"),
            models.UniqueConstraint(fields=["organisation", "name"], name="invoice_names_are_used_once"),
            models.CheckConstraint(name="invoice_is_positive", condition=Q(total__gt=0, number__gt=0)),
            models.CheckConstraint(
                name="invoice_is_due_credit_note_corrects",
                condition=Q(kind=InvoiceKind.INVOICE, due_on__isnull=False, corrects=None)
                | Q(kind=InvoiceKind.CREDIT_NOTE, due_on=None, corrects__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="invoice_due_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_credit_note(self) -> bool:
        return self.kind == InvoiceKind.CREDIT_NOTE


class InvoiceLine(models.Model):
    """One place, or what was taken off the whole booking. `words` holds its text for each language."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    attendee = models.ForeignKey(
        Attendee, null=True, blank=True, on_delete=models.SET_NULL, related_name="invoice_lines"
    )
    words = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["invoice", "pk"]
        constraints = [models.CheckConstraint(name="invoice_line_is_positive", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return str(self.amount)
