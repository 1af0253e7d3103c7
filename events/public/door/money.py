"""What people at the door still owe, as payments know it, and how that is written."""

from __future__ import annotations

from decimal import Decimal

from events.models.bookings import Attendee, AttendeeQuerySet, Booking
from events.models.money import sum_text
from events.payments.balance import balance, balances

NOTHING = Decimal(0)


def due_of(person: Attendee) -> Decimal:
    """What their booking owes. Nobody with a free place is asked for the price of others."""
    return balance(person.booking).due if person.price else NOTHING


def dues_of(people: AttendeeQuerySet) -> dict[int, str]:
    """What each of their bookings that owes anything does, in words ("£75"), by its primary key."""
    priced = people.on_lists().filter(price__gt=0)
    bookings = Booking.objects.filter(pk__in=priced.values("booking"))
    return {pk: written(each.due) for pk, each in balances(bookings).items() if each.due > 0}


def written(amount: Decimal) -> str:
    """ "£75", "£7.50"."""
    return sum_text(amount, pence=False)
