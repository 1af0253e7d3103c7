"""What a booker is asked about needs, and what the people of a booking have said before."""

from __future__ import annotations

from django import forms

from events.inputs.needs import KINDS
from events.inputs.needs import need_fields as fields_of
from events.models.bookings import Booking
from events.public.bookable import Bookable


def need_fields(bookable: Bookable) -> dict[str, forms.Field]:
    return fields_of(bookable.event, supporters_book=bookable.supporter is not None)


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
