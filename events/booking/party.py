"""What somebody asks for: one party with its people, as plain data that no longer knows the form it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from events.booking.capacity import Seats
from events.choices import NeedKind, PayBy


@dataclass(frozen=True)
class NeedGiven:
    """A need in somebody's own words, or a ticked `option` (a short name such as "hearing_loop")."""

    kind: NeedKind
    text: str = ""
    option: str = ""


@dataclass(frozen=True)
class PersonWish:
    """One person and the place wanted for them.

    `answers` maps question pks to values; `supports` is the index, within the party, of the person whom a supporter
    comes with; `amount` is what they chose to pay where the price is theirs to choose.
    """

    name: str
    ticket_type: int
    email: str = ""
    organisation: str = ""
    pronouns: str = ""
    language: str = ""
    speaks_welsh: bool = False
    no_photos: bool = False
    sessions: tuple[int, ...] = ()
    supports: int | None = None
    amount: Decimal | None = None
    answers: Mapping[int, Any] = field(default_factory=dict)
    needs: tuple[NeedGiven, ...] = ()


@dataclass(frozen=True)
class Party:
    """Who books, and for whom. `people` is never empty.

    `code` is the invitation code as typed; `joins_waitlist` says whether to queue when there is no room; `knows_other`
    that the person has seen the notice about an earlier booking of theirs and wants another. Who pays by card pays
    first: their places are held until then. `discount` is a discount code as typed.
    """

    name: str
    email: str
    people: tuple[PersonWish, ...]
    phone: str = ""
    organisation: str = ""
    language: str = ""
    wants_news: bool = False
    answers: Mapping[int, Any] = field(default_factory=dict)
    code: str = ""
    joins_waitlist: bool = False
    knows_other: bool = False
    pay_by: PayBy | None = None
    discount: str = ""

    @property
    def seats(self) -> Seats:
        return Seats.of((person.ticket_type, person.sessions) for person in self.people)
