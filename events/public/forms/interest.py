"""What is asked of people who want to hear the date of an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.inputs import AddressField, LineField
from events.models.events import Event, ProposedDate
from events.public.forms.booker import LONGEST_CODE
from events.public.forms.person import LONGEST_NAME
from home.dates import when_text

HOW_MANY = _("Type a number, for example 2")


class InterestForm(forms.Form):
    """Name, address, how many people, and which of the proposed dates suit. The event's own page draws the same
    fields (`events/event/_interest.html`)."""

    code = forms.CharField(required=False, max_length=LONGEST_CODE, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, event: Event, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["name"] = LineField(
            label=_("Your name"), missing=_("Type your name"), max_length=LONGEST_NAME, complete="name"
        )
        self.fields["email"] = AddressField(
            label=_("E-mail address"), help_text=_("We use it only to tell you about this event.")
        )
        if event.max_per_booking > 1:
            self.fields["people"] = _how_many(event.max_per_booking)
        if dates := list(event.proposed_dates.filter(withdrawn=False).exclude(starts_at=None)):
            self.fields["dates"] = _dates(dates, event)

    @property
    def about(self) -> list[Any]:
        return [field for field in self if not field.is_hidden]


def _how_many(most: int) -> forms.Field:
    limit = _("One booking is for at most %(limit_value)d people")
    return forms.IntegerField(
        label=_("How many people would come?"),
        initial=1,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-10"}),
        error_messages={"required": HOW_MANY, "invalid": HOW_MANY, "min_value": HOW_MANY, "max_value": limit},
    )


def _dates(dates: list[ProposedDate], event: Event) -> forms.Field:
    spoken = get_language() or "en"
    choices = [
        (row.pk, when_text(row.starts_at, row.ends_at, event.zone, language=spoken)) for row in dates if row.starts_at
    ]
    return forms.TypedMultipleChoiceField(
        label=_("When could you come?"),
        choices=choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these dates is no longer proposed. Choose again")},
    )
