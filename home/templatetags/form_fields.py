"""Form fields without Django's widget templates: which of our pieces draws a field, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def piece(field: BoundField) -> str:
    """Name the component that draws this field; use it in `include`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "components/_hidden.html"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "components/_choices.html"
    if isinstance(widget, forms.CheckboxInput):
        return "components/_check.html"
    return "components/_field.html"


@register.filter
def described_by(field: BoundField) -> str:
    """Return the ids of the hint and of the errors, in the order in which they are read; empty for none."""
    parts = [("hint", field.help_text), ("error", field.errors)]
    return " ".join(f"{field.auto_id}-{name}" for name, there in parts if there)


@register.filter
def options(field: BoundField) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (id, value, label, is chosen) of each choice of a select, of radio buttons or of tick boxes."""
    chosen = _chosen(field)
    asked: Any = field.field  # one of the fields that have choices
    for number, (value, label) in enumerate(asked.choices):
        yield f"{field.auto_id}_{number}", str(value), str(label), str(value) in chosen


@register.filter
def holds(field: BoundField, value: str) -> bool:
    """Tell whether `value` is (one of) what was chosen; for choices that a template draws itself."""
    return str(value) in _chosen(field)


def _chosen(field: BoundField) -> set[str]:
    value = field.value()
    return {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value)}
