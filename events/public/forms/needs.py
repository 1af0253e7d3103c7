"""What would help somebody take part, and what they eat: asked apart from everything else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.booking.party import NeedGiven
from events.choices import AccessOption, DietOption, NeedKind
from events.inputs import LineField, TextField
from events.models.bookings import Booking
from events.public.bookable import Bookable

IN_A_ROOM = frozenset({AccessOption.STEP_FREE, AccessOption.HEARING_LOOP, AccessOption.QUIET_ROOM})
ONLINE = frozenset({AccessOption.CAPTIONS})
KINDS = {"access": NeedKind.ACCESS, "diet": NeedKind.DIET}


def access_options(bookable: Bookable) -> list[tuple[str, Any]]:
    """What can be ticked for this event. A supporter is no tick where supporters have a ticket of their own."""
    out = set(ONLINE if bookable.is_in_a_room else IN_A_ROOM)
    if bookable.supporter or not bookable.is_in_a_room:
        out.add(AccessOption.SUPPORTER)
    return [(option.value, option.label) for option in AccessOption if option not in out]


def need_fields(bookable: Bookable) -> dict[str, forms.Field]:
    """The fields about needs; none where the event does not ask. Food is asked only of people in a room."""
    if not bookable.event.asks_needs:
        return {}
    fields = {
        "access": _ticks(_("What would help you take part?"), access_options(bookable)),
        "access_text": TextField(label=_("Anything else, in your own words"), required=False, rows=2),
    }
    if bookable.is_in_a_room:
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


def needs_typed(booking: Booking) -> dict[str, list[str]]:
    """What the people of a booking have said about their needs, by the names of the form's fields."""
    found: dict[str, list[str]] = {}
    people = booking.attendees.filter(cancelled_at=None, supports=None).prefetch_related("needs").order_by("position")
    for number, person in enumerate(people, start=1):
        for need in person.needs.all():
            for name, kind in KINDS.items():
                if need.kind == kind:
                    field = f"p{number}-{name}" if need.option else f"p{number}-{name}_text"
                    found.setdefault(field, []).append(need.option or need.text)
    return found


def needs_given(cleaned: dict[str, Any]) -> tuple[NeedGiven, ...]:
    found = []
    for name, kind in KINDS.items():
        found += [NeedGiven(kind, option=option) for option in cleaned.get(name, ())]
        if text := cleaned.get(f"{name}_text"):
            found.append(NeedGiven(kind, text=text))
    return tuple(found)
