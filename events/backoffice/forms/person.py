"""Whose data is looked for, and whether it is to be erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from events.inputs import AddressField


class PersonForm(forms.Form):
    email = AddressField(label=_("E-mail address of the person"), complete="off")


class EraseForm(PersonForm):
    sure = forms.BooleanField(
        label=_("I have made sure that it is this person who asks"),
        error_messages={"required": _("Tick this once you have made sure. Nothing was deleted.")},
    )
