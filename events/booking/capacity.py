"""The gate: the only code that decides whether places are free, and that locks, gives and takes them.

The order is fixed, because any other order oversells on PostgreSQL or fails with "database is locked" on SQLite:
begin a durable transaction, write to the event's row first (that is the lock on both databases), read limits after
that, count claims, serve the queue, then write the claim with its messages and audit entry, and commit.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.db import OperationalError, transaction
from django.db.models import Count, Exists, F, OuterRef

from events import errors
from events.choices import FOREVER, Attendance, BookingState, SessionChoice
from events.models.bookings import Attendee, AttendeeSession, Booking
from events.models.events import Event, Session, TicketType

log = logging.getLogger(__name__)

Level = tuple[str, int]
"""A limit on places: ("event", 0), ("room", 0), ("online", 0), ("ticket_type", pk) or ("session", pk)."""


@dataclass(frozen=True)
class Seats:
    """How many places of each ticket type (by pk) and in each chosen session (by pk)."""

    by_type: Mapping[int, int]
    by_session: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_type.values())

    @classmethod
    def of(cls, people: Iterable[tuple[int, Iterable[int]]]) -> Seats:
        """From (ticket type pk, session pks) of each person."""
        by_type: Counter[int] = Counter()
        by_session: Counter[int] = Counter()
        for ticket_type, sessions in people:
            by_type[ticket_type] += 1
            by_session.update(sessions)
        return cls(by_type, by_session)


class Places:
    """The limits of one event and what is taken of each, as of one instant. Only counts; writes nothing."""

    def __init__(
        self, event: Event, ticket_types: Iterable[TicketType], sessions: Iterable[Session], claimed: Seats
    ) -> None:
        self.event = event
        self.ticket_types = {row.pk: row for row in ticket_types}
        self.sessions = {row.pk: row for row in sessions}
        self.limits = self._limits()
        self.taken = self.levels(claimed)

    def _limits(self) -> dict[Level, int]:
        event = self.event
        found: dict[Level, int | None] = {("event", 0): event.capacity}
        if event.attendance == Attendance.HYBRID:
            found[("room", 0)], found[("online", 0)] = event.room_capacity, event.online_capacity
        found |= {("ticket_type", pk): row.capacity for pk, row in self.ticket_types.items()}
        found |= {("session", pk): row.capacity for pk, row in self.sessions.items()}
        return {level: limit for level, limit in found.items() if limit is not None}

    def levels(self, seats: Seats) -> Counter[Level]:
        """What these seats use at every level, limited or not."""
        used: Counter[Level] = Counter({("event", 0): seats.total})
        for pk, number in seats.by_type.items():
            used[("ticket_type", pk)] += number
            if self.event.attendance == Attendance.HYBRID and pk in self.ticket_types:
                online = self.ticket_types[pk].attendance == Attendance.ONLINE
                used[("online" if online else "room", 0)] += number
        if self.event.session_choice == SessionChoice.WHOLE:
            used.update({("session", pk): seats.total for pk, row in self.sessions.items() if not row.withdrawn})
        else:
            used.update({("session", pk): number for pk, number in seats.by_session.items()})
        return used

    def free(self, level: Level) -> int | None:
        """Places free at one level, never below 0; None is no limit."""
        limit = self.limits.get(level)
        return None if limit is None else max(limit - self.taken[level], 0)

    def over_by(self) -> int:
        """By how many the event's own limit is exceeded (0 when it is not)."""
        return max(self.taken[("event", 0)] - self.limits.get(("event", 0), 10**9), 0)

    def shortfall(self, seats: Seats) -> errors.SoldOut | None:
        """The first limit that these seats do not fit into, as the error that says so; None when they fit."""
        used = self.levels(seats)
        for level in self.limits:  # in the order event, room and online, ticket types, sessions
            free = self.free(level)
            if free is not None and 0 < used[level] > free:
                return errors.SoldOut(limit=level[0], name=self._name(level), free=free, wanted=used[level])
        return None

    def could_ever_fit(self, seats: Seats) -> bool:
        """Whether these seats would fit if nobody else came; a party waits only for what can be."""
        used = self.levels(seats)
        return all(used[level] <= limit for level, limit in self.limits.items())

    def _name(self, level: Level) -> str:
        kind, pk = level
        if kind == "ticket_type":
            return self.ticket_types[pk].name
        return self.sessions[pk].name if kind == "session" else ""

    def take(self, seats: Seats) -> None:
        self.taken.update(self.levels(seats))

    def give_back(self, seats: Seats) -> None:
        self.taken.subtract(self.levels(seats))

    def left(self) -> int | None:
        """The most people that could still be booked, over all ticket types together; None is no limit."""
        groups: dict[str, list[int | None]] = {"room": [], "online": []}
        for pk, row in self.ticket_types.items():
            if not row.withdrawn and not row.is_supporter:
                group = "online" if row.attendance == Attendance.ONLINE else "room"
                groups[group].append(self.free(("ticket_type", pk)))
        by_group = [_least(_sum(found), self.free((name, 0))) for name, found in groups.items()]
        return _least(self.free(("event", 0)), _sum(by_group), self._left_in_sessions())

    def _left_in_sessions(self) -> int | None:
        open_sessions = [pk for pk, row in self.sessions.items() if row.is_bookable and not row.withdrawn]
        if not open_sessions:
            return None
        free = [self.free(("session", pk)) for pk in open_sessions]
        return _least(*free) if self.event.session_choice == SessionChoice.WHOLE else _sum(free)


