"""Finding bookings by what somebody types: a name with or without its accents, an address, a reference."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from events.models.bookings import Attendee, BookingQuerySet
from events.models.folding import letters

MOST_WORDS = 6


def matching(bookings: BookingQuerySet, text: str, *, contacts: bool) -> BookingQuerySet:
    """Bookings in which every word stands somewhere: in the name of who booked or comes, or in the reference.

    E-mail addresses and organisations are looked through for `contacts` only: who may not see them cannot ask for them.
    """
    for word in text.split()[:MOST_WORDS]:
        bookings = bookings.filter(_holds(word, contacts=contacts))
    return bookings


def _holds(word: str, *, contacts: bool) -> Q:
    """Of who booked and of who comes alike."""
    known = Q(name__icontains=word)
    if plain := letters(word):
        known |= Q(sort_name__contains=plain)
    if contacts:
        known |= Q(email__icontains=word) | Q(organisation__icontains=word)
    people = Attendee.objects.filter(known, booking=OuterRef("pk"))
    return known | Q(reference__icontains=word) | Q(Exists(people))
