"""Which bookings of an event somebody means: those they ticked in the list, or all that the list shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from events.backoffice.access import may
from events.backoffice.board import filled_in
from events.backoffice.finding import matching
from events.backoffice.forms.filters import BookingFilters
from events.backoffice.permissions import Permission
from events.models.bookings import Booking, BookingQuerySet
from events.models.events import Event

MOST = 2000
"""Bookings in one choice. A list as long as that is narrowed first."""


def chosen_of(request: HttpRequest, event: Event) -> list[Booking]:
    """By name of who booked; none where nothing was ticked. Only in views that `on_event` guards: filters and search
    see what the user may see."""
    if not {"all", "booking"} & set(request.GET):
        return []
    return list(_chosen(request, event).order_by("name", "pk")[:MOST])


def keys_of(bookings: Iterable[Booking]) -> str:
    """As `KeysField` takes them."""
    return " ".join(str(booking.pk) for booking in bookings)


def _chosen(request: HttpRequest, event: Event) -> BookingQuerySet:
    bookings = filled_in(event)
    if "all" not in request.GET:
        return bookings.filter(reference__in=request.GET.getlist("booking"))
    filters = BookingFilters(request.GET, queryset=bookings, request=request)
    if filters.errors:  # a filter that cannot be read would let everybody through
        return bookings.none()
    return matching(filters.qs, request.GET.get("q", ""), contacts=may(request, Permission.SEE_CONTACTS))
