"""What would help somebody take part, and what they eat: asked apart from everything else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.booking.party import NeedGiven
from events.choices import AccessOption, Attendance, DietOption, NeedKind
from events.inputs import LineField, TextField
from events.models.events import Event

IN_A_ROOM = frozenset({AccessOption.STEP_FREE, AccessOption.HEARING_LOOP, AccessOption.QUIET_ROOM})
ONLINE = frozenset({AccessOption.CAPTIONS})
KINDS = {"access": NeedKind.ACCESS, "diet": NeedKind.DIET}


def access_options(event: Event, *, supporters_book: bool) -> list[tuple[str, Any]]:
    """What can be ticked for this event. A supporter is no tick where supporters have a ticket of their own."""
    in_a_room = event.attendance != Attendance.ONLINE
    out = set(ONLINE if in_a_room else IN_A_ROOM)
    if supporters_book or not in_a_room:
        out.add(AccessOption.SUPPORTER)
    return [(option.value, option.label) for option in AccessOption if option not in out]


def need_fields(event: Event, *, supporters_book: bool) -> dict[str, forms.Field]:
    """The fields about needs; none where the event does not ask. Food is asked only of people in a room."""
    if not event.asks_needs:
        return {}
    fields = {
        "access": _ticks(_("What would help you take part?"), access_options(event, supporters_book=supporters_book)),
        "access_text": TextField(label=_("Anything else, in your own words"), required=False, rows=2),
    }
    if event.attendance != Attendance.ONLINE:
        fields["diet"] = _ticks(_("Food"), list(DietOption.choices))
        fields["diet_text"] = LineField(label=_("An allergy, or something else"), required=False)
    return fields


def _ticks(label: Any, choices: list[tuple[str, Any]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list")},
    )


def needs_given(cleaned: dict[str, Any]) -> tuple[NeedGiven, ...]:
    found = []
    for name, kind in KINDS.items():
        found += [NeedGiven(kind, option=option) for option in cleaned.get(name, ())]
        if text := cleaned.get(f"{name}_text"):
            found.append(NeedGiven(kind, text=text))
    return tuple(found)
