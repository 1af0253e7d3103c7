"""Sums of money that people type: plain figures, in the one currency of the site."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

IN_FIGURES = gettext_lazy("Type an amount in figures, for example 20 or 7.50")

PLAIN = re.compile(r"-?([0-9]+[.]?[0-9]*|[.][0-9]+)")
"""Python reads more as a number, such as "1e5", "1_000" or figures of other scripts: nobody types a price like that."""


def _amount_label() -> str:
    if settings.CURRENCY == "GBP":
        return gettext("Amount in pounds")
    return gettext("Amount in %(currency)s") % {"currency": settings.CURRENCY}


AMOUNT_LABEL: Any = lazy(_amount_label, str)()


class AmountField(forms.DecimalField):
    """A sum with at most two decimals. Whatever is wrong with it, the error shows how to write one."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "w-10", "autocomplete": "off"}
        options = {"label": AMOUNT_LABEL, "widget": forms.TextInput(attrs=attrs), **options}
        super().__init__(max_digits=8, decimal_places=2, **options)
        faults = ("required", "invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
        self.error_messages |= dict.fromkeys(faults, IN_FIGURES)

    def to_python(self, value: Any) -> Any:
        text = str(value).strip() if value not in self.empty_values else ""
        if text and not PLAIN.fullmatch(text):
            raise ValidationError(IN_FIGURES, code="invalid")
        return super().to_python(text)
