"""Finding bookings by what somebody types: a name with or without its accents, an address, a reference."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from events.models.bookings import Attendee, BookingQuerySet
from events.models.names import folded

MOST_WORDS = 6


def matching(bookings: BookingQuerySet, text: str, *, contacts: bool) -> BookingQuerySet:
    """Bookings in which every word stands somewhere: in the name of who booked or comes, or in the reference.

    E-mail addresses and organisations are looked through for `contacts` only: who may not see them cannot ask for them.
    """
    for word in text.split()[:MOST_WORDS]:
        bookings = bookings.filter(_holds(word, contacts=contacts))
    return bookings


def _holds(word: str, *, contacts: bool) -> Q:
    people = Attendee.objects.filter(booking=OuterRef("pk"))
    of_people = Q(name__icontains=word)
    if plain := folded(word):
        of_people |= Q(sort_name__contains=plain)
    found = Q(name__icontains=word) | Q(reference__icontains=word)
    if contacts:
        found |= Q(email__icontains=word) | Q(organisation__icontains=word)
        of_people |= Q(email__icontains=word) | Q(organisation__icontains=word)
    return found | Q(Exists(people.filter(of_people)))
