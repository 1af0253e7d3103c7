"""The boxes with which an organiser says how a session repeats, and the button that writes the sessions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from events.pages.repeats import MOST_SESSIONS, Every, Rule

BUTTON = "write-sessions"


class RepeatFields(forms.Form):
    """Nothing of this is stored. The sessions are written only when the button is pressed, never by autosave."""

    repeat_every = forms.ChoiceField(
        label=_("Repeat"), choices=[("", _("Choose how often")), *Every.choices], required=False
    )
    repeat_times = forms.IntegerField(
        label=_("Number of sessions in all"), min_value=2, max_value=MOST_SESSIONS, required=False
    )
    repeat_until = forms.DateField(label=_("or until this day"), widget=AdminDateInput, required=False)

    @property
    def wants_sessions(self) -> bool:
        return BUTTON in self.data and "repeat_every" in self.fields

    def repeat_rule(self) -> Rule:
        typed = self.cleaned_data
        return Rule(typed["repeat_every"], typed.get("repeat_times"), typed.get("repeat_until"))

    def clean(self) -> dict[str, object] | None:
        typed = super().clean()
        if self.wants_sessions:
            if not self.cleaned_data.get("repeat_every"):
                self.add_error("repeat_every", _("Choose how often it repeats."))
            if not (self.cleaned_data.get("repeat_times") or self.cleaned_data.get("repeat_until")):
                self.add_error("repeat_times", _("Say how many sessions there are in all, or until which day."))
        return typed
