"""Which badges, on which sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.backoffice.forms.together import KeysField
from events.documents.attendees import BADGE_FIELDS, USUAL_FIELDS
from events.documents.badge_layouts import LAYOUTS, USUAL_LAYOUT
from events.errors import NoSuchLabel
from events.models.bookings import Attendee
from events.models.events import Event

FIELD_NAMES = {
    "organisation": _("Organisation"),
    "pronouns": _("Pronouns, where somebody gave them"),
    "role": _("Role"),
    "code": _("QR code"),
    "ticket": _("Ticket"),
    "sessions": _("Sessions"),
}


class BadgeForm(forms.Form):
    layout = forms.ChoiceField(label=_("Sheet"), initial=USUAL_LAYOUT)
    start = forms.IntegerField(
        label=_("Begin at label"),
        initial=1,
        min_value=1,
        help_text=_("For a sheet of which some labels are used up. Count along the rows."),
    )
    person = forms.ModelChoiceField(
        Attendee.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody"), blank=True
    )
    only_new = forms.BooleanField(label=_("Only people without a badge yet"), required=False)
    fields_shown = forms.MultipleChoiceField(
        label=_("Beside the name"),
        choices=[(name, FIELD_NAMES[name]) for name in BADGE_FIELDS],
        initial=USUAL_FIELDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    saves_ink = forms.BooleanField(label=_("Save ink"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    bookings = KeysField()

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Attendee.objects.on_lists().filter(event=event).order_by("sort_name", "pk")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        sheet, language = self.fields["layout"], self.fields["language"]
        sheet.choices = [(name, layout.label) for name, layout in LAYOUTS.items()]  # type: ignore[attr-defined]
        language.initial = (get_language() or settings.LANGUAGE_CODE)[:2]
        if self["bookings"].value():
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        layout, start = LAYOUTS.get(cleaned.get("layout", "")), cleaned.get("start")
        if layout and start and start > layout.places:
            self.add_error("start", str(NoSuchLabel(start=start, most=layout.places)))
        return cleaned

    @property
    def parameters(self) -> dict[str, Any]:
        """What BadgeChoice takes, in plain values. Only of a valid form."""
        plain = {name: self.cleaned_data[name] for name in ("layout", "start", "only_new", "saves_ink")}
        person, bookings = self.cleaned_data.get("person"), self.cleaned_data["bookings"]
        plain |= {"bookings": bookings} if bookings else {}
        return {**plain, "person": person.pk if person else None, "fields": self.cleaned_data["fields_shown"]}
