"""Who books, and what is asked once for the whole booking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from events.choices import AskedOf
from events.inputs import AddressField, LineField, questions
from events.models.events import TicketType
from events.public.bookable import Bookable
from events.public.forms.person import LONGEST_NAME

LONGEST_CODE = 40


class BookerForm(forms.Form):
    """Name and e-mail address, whether this person comes too, and the code of an event by invitation."""

    def __init__(self, data: Any = None, *, bookable: Bookable, code: str = "") -> None:
        super().__init__(data)
        if bookable.event.is_by_invitation:
            self.fields["code"] = _code(opens=code == bookable.event.invitation_code)
            self.fields["code"].initial = code
        self.fields["name"] = LineField(
            label=_("Your name"),
            help_text=_("As you would like it on your badge.") if bookable.is_in_a_room else "",
            missing=_("Type your name"),
            max_length=LONGEST_NAME,
            complete="name",
        )
        self.fields["email"] = AddressField(
            label=_("E-mail address"),
            help_text=_("Your ticket goes here.") if bookable.is_in_a_room else _("The link to join goes here."),
        )
        if bookable.event.max_per_booking > 1:
            self.fields["absent"] = forms.BooleanField(
                label=_("I book for somebody else and do not come myself"), required=False
            )

    @property
    def about(self) -> Iterator[BoundField]:
        return (field for field in self if not field.is_hidden)

    @property
    def is_absent(self) -> bool:
        return "absent" in self.fields and bool(self["absent"].value())

    def show_code(self, problem: str) -> None:
        """Say what is wrong with the code, and let it be typed again where it came with the link."""
        self.fields["code"].widget = _code_box()
        self.add_error("code", problem)


def _code_box() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off"})


def _code(*, opens: bool) -> forms.Field:
    return LineField(
        label=_("Invitation code"),
        missing=_("Type the code in your invitation"),
        max_length=LONGEST_CODE,
        widget=forms.HiddenInput() if opens else _code_box(),
    )


class OnceForm(forms.Form):
    """Questions that are asked once, and whether we may write again. `tickets` are those chosen by the people."""

    tickets: Sequence[TicketType] = ()

    def __init__(self, data: Any = None, *, bookable: Bookable) -> None:
        super().__init__(data)
        self._questions = bookable.asked(AskedOf.BOOKING)
        self.fields |= {questions.field_name(row): questions.field_for(row) for row in self._questions}
        if bookable.takes_codes:
            self.fields["discount"] = LineField(
                label=_("Discount code"),
                help_text=_("Leave this empty if you have none."),
                required=False,
                max_length=LONGEST_CODE,
                widget=_code_box(),
            )
        self.fields["news"] = forms.BooleanField(
            label=_("Send me news about events like this"),
            help_text=_("About once a month. Stop whenever you like."),
            required=False,
        )

    @property
    def questions(self) -> Iterator[BoundField]:
        return (self[questions.field_name(row)] for row in self._questions)

    @property
    def code_box(self) -> Iterator[BoundField]:
        """The box for a discount code, where there is any code to type."""
        return (field for field in self if field.name == "discount")

    def show_discount(self, problem: str) -> None:
        self.add_error("discount", problem)

    @property
    def news(self) -> BoundField:
        return self["news"]

    def clean(self) -> dict[str, Any]:
        for row in self._questions:
            if not questions.is_asked(row, self.tickets):
                self.errors.pop(questions.field_name(row), None)
                self.cleaned_data.pop(questions.field_name(row), None)
        return self.cleaned_data

    def answers(self) -> dict[int, Any]:
        return questions.answers(self._questions, self.cleaned_data)
