"""Which bookings were chosen, as they stood then, and what has to be said about all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.backoffice.forms.acts import ReasonField
from events.backoffice.forms.money import OnceForm
from events.backoffice.together import TRANSFER, WAYS, Together
from events.inputs import DateField, LineField

LONGEST_LIST = 400_000


class KeysField(forms.CharField):
    """Primary keys in a hidden box, with spaces between them: a thousand boxes would be too many for one form."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, max_length=LONGEST_LIST)

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        words = str(super().to_python(value) or "").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
            raise ValidationError(_("Please choose again; what was chosen cannot be read."))
        return [int(word) for word in words]

    def run_validators(self, value: Any) -> None:
        """`max_length` is about text."""


class ChosenField(forms.CharField):
    """Pairs "primary key:mark" with spaces between them."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, max_length=LONGEST_LIST)
        self.error_messages["required"] = gettext_lazy("Tick the bookings that you mean.")

    def clean(self, value: Any) -> list[tuple[int, str]]:
        pairs = [word.partition(":") for word in str(super().clean(value)).split()]
        if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk, _colon, _mark in pairs):
            raise ValidationError(_("Please choose again; what was chosen cannot be read."))
        return [(int(pk), mark) for pk, _colon, mark in pairs]


class TogetherForm(OnceForm):
    """A press counts once, however often it is sent: `once` says which press it is."""

    chosen = ChosenField()

    def __init__(self, data: Any = None, *, act: Together, **options: Any) -> None:
        super().__init__(data, **options)
        if act.asks_reason:
            self.fields["reason"] = ReasonField(required=act.needs_reason)
        if act.asks_payment:
            self.fields["way"] = forms.ChoiceField(label=_("Way"), choices=WAYS)
            self.fields["reference"] = LineField(
                label=_("Reference"),
                required=False,
                max_length=120,
                help_text=_("As the bank statement gives it. For a bank transfer only."),
            )
            self.fields["paid_on"] = DateField(label=_("Came in on"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for words in self.errors.get("chosen", []):  # its box is hidden
            self.add_error(None, words)
        if given.get("way") == TRANSFER and not given.get("reference") and "reference" not in self.errors:
            self.add_error("reference", _("Type the reference of the transfer."))
        return given

    @property
    def parameters(self) -> dict[str, Any]:
        """What the work holds, in plain values. Only of a valid form."""
        given = self.cleaned_data
        plain = {"once": str(given["once"]), "bookings": [list(pair) for pair in given["chosen"]]}
        plain |= {name: given[name] for name in ("reason", "way", "reference") if given.get(name)}
        if given.get("paid_on"):
            plain["paid_at"] = dt.datetime.combine(given["paid_on"], dt.time(12), tzinfo=dt.UTC).isoformat()
        return plain
