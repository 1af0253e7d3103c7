"""Whose time credits, and the code that shows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.inputs import AddressField, LineField
from events.models.people_places import Organisation
from events.models.time_credits import AccountKind


class OwnerForm(forms.Form):
    email = AddressField(
        label=_("E-mail address that the time credits belong to"),
        help_text=_("We send a code there. Whoever reads it may use the credits."),
    )


class StatementForm(OwnerForm):
    issuer = forms.ModelChoiceField(
        label=_("Organisation that gave them out"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["issuer"]
        field.queryset = Organisation.objects.filter(credit_accounts__kind=AccountKind.ISSUER).distinct()


class CodeForm(forms.Form):
    email = forms.EmailField(widget=forms.HiddenInput)
    code = LineField(
        label=_("Code from the e-mail"),
        missing=_("Type the six figures from the e-mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class StatementCodeForm(CodeForm):
    issuer = forms.IntegerField(widget=forms.HiddenInput)