def _least(*found: int | None) -> int | None:
    return min((number for number in found if number is not None), default=None)


def _sum(found: Sequence[int | None]) -> int | None:
    return None if None in found else sum(number for number in found if number is not None)


def read_places(
    event: Event,
    *,
    now: dt.datetime,
    ticket_types: Iterable[TicketType] | None = None,
    sessions: Iterable[Session] | None = None,
) -> Places:
    """Count what is claimed at this instant: two queries, two more unless the caller has the rows already."""
    ticket_types = event.ticket_types.all() if ticket_types is None else ticket_types
    sessions = list(event.sessions.all() if sessions is None else sessions)
    claiming = Attendee.objects.filter(event=event, claimed_until__gt=now).order_by()
    by_type = dict(claiming.values_list("ticket_type").annotate(number=Count("pk")))
    by_session: dict[int, int] = {}
    if sessions and event.session_choice != SessionChoice.WHOLE:
        chosen = AttendeeSession.objects.filter(attendee__event=event, attendee__claimed_until__gt=now).order_by()
        by_session = dict(chosen.values_list("session").annotate(number=Count("pk")))
    return Places(event, ticket_types, sessions, Seats(by_type, by_session))


def seats_of(attendees: Iterable[Attendee]) -> Seats:
    """Seats of saved attendees; prefetch `chosen_sessions` when there are many."""
    return Seats.of((a.ticket_type_id, [row.session_id for row in a.chosen_sessions.all()]) for a in attendees)


@dataclass(frozen=True)
class Waiting:
    """A party in the queue: its booking's pk, what it waits for, and whether staff keep freed places for it."""

    pk: int
    seats: Seats
    saves_places: bool = False


def waiting_parties(event_id: int) -> Iterator[Waiting]:
    """Every waiting party, in the order in which they are served. Two queries."""
    queue = dict(Booking.objects.filter(event=event_id).in_queue().values_list("pk", "saves_places"))
    people: dict[int, dict[int, tuple[int, list[int]]]] = {pk: {} for pk in queue}
    rows = Attendee.objects.filter(event=event_id, booking__state=BookingState.WAITING, cancelled_at=None).values_list(
        "booking", "pk", "ticket_type", "chosen_sessions__session"
    )
    for booking, attendee, ticket_type, session in rows.order_by("booking", "pk"):
        if booking in people:
            chosen = people[booking].setdefault(attendee, (ticket_type, []))[1]
            if session is not None:
                chosen.append(session)
    for pk, saves_places in queue.items():
        yield Waiting(pk, Seats.of(people[pk].values()), saves_places)


