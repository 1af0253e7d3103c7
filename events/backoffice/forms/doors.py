"""Which device is to become a door."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from events.inputs import LineField

LONGEST_NAME = 60


class DoorForm(forms.Form):
    name = LineField(
        label=_("Name of the door or device"),
        missing=_("Type a name, so that you know which device to close"),
        max_length=LONGEST_NAME,
        complete="off",
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)
