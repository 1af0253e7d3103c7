"""Finds the person whom a code, a reference or a part of a name means."""

from __future__ import annotations

from django.db.models import F, Q

from events.checkin.codes import REFERENCE, Kind, Reading, as_reference, read
from events.models.bookings import Attendee, AttendeeQuerySet
from events.models.folding import letters

MOST_HITS = 30

LONGEST_ASKED = 80


def meant(reading: Reading, *, event_id: int) -> list[int]:
    """Primary keys of the people whom a reading can mean. A whole code is looked for in every event, so that a door
    can tell a ticket of another one; part of a code, or a reference, only in this."""
    if reading.kind == Kind.CODE:
        return list(Attendee.objects.filter(code=reading.value).values_list("pk", flat=True))
    if reading.kind == Kind.PART:
        return list(_by_part(reading.value, event_id).values_list("pk", flat=True)[:MOST_HITS])
    return []


def _by_part(value: str, event_id: int) -> AttendeeQuerySet:
    wanted = Q(code__startswith=value)
    if len(value) == REFERENCE:
        wanted |= Q(booking__reference=as_reference(value))
    return Attendee.objects.filter(wanted, event=event_id)


def search(text: str, *, event_id: int) -> list[Attendee]:
    """People of an event by name or organisation, each word anywhere in it and without its accents, or by code.

    Those who come stand first; also people who cancelled are found, for they may stand at the door.
    """
    words = text[:LONGEST_ASKED].split()
    if not words:
        return []
    people = Attendee.objects.filter(event=event_id)
    reading = read(text)
    by_name = Q()
    for word in words:
        plain = letters(word)
        named = Q(sort_name__contains=plain) if plain else Q()
        by_name &= named | Q(organisation__icontains=word)
    if reading.kind == Kind.PART or reading.kind == Kind.CODE:
        by_name |= Q(pk__in=meant(reading, event_id=event_id))
    found = people.filter(by_name).select_related("booking", "ticket_type")
    return list(found.order_by(F("cancelled_at").asc(nulls_first=True), "sort_name", "pk")[:MOST_HITS])
