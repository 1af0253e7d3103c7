"""Who is to pay an invoice, and the purchase order number for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.choices import PurchaseOrder
from events.inputs import AddressField, LineField, TextField
from events.models.bookings import Booking
from events.payments.invoices import Payer

LONGEST_PO = 60


def po_field(*, required: bool) -> LineField:
    return LineField(
        label=_("Purchase order number") if required else _("Purchase order number, if you have one"),
        help_text="" if required else _("It can follow: the finance team can add it to the invoice."),
        required=required,
        missing=_("Type the purchase order number. Without it this event cannot be invoiced"),
        max_length=LONGEST_PO,
        complete="off",
    )


class PayerForm(forms.Form):
    """Filled in with what the booking says already."""

    organisation = LineField(
        label=_("Organisation that pays"),
        missing=_("Type the name of the organisation that pays"),
        max_length=120,
        complete="organization",
    )
    address = TextField(
        label=_("Its postal address"),
        help_text=_("As it should stand on the invoice, with the postcode."),
        max_length=500,
        rows=4,
    )
    email = AddressField(
        label=_("E-mail address of the finance team"), help_text=_("The invoice and any reminders go there.")
    )
    name = LineField(label=_("Name of somebody there"), required=False, max_length=120, complete="off")

    def __init__(self, data: Any = None, *, booking: Booking, initial: dict[str, Any] | None = None) -> None:
        known = {"organisation": booking.organisation, "email": booking.email}
        super().__init__(data, initial={**known, **(initial or {})})
        if booking.event.purchase_order != PurchaseOrder.NOT_ASKED:
            self.fields["po_number"] = po_field(required=booking.event.purchase_order == PurchaseOrder.REQUIRED)
        self.fields["address"].error_messages["required"] = _("Type the postal address of the organisation that pays")

    @property
    def payer(self) -> Payer:
        """Only of a valid form."""
        said = self.cleaned_data
        return Payer(
            organisation=said["organisation"],
            email=said["email"],
            name=said["name"],
            address=said["address"],
            po_number=said.get("po_number", ""),
        )


class PoNumberForm(forms.Form):
    po_number = po_field(required=True)
