"""Opening an account of time credits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.inputs import AddressField, LineField
from events.models.people_places import Organisation
from events.models.time_credits import AccountKind


class AccountForm(forms.Form):
    issuer = forms.ModelChoiceField(label=_("Given out by"), queryset=Organisation.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Whose"), choices=[choice for choice in AccountKind.choices if choice[0] != AccountKind.ISSUER]
    )
    name = LineField(label=_("Name"), max_length=120, complete="off")
    email = AddressField(label=_("E-mail address"), help_text=_("Codes for spending go there."), complete="off")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["issuer"]
        field.queryset = organisations