@dataclass
class Gate:
    """One event, locked. Valid only inside the `with gate(...)` that made it."""

    event: Event
    now: dt.datetime
    has_queue: bool

    @cached_property
    def places(self) -> Places:
        return read_places(self.event, now=self.now)

    def claim(self, attendees: Sequence[Attendee], *, seats: Seats, until: dt.datetime, beyond: bool = False) -> None:
        """Give these attendees their places until an instant.

        Unsaved attendees only get the value; the caller saves them. `beyond` gives places over the limit: only for
        staff, who record why. Raises SoldOut, naming the limit, when the seats do not fit.
        """
        if not beyond and (refusal := self.places.shortfall(seats)):
            raise refusal
        self.places.take(seats)
        self.keep(attendees, until=until)

    def keep(self, attendees: Sequence[Attendee], *, until: dt.datetime) -> None:
        """Move the end of claims that are still good, for example to confirm a hold in time."""
        for attendee in attendees:
            attendee.claimed_until = until
        if saved := [a.pk for a in attendees if a.pk]:
            Attendee.objects.filter(pk__in=saved).update(claimed_until=until)

    def seats_claimed(self, attendees: Iterable[Attendee]) -> Seats:
        """The seats that these saved attendees take at this instant."""
        return seats_of(a for a in attendees if a.claimed_until is not None and a.claimed_until > self.now)

    def release(self, attendees: Sequence[Attendee], *, cancelled: bool = True) -> None:
        """Take the places of saved attendees back. `cancelled` also marks the people as no longer coming."""
        self.places.give_back(self.seats_claimed(attendees))
        for attendee in attendees:
            attendee.claimed_until = None
            attendee.cancelled_at = self.now if cancelled else attendee.cancelled_at
        rows = Attendee.objects.filter(pk__in=[a.pk for a in attendees])
        rows.update(claimed_until=None, **({"cancelled_at": self.now} if cancelled else {}))

    def confirm(self, attendees: Sequence[Attendee]) -> None:
        self.keep(attendees, until=FOREVER)


@contextmanager
def gate(event_id: int, *, now: dt.datetime, durable: bool = True) -> Iterator[Gate]:
    """Lock one event for the length of the block, and commit at its end.

    `durable=False` joins a transaction that is already open (publishing). Raises NotBookable for an unknown event and
    Busy when the lock could not be had; then nothing was written.
    """
    try:
        with transaction.atomic(durable=durable):
            if not Event.objects.filter(pk=event_id).update(revision=F("revision") + 1):
                raise errors.NotBookable
            waiting = Booking.objects.filter(event=OuterRef("pk"), state=BookingState.WAITING)
            event = Event.objects.annotate(has_queue=Exists(waiting)).get(pk=event_id)
            yield Gate(event=event, now=now, has_queue=event.has_queue)
    except OperationalError as error:
        log.exception("the gate of event %s could not be passed", event_id)
        raise errors.Busy from error


@dataclass(frozen=True)
class PublicPlaces:
    """What the public may know: `left` is free for newcomers now (None: no limit), `capacity` the event's own limit,
    `taken` claims, `waiting` people in the queue, `over_by` places given beyond the limit."""

    left: int | None
    capacity: int | None
    taken: int
    waiting: int
    over_by: int

    @property
    def is_full(self) -> bool:
        return self.left == 0

    @property
    def is_few(self) -> bool:
        """Few is a fifth of the places or five, whichever is more."""
        return self.left is not None and 0 < self.left <= max(5, (self.capacity or 0) // 5)


def public_places(places: Places, *, queue: Iterable[Waiting] = ()) -> PublicPlaces:
    """Count for the public. Whoever waits and fits is counted first, just as the gate would serve them."""
    taken, over_by, waiting = places.taken[("event", 0)], places.over_by(), 0
    for party in queue:
        waiting += party.seats.total
        if party.saves_places or not places.shortfall(party.seats):
            places.take(party.seats)
    return PublicPlaces(
        left=places.left(), capacity=places.event.capacity, taken=taken, waiting=waiting, over_by=over_by
    )
