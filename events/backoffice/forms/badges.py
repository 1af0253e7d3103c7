"""Which badges, on which sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.documents.badges import LAYOUTS
from events.errors import NoSuchLabel
from events.reports.papers import USUAL_LAYOUT

LAYOUT_NAMES = {
    "a4-90x55": _("10 labels, 90 × 55 mm"),
    "a6": _("4 cards, A6"),
}
MOST_LABELS = max(layout.places for layout in LAYOUTS.values())


class BadgeForm(forms.Form):
    layout = forms.ChoiceField(label=_("Sheet"), initial=USUAL_LAYOUT)
    start = forms.IntegerField(
        label=_("Begin at label"),
        initial=1,
        min_value=1,
        help_text=_("For a sheet of which some labels are used up. Count along the rows."),
    )
    only_new = forms.BooleanField(label=_("Only people without a badge yet"), required=False)
    saves_ink = forms.BooleanField(label=_("Save ink"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layout, language = self.fields["layout"], self.fields["language"]
        layout.choices = [(name, LAYOUT_NAMES.get(name, name)) for name in LAYOUTS]  # type: ignore[attr-defined]
        language.initial = (get_language() or settings.LANGUAGE_CODE)[:2]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        layout, start = LAYOUTS.get(cleaned.get("layout", "")), cleaned.get("start")
        if layout and start and start > layout.places:
            self.add_error("start", str(NoSuchLabel(start=start, most=layout.places)))
        return cleaned

    @property
    def parameters(self) -> dict[str, Any]:
        """What BadgeChoice takes, in plain values. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in ("layout", "start", "only_new", "saves_ink")}
