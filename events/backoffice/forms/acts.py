"""Why staff do something with a booking, and whether they mean to go beyond a limit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.backoffice.acts import Act
from events.errors import BookingError, ReasonNeeded
from events.inputs import LineField

LONGEST_REASON = 250


class ReasonField(LineField):
    def __init__(self, *, required: bool) -> None:
        super().__init__(
            label=_("Reason"),
            required=required,
            missing=ReasonNeeded.message,
            max_length=LONGEST_REASON,
            help_text=_("For your colleagues. It is kept in the history, and not sent to the person who booked."),
        )


class BeyondField(forms.BooleanField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Go beyond the limit if the event is full"),
            required=False,
            help_text=_("Then a reason is needed. Your name is kept with it."),
        )


class RuleForm(forms.Form):
    """A form whose rule may say no after it was filled in: everything typed stays, and the answer stands with it."""

    def refuse(self, refusal: BookingError) -> None:
        needs_reason = isinstance(refusal, ReasonNeeded) and "reason" in self.fields
        self.add_error("reason" if needs_reason else None, str(refusal))


class ActForm(RuleForm):
    def __init__(self, data: Any = None, *, act: Act) -> None:
        super().__init__(data)
        if act.asks:
            self.fields["reason"] = ReasonField(required=act.needs_reason)
        if act.may_go_beyond:
            self.fields["beyond"] = BeyondField()

    @property
    def reason(self) -> str:
        """Only of a valid form, as `beyond`."""
        return str(self.cleaned_data.get("reason", ""))

    @property
    def beyond(self) -> bool:
        return bool(self.cleaned_data.get("beyond"))
