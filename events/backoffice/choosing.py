"""Which bookings of an event somebody means: those they ticked in the list, or all that the list shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from events.backoffice.access import may
from events.backoffice.board import filled_in, people_on
from events.backoffice.finding import matching
from events.backoffice.forms.filters import BookingFilters
from events.backoffice.log import note_looked_at
from events.backoffice.permissions import Permission
from events.models.bookings import Booking, BookingQuerySet
from events.models.events import Event

MOST = 10_000
"""Bookings in one choice. Whoever has more is told which of them are left out."""

SHOWN = 100
"""Names on a page that asks whether they are meant; of a longer choice the rest is counted."""


@dataclass(frozen=True)
class Named:
    """Whom a page names: the first by name, and how many more there are."""

    shown: list[Booking]
    more: int


def chosen_of(request: HttpRequest, event: Event) -> list[Booking]:
    """By name of who booked, without their people; none where nothing was ticked. Only in views that `on_event` guards:
    filters and search see what the user may see."""
    if not {"all", "booking"} & set(request.GET):
        return []
    found = list(_chosen(request, event).prefetch_related(None).order_by("name", "pk")[: MOST + 1])
    if len(found) > MOST:
        said = _(
            "More than %(most)d bookings are in that list, and %(most)d at most can be chosen at once. These are the "
            "first by name: narrow the list, and choose the others after that."
        )
        messages.warning(request, said % {"most": MOST})
    return found[:MOST]


def keys_of(bookings: Iterable[Booking]) -> str:
    """As `KeysField` takes them."""
    return " ".join(str(booking.pk) for booking in bookings)


def named(request: HttpRequest, event: Event, keys: str) -> Named:
    """Those behind `keys`, to be shown; that they are is written down."""
    words = [word for word in keys.split() if word.isascii() and word.isdigit() and len(word) < 19]
    found = filled_in(event).filter(pk__in=[int(word) for word in words[:MOST]])
    shown = list(found.order_by("name", "pk")[:SHOWN])
    note_looked_at(request, "bookings.viewed", event=event, people=people_on(shown), now=timezone.now())
    return Named(shown, found.count() - len(shown))


def _chosen(request: HttpRequest, event: Event) -> BookingQuerySet:
    bookings = filled_in(event)
    if "all" not in request.GET:
        return bookings.filter(reference__in=request.GET.getlist("booking"))
    filters = BookingFilters(request.GET, queryset=bookings, request=request)
    if filters.errors:  # a filter that cannot be read would let everybody through
        return bookings.none()
    return matching(filters.qs, request.GET.get("q", ""), contacts=may(request, Permission.SEE_CONTACTS))
