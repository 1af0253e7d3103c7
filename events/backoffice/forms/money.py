"""What staff type about money: sums, references, days."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.backoffice.forms.acts import ReasonField, RuleForm
from events.inputs import DateField, LineField
from events.inputs.amounts import PLAIN
from events.payments.received import DoorMethod

LARGEST = Decimal("999999.99")
PENNY = Decimal("0.01")


class SumField(forms.Field):
    """A sum above nought with at most two decimals; a comma between thousands and a sign before it are taken off."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, **options)
        self.error_messages["required"] = _("Type the amount")

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().lstrip("£€$").replace(" ", "")
        if not text:
            return None
        whole, dot, pence = text.partition(".")
        groups = whole.split(",")
        if len(groups) > 1 and not all(len(group) == 3 for group in groups[1:]):
            raise ValidationError(_("Write the amount with a point before the pence, for example 1,250.50"))
        plain = "".join(groups) + dot + pence
        if not PLAIN.fullmatch(plain):
            raise ValidationError(_("Write the amount in figures, for example 20.00"))
        return self._within(Decimal(plain))

    def _within(self, amount: Decimal) -> Decimal:
        if amount <= 0:
            raise ValidationError(_("The amount must be above nought"))
        if amount > LARGEST:
            raise ValidationError(_("That amount is too large"))
        if amount != amount.quantize(PENNY):
            raise ValidationError(_("An amount has at most two figures after the point"))
        return amount.quantize(PENNY)


class OnceForm(RuleForm):
    """A form that counts once: `once` comes with it and goes back with it."""

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial.setdefault("once", uuid.UUID(bytes=secrets.token_bytes(16), version=4))


class ReceivedForm(OnceForm):
    """A bank transfer that has come in."""

    amount = SumField(label=_("Amount"), help_text=_("Part of what is due is fine."))
    reference = LineField(label=_("Reference"), max_length=120, help_text=_("As the bank statement gives it."))
    paid_on = DateField(label=_("Came in on"))

    @property
    def paid_at(self) -> dt.datetime:
        """Noon of that day, which is that day in every time zone that matters."""
        return dt.datetime.combine(self.cleaned_data["paid_on"], dt.time(12), tzinfo=dt.UTC)


class DoorForm(OnceForm):
    """Money taken at the door."""

    amount = SumField(label=_("Amount"))
    method = forms.ChoiceField(label=_("Way"), choices=DoorMethod.choices)


class PoForm(forms.Form):
    po_number = LineField(label=_("Purchase order number"), max_length=60, complete="off")


class AdjustForm(OnceForm):
    """Time credits given or taken by hand."""

    number = forms.IntegerField(
        label=_("Number of credits"),
        min_value=-10_000,
        max_value=10_000,
        help_text=_("With a minus to take them away."),
    )
    reason = ReasonField(required=True)

    def clean_number(self) -> int:
        number = int(self.cleaned_data["number"])
        if number == 0:
            raise ValidationError(_("Type a number other than 0"))
        return number


class OweForm(RuleForm):
    may_owe = forms.BooleanField(label=_("May go below nought"), required=False)
    reason = ReasonField(required=True)
