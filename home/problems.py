"""What is wrong with a form, as the list of links that heads the page. The page keeps everything that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """`anchor` is the id of the control that the reader is taken to."""

    anchor: str
    text: str


def problems_of(form: BaseForm, *, who: str = "") -> Iterator[Problem]:
    """Yield the form's problems in the order of its fields; `who` names the person that a form is about."""
    for error in form.non_field_errors():
        yield Problem("main", _about(who, str(error)))
    for field in form:
        for error in field.errors:
            yield Problem(anchor_of(field), _about(who, str(error)))


def anchor_of(field: BoundField) -> str:
    """Return the id of a field's control; of its first one, where there are several."""
    several = isinstance(field.field.widget, (CheckboxSelectMultiple, RadioSelect))
    return f"{field.auto_id}_0" if several else field.auto_id


def _about(who: str, problem: str) -> str:
    return _("%(who)s: %(problem)s") % {"who": who, "problem": problem} if who else problem
