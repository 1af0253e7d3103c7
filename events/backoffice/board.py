"""What the event's page in the back office shows: numbers, newest bookings, the queue, by a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from events.booking.capacity import Level, Places, read_places
from events.choices import Attendance, BookingState
from events.models.bookings import Attendee, Booking, BookingQuerySet
from events.models.events import Event

NEWEST = 8
FIRST_IN_QUEUE = 50
FEW_IN_A_HUNDRED = 85
"""A bar is striped when it is this full."""


@dataclass(frozen=True)
class Bar:
    """Places taken of one limit; `limit` is None where there is none."""

    name: str
    taken: int
    limit: int | None

    @property
    def share(self) -> int:
        """How full, from 0 to 100."""
        if not self.limit:
            return 100 if self.taken or self.limit == 0 else 0
        return min(100, round(100 * self.taken / self.limit))

    @property
    def over_by(self) -> int:
        """Places given beyond the limit, or left over from before it was lowered."""
        return 0 if self.limit is None else max(self.taken - self.limit, 0)

    @property
    def is_few(self) -> bool:
        return self.limit is not None and self.share >= FEW_IN_A_HUNDRED


@dataclass(frozen=True)
class Board:
    """`booked` people are confirmed; `undecided` are places held, offered or awaiting approval; `waiting` and
    `with_needs` count people, too."""

    booked: int
    undecided: int
    taken: int
    waiting: int
    with_needs: int
    free: int | None
    over_by: int
    rooms: list[Bar]
    tickets: list[Bar]
    sessions: list[Bar]


def board_of(event: Event, *, now: dt.datetime) -> Board:
    places = read_places(event, now=now)
    people = Attendee.objects.filter(event=event).order_by()
    counted = people.aggregate(
        booked=Count("pk", filter=Q(booking__state=BookingState.CONFIRMED, claimed_until__gt=now)),
        waiting=Count("pk", filter=Q(booking__state=BookingState.WAITING, cancelled_at=None)),
    )
    taken = places.taken[("event", 0)]
    return Board(
        booked=counted["booked"],
        undecided=taken - counted["booked"],
        taken=taken,
        waiting=counted["waiting"],
        with_needs=people.on_lists().filter(needs__isnull=False).distinct().count(),
        free=places.free(("event", 0)),
        over_by=places.over_by(),
        rooms=_rooms(places),
        tickets=_bars(places, "ticket_type", places.ticket_types.items()),
        sessions=_bars(places, "session", places.sessions.items()),
    )


def newest_bookings(event: Event) -> list[Booking]:
    """Without forms that are still being filled in."""
    return list(filled_in(event).order_by("-created_at", "-pk")[:NEWEST])


def open_offers(event: Event) -> list[Booking]:
    return _undecided(event, BookingState.OFFERED)


def open_requests(event: Event) -> list[Booking]:
    """Those that an organiser must approve, the most urgent first."""
    return _undecided(event, BookingState.REQUESTED)


def _undecided(event: Event, state: BookingState) -> list[Booking]:
    return list(filled_in(event).with_state(state).order_by("deadline_at", "pk"))


def first_in_queue(event: Event) -> list[Booking]:
    return list(filled_in(event).in_queue()[:FIRST_IN_QUEUE])


def filled_in(event: Event) -> BookingQuerySet:
    """Bookings that somebody gave a name to, with how many people are or were on each (`size`)."""
    return with_names(Booking.objects.filter(event=event))


def with_names(bookings: BookingQuerySet) -> BookingQuerySet:
    """Without forms that are still being filled in, as `filled_in` but of any events."""
    named = bookings.exclude(name="").exclude(state=BookingState.HELD)
    return named.prefetch_related("attendees__ticket_type").annotate(
        size=Count("attendees", filter=Q(attendees__cancelled_at=None))
    )


def people_on(*lists: Iterable[Booking]) -> int:
    """How many people are on bookings of `filled_in`, each booking counted once."""
    sizes = {booking.pk: booking.size for bookings in lists for booking in bookings}  # type: ignore[attr-defined]
    return sum(sizes.values())


def people_by_event(bookings: Iterable[Booking]) -> list[tuple[Event, int]]:
    """How many people stand on bookings of `with_names` that have their events read."""
    found: dict[int, tuple[Event, int]] = {}
    for booking in bookings:
        before = found.get(booking.event_id, (booking.event, 0))[1]
        found[booking.event_id] = (booking.event, before + booking.size)  # type: ignore[attr-defined]
    return list(found.values())


def _rooms(places: Places) -> list[Bar]:
    if places.event.attendance != Attendance.HYBRID:
        return []
    names = ((("room", 0), Attendance.VENUE), (("online", 0), Attendance.ONLINE))
    return [Bar(str(name.label), places.taken[level], places.limits.get(level)) for level, name in names]


def _bars(places: Places, kind: str, rows: Iterable[tuple[int, object]]) -> list[Bar]:
    """One for each row that can be booked, or was."""
    levels: list[tuple[Level, object]] = [((kind, pk), row) for pk, row in rows]
    return [
        Bar(str(row), places.taken[level], places.limits.get(level))
        for level, row in levels
        if places.taken[level] or not getattr(row, "withdrawn", False)
    ]
