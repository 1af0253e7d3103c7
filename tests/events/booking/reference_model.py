"""A second, much smaller account of the box office, to compare the real one with after every step.

One event, two ticket types with limits of their own, nobody stored anywhere: parties are plain objects in a list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FOREVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
CLAIMS = {"held", "confirmed", "offered", "requested"}


@dataclass
class Guests:
    """People of one party by ticket type: `seats[0]` of the first, `seats[1]` of the second."""

    state: str
    seats: list[int]
    until: dt.datetime | None = None
    joined: dt.datetime | None = None
    number: int = 0
    priority: int = 0
    saves: bool = False
    extended: int = 0
    gone: list[tuple[int, dt.datetime]] = field(default_factory=list)
    """Who was taken off one by one: kind of ticket, and when."""
    ended: dt.datetime | None = None


@dataclass
class BoxOffice:
    capacity: int
    limits: list[int]
    offer_ends: Callable[[dt.datetime], dt.datetime | None]
    parties: list[Guests] = field(default_factory=list)

    def taken(self, now: dt.datetime) -> list[int]:
        claiming = [p for p in self.parties if p.until and p.until > now]
        return [sum(p.seats[kind] for p in claiming) for kind in (0, 1)]

    def fits(self, seats: list[int], now: dt.datetime, reserved: tuple[int, int] = (0, 0)) -> bool:
        taken = [t + r for t, r in zip(self.taken(now), reserved, strict=True)]
        if sum(taken) + sum(seats) > self.capacity:
            return False
        return all(not s or t + s <= limit for s, t, limit in zip(seats, taken, self.limits, strict=True))

    def queue(self) -> list[Guests]:
        waiting = [p for p in self.parties if p.state == "waiting"]
        return sorted(waiting, key=lambda p: (-p.priority, p.joined, p.number))

    def serve(self, now: dt.datetime) -> tuple[int, int]:
        """Make the offers that are due. Returns the seats kept back for parties that collect them."""
        reserved, ends = [0, 0], self.offer_ends(now)
        if ends is None:
            return (0, 0)
        for party in self.queue():
            if self.capacity - sum(self.taken(now)) - sum(reserved) <= 0:
                break
            if self.fits(party.seats, now, (reserved[0], reserved[1])):
                party.state, party.until, party.extended, party.saves = "offered", ends, 0, False
            elif party.saves:
                reserved = [r + s for r, s in zip(reserved, party.seats, strict=True)]
        return (reserved[0], reserved[1])

    def admit(self, party: Guests, state: str, until: dt.datetime, now: dt.datetime, *, beyond: bool = False) -> bool:
        reserved = self.serve(now)
        if not beyond and not self.fits(party.seats, now, reserved):
            return False
        party.state, party.until = state, until
        return True

    def end(self, party: Guests, state: str, now: dt.datetime) -> None:
        party.state, party.until = state, None
        self.serve(now)

    def run_due(self, now: dt.datetime) -> None:
        ends = {"held": "expired", "offered": "lapsed", "requested": "expired"}
        for party in self.parties:
            if party.state in ends and party.until and party.until <= now:
                party.state, party.until, party.ended = ends[party.state], None, now
        self.serve(now)

    def counts(self, now: dt.datetime) -> Iterator[int]:
        yield from self.taken(now)
