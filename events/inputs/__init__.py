"""Form fields for what people type: texts are made inert, and every error says what to do."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from events.models.names import JOINERS, tidy

ANSWER = _("Write an answer")

LONGEST_LINE = 250
LONGEST_TEXT = 1000

NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, direction, surrogate, private and unassigned characters."""


def tidy_lines(text: str) -> str:
    """Several lines without control, direction or other invisible characters; line ends become plain ones."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (char for char in text if char in JOINERS or char in "\n\t" or unicodedata.category(char) not in NEVER_SHOWN)
    return "".join(kept).strip()


def too_long(longest: int) -> dict[str, Any]:
    return {
        "max_length": ngettext_lazy(
            "Use at most %(limit_value)d character", "Use at most %(limit_value)d characters", longest
        )
    }


class LineField(forms.CharField):
    """One line of text. `missing` is what to say when a required one is empty."""

    def __init__(
        self,
        *,
        missing: Any = ANSWER,
        max_length: int = LONGEST_LINE,
        complete: str = "",
        **options: Any,
    ) -> None:
        attrs = {"autocomplete": complete} if complete else {}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=max_length, **options)
        self.error_messages |= {"required": missing, **too_long(max_length)}

    def to_python(self, value: Any) -> str:
        return tidy(value) if isinstance(value, str) else ""


class TextField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, max_length: int = LONGEST_TEXT, rows: int = 3, **options: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)
        self.error_messages |= {"required": ANSWER, **too_long(max_length)}

    def to_python(self, value: Any) -> str:
        return tidy_lines(value) if isinstance(value, str) else ""


class AddressField(forms.EmailField):
    """An e-mail address."""

    def __init__(self, *, complete: str = "email", **options: Any) -> None:
        super().__init__(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": complete}), **options)
        self.error_messages |= {
            "required": _("Type your e-mail address"),
            "invalid": _("Add the part after the @, for example name@example.org"),
            **too_long(254),
        }

    def to_python(self, value: Any) -> str:
        return tidy(value) if isinstance(value, str) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and "@" not in value:
            raise ValidationError(_("Type the whole address with its @, for example name@example.org"), code="no_at")


class DateField(forms.DateField):
    """A day, from the browser's own date box or typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d")
        widget.input_type = "date"
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.error_messages |= {
            "required": _("Give a date"),
            "invalid": _("Write the date as day, month and year, for example 11/02/2027"),
        }
