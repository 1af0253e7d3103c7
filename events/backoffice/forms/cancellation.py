"""Who on a booking is not coming after all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models.bookings import Attendee


class CancelForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("Who is not coming?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the people whose places are to be cancelled.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=250,
        help_text=_("For your colleagues. It is kept in the history, and not sent to the person who booked."),
    )

    def __init__(self, *args: Any, people: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, f"{person} ({person.ticket_type})") for person in people]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    @property
    def attendee_ids(self) -> list[int]:
        """Only of a valid form."""
        return [int(pk) for pk in self.cleaned_data["people"]]
