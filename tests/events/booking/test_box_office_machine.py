"""Every operation in any order, with a fake clock: after each step the box office equals the reference model."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import os
import random
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events import errors
from events.booking import changes, deadlines, event_changes, holds, staff, waitlist
from events.booking.bookings import cancel_places, place_booking
from events.booking.capacity import read_places
from events.booking.journal import By
from events.booking.offer_times import extended_end, offer_ends_at
from events.booking.party import Party, PersonWish
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from tests.events.booking.reference_model import FOREVER, BoxOffice, Guests
from tests.factories.events import NOW, STARTS_AT, make_event

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "100"))
STEPS = int(os.environ.get("MACHINE_STEPS", "40"))
SHARDS = 4
"""Parts that can run beside each other."""

SEED = os.environ.get("MACHINE_SEED", "20270111")
"""A fixed seed makes every run the same; an empty one lets the soak wander."""

LAST = STARTS_AT - dt.timedelta(days=1)
"""The clock goes on up to here, so that sales are open at every step, also after the longest hold."""

pytestmark = pytest.mark.django_db

events = itertools.count(1)
seats_of_party = st.tuples(st.integers(0, 3), st.integers(0, 2)).filter(any).map(list)
picks = st.integers(0, 10_000)


def any_party(*states: str) -> Callable[[BoxOfficeMachine], bool]:
    return lambda machine: any(party.state in states for party in machine.model.parties)


class BoxOfficeMachine(RuleBasedStateMachine):
    """`self.model.parties[n]` is the model's account of the booking with pk `self.pks[n]`."""

    @initialize(
        capacity=st.integers(1, 5),
        first=st.integers(1, 5),
        second=st.integers(1, 4),
        parties=st.lists(seats_of_party, min_size=4, max_size=8),
    )
    def open_box_office(self, capacity: int, first: int, second: int, parties: list[list[int]]) -> None:
        tickets = [{"capacity": first}, {"capacity": second}]
        self.event = make_event(f"machine-{next(events)}", capacity=capacity, tickets=tickets)
        self.tickets = [row.pk for row in self.event.ticket_types.all()]
        self.now = NOW
        self.model = BoxOffice(capacity, [first, second], lambda now: offer_ends_at(self.event, now=now))
        self.pks: list[int] = []
        self.tokens: list[str] = []
        self.booker = By.booker()
        self.by = By.staff(User.objects.get_or_create(username="machine")[0], "a reason")
        self.numbers = itertools.count(1)
        for seats in parties:  # most runs begin full, with a queue: that is where the rules are
            self.book(seats, joins=True)

    # --- what people do -------------------------------------------------------------------------------------------

    def party(self, seats: list[int], *, joins: bool = False) -> Party:
        people = [
            PersonWish(name="Sample", ticket_type=self.tickets[kind]) for kind in (0, 1) for _ in range(seats[kind])
        ]
        return Party(
            name="Sample",
            email=f"sample{next(self.numbers)}@example.org",
            people=tuple(people),
            joins_waitlist=joins,
        )

    def add(self, booking: Booking, guests: Guests, token: str = "") -> None:
        guests.number = booking.pk
        self.model.parties.append(guests)
        self.pks.append(booking.pk)
        self.tokens.append(token)

    @rule(seats=seats_of_party, joins=st.sampled_from([True, True, False]))
    def book(self, seats: list[int], joins: bool) -> None:
        token = f"{self.event.pk}-{next(self.numbers)}"
        guests = Guests("", seats)
        could_ever = sum(seats) <= self.model.capacity and all(
            not s or s <= limit for s, limit in zip(seats, self.model.limits, strict=True)
        )
        admitted = self.model.admit(guests, "confirmed", FOREVER, self.now)
        if not admitted and joins and could_ever:
            guests.state, guests.joined = "waiting", self.now
        try:
            booking = self.place(self.party(seats, joins=joins), token)
        except errors.SoldOut:
            assert not guests.state
        else:
            self.add(booking, guests, token)

    def place(self, party: Party, token: str) -> Booking:
        return place_booking(event_id=self.event.pk, party=party, form_token=token, now=self.now)

    @rule(size=st.integers(1, 4))
    def begin_hold(self, size: int) -> None:
        token = f"{self.event.pk}-{next(self.numbers)}"
        reserved = self.model.serve(self.now)
        wished = [[size, 0], [0, size]]
        seats = next((s for s in wished if self.model.fits(s, self.now, reserved)), None)
        try:
            booking = holds.begin_hold(event_id=self.event.pk, size=size, form_token=token, now=self.now)
        except errors.SoldOut:
            assert seats is None
        else:
            assert seats is not None
            self.add(booking, Guests("held", seats, until=self.now + dt.timedelta(minutes=15)), token)

    def some(self, pick: int, *states: str) -> int:
        found = [n for n, party in enumerate(self.model.parties) if party.state in states]
        return found[pick % len(found)]

    @precondition(any_party("held", "expired"))
    @rule(pick=picks, seats=seats_of_party)
    def finish_form(self, pick: int, seats: list[int]) -> None:
        number = self.some(pick, "held", "expired")
        if not self.tokens[number]:
            return
        guests = self.model.parties[number]
        before = guests.until
        reserved = self.model.serve(self.now)
        guests.until = None
        fits = self.model.fits(seats, self.now, reserved)
        guests.until = before
        try:
            self.place(self.party(seats), self.tokens[number])
        except errors.SoldOut:
            assert not fits
        else:
            assert fits
            guests.state, guests.seats, guests.until = "confirmed", seats, FOREVER

    @precondition(any_party("confirmed", "waiting", "cancelled", "offered", "lapsed", "declined"))
    @rule(pick=picks)
    def repeat_a_form(self, pick: int) -> None:
        number = self.some(pick, "confirmed", "waiting", "cancelled", "offered", "lapsed", "declined")
        if self.tokens[number]:
            assert self.place(self.party([1, 0]), self.tokens[number]).pk == self.pks[number]

    @precondition(any_party("confirmed", "waiting", "offered", "cancelled"))
    @rule(pick=picks)
    def cancel_all(self, pick: int) -> None:
        number = self.some(pick, "confirmed", "waiting", "offered", "cancelled")
        cancel_places(self.pks[number], now=self.now, by=self.booker)
        guests = self.model.parties[number]
        if guests.state == "cancelled":
            return
        guests.ended = self.now
        self.model.end(guests, "cancelled", self.now)

    @precondition(any_party("confirmed", "waiting", "offered"))
    @rule(pick=picks)
    def cancel_one(self, pick: int) -> None:
        number = self.some(pick, "confirmed", "waiting", "offered")
        guests = self.model.parties[number]
        person = Attendee.objects.filter(booking=self.pks[number], cancelled_at=None).order_by("pk").first()
        assert person is not None
        cancel_places(self.pks[number], attendee_ids=[person.pk], now=self.now, by=self.booker)
        kind = self.tickets.index(person.ticket_type_id)
        if sum(guests.seats) == 1:
            guests.state, guests.until, guests.ended = "cancelled", None, self.now
        else:
            guests.seats[kind] -= 1
            guests.gone.append((kind, self.now))
        self.model.serve(self.now)

    @precondition(any_party("offered"))
    @rule(pick=picks, answer=st.sampled_from(["accept", "decline", "extend"]))
    def answer_offer(self, pick: int, answer: str) -> None:
        number = self.some(pick, "offered")
        guests = self.model.parties[number]
        in_time = guests.until is not None and guests.until > self.now
        later = extended_end(self.event, ends_at=guests.until or self.now, now=self.now)
        act = {"accept": waitlist.accept_offer, "decline": waitlist.decline_offer, "extend": waitlist.extend_offer}[
            answer
        ]
        try:
            act(self.pks[number], now=self.now, by=self.booker)
        except errors.OfferEnded:
            assert not in_time
        except errors.TransitionRefused:
            assert answer == "extend"
            assert guests.extended or later is None
        else:
            if answer == "accept":
                guests.state, guests.until = "confirmed", FOREVER
            elif answer == "decline":
                guests.ended = self.now
                self.model.end(guests, "declined", self.now)
            else:
                guests.until, guests.extended = later, 1

    @precondition(any_party("lapsed", "declined"))
    @rule(pick=picks)
    def rejoin(self, pick: int) -> None:
        number = self.some(pick, "lapsed", "declined")
        guests = self.model.parties[number]
        waitlist.rejoin(self.pks[number], now=self.now, by=self.booker)
        self.model.serve(self.now)
        guests.state, guests.joined, guests.priority = "waiting", self.now, 0

    @precondition(any_party("held"))
    @rule(pick=picks)
    def give_more_time(self, pick: int) -> None:
        number = self.some(pick, "held")
        guests = self.model.parties[number]
        before, parties = guests.until or self.now, copy.deepcopy(self.model.parties)
        reserved = self.model.serve(self.now)
        guests.until = None
        fits = self.model.fits(guests.seats, self.now, reserved)
        guests.until = before
        try:
            holds.give_more_time(self.pks[number], now=self.now)
        except errors.SoldOut:
            assert not fits
            self.model.parties = parties
        except errors.HoldLimit:
            assert guests.extended >= holds.MORE_TIMES
        else:
            guests.until, guests.extended = max(before, self.now) + dt.timedelta(minutes=15), guests.extended + 1

    @precondition(any_party("confirmed", "waiting"))
    @rule(pick=picks)
    def change_ticket(self, pick: int) -> None:
        before = copy.deepcopy(self.model.parties)  # a refusal of this kind leaves everything as it was
        number = self.some(pick, "confirmed", "waiting")
        guests = self.model.parties[number]
        person = Attendee.objects.filter(booking=self.pks[number], cancelled_at=None).order_by("pk").first()
        assert person is not None
        old = self.tickets.index(person.ticket_type_id)
        seats = [0, 0]
        seats[1 - old] = 1
        fits = True
        if guests.state == "confirmed":
            reserved = self.model.serve(self.now)
            guests.seats[old] -= 1
            fits = self.model.fits(seats, self.now, reserved)
            guests.seats[old] += 1
        try:
            changes.change_ticket_type(
                self.pks[number], attendee_id=person.pk, ticket_type=self.tickets[1 - old], now=self.now, by=self.booker
            )
        except errors.SoldOut:
            assert not fits
            self.model.parties = before
        else:
            assert fits
            guests.seats[old] -= 1
            guests.seats[1 - old] += 1
            if guests.state == "confirmed":
                self.model.serve(self.now)

    # --- what staff do --------------------------------------------------------------------------------------------

    @rule(capacity=st.integers(0, 8))
    def change_capacity(self, capacity: int) -> None:
        before = Event.objects.get(pk=self.event.pk)
        Event.objects.filter(pk=self.event.pk).update(capacity=capacity)
        self.event = Event.objects.get(pk=self.event.pk)
        event_changes.after_projection(self.event, before=before, now=self.now)
        self.model.capacity = capacity
        self.model.serve(self.now)

    @rule(seats=seats_of_party, beyond=st.booleans())
    def enter_booking(self, seats: list[int], beyond: bool) -> None:
        before = copy.deepcopy(self.model.parties)  # a refusal of this kind leaves everything as it was
        guests = Guests("", seats)
        admitted = self.model.admit(guests, "confirmed", FOREVER, self.now, beyond=beyond)
        try:
            booking = staff.book_for(
                event_id=self.event.pk, party=self.party(seats), now=self.now, by=self.by, beyond=beyond
            )
        except errors.SoldOut:
            assert not admitted
            self.model.parties = before
        else:
            assert admitted
            self.add(booking, guests)

    @precondition(any_party("cancelled", "lapsed", "declined"))
    @rule(pick=picks)
    def reinstate(self, pick: int) -> None:
        before = copy.deepcopy(self.model.parties)  # a refusal of this kind leaves everything as it was
        number = self.some(pick, "cancelled", "lapsed", "declined")
        guests = self.model.parties[number]
        together = [kind for kind, when in guests.gone if guests.ended and when >= guests.ended]
        everybody = [seats + together.count(kind) for kind, seats in enumerate(guests.seats)]
        back = Guests("", everybody)
        admitted = self.model.admit(back, "confirmed", FOREVER, self.now)
        try:
            staff.reinstate(self.pks[number], now=self.now, by=self.by)
        except errors.SoldOut:
            assert not admitted
            self.model.parties = before
        else:
            assert admitted
            guests.state, guests.seats, guests.until = "confirmed", everybody, FOREVER
            guests.gone = [one for one in guests.gone if not (guests.ended and one[1] >= guests.ended)]

    @precondition(any_party("waiting"))
    @rule(pick=picks)
    def move_up(self, pick: int) -> None:
        number = self.some(pick, "waiting")
        staff.move_up(self.pks[number], now=self.now, by=self.by)
        self.model.parties[number].priority = self.model.queue()[0].priority + 1
        self.model.serve(self.now)

    @precondition(any_party("waiting"))
    @rule(pick=picks, saves=st.booleans())
    def save_places(self, pick: int, saves: bool) -> None:
        number = self.some(pick, "waiting")
        staff.save_places_for(self.pks[number], saves=saves, now=self.now, by=self.by)
        self.model.parties[number].saves = saves
        self.model.serve(self.now)

    @precondition(any_party("offered"))
    @rule(pick=picks)
    def revoke(self, pick: int) -> None:
        number = self.some(pick, "offered")
        staff.revoke_offer(self.pks[number], now=self.now, by=self.by)
        self.model.parties[number].ended = self.now
        self.model.end(self.model.parties[number], "lapsed", self.now)

    # --- what the clock does --------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 15, 16, 60, 24 * 60, 7 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.now = max(self.now, min(self.now + dt.timedelta(minutes=minutes), LAST))

    @rule()
    def run_due(self) -> None:
        deadlines.end_overdue(self.now)
        deadlines.serve_queues(self.now)
        self.model.run_due(self.now)

    @precondition(any_party("held", "offered"))
    @rule(early=st.booleans())
    def time_reaches_a_deadline(self, early: bool) -> None:
        ends = min(p.until for p in self.model.parties if p.state in {"held", "offered"} and p.until)
        if ends > self.now:
            self.now = ends - dt.timedelta(microseconds=1) if early else ends

    # --- and then all is equal ------------------------------------------------------------------------------------

    @invariant()
    def equals_the_model(self) -> None:
        if not hasattr(self, "event"):
            return
        states = dict(Booking.objects.filter(event=self.event).values_list("pk", "state"))
        assert states == dict(zip(self.pks, [p.state for p in self.model.parties], strict=True))
        queue = Booking.objects.filter(event=self.event).in_queue().values_list("pk", flat=True)
        assert list(queue) == [party.number for party in self.model.queue()]
        places = read_places(self.event, now=self.now)
        taken = [places.taken[("ticket_type", pk)] for pk in self.tickets]
        assert taken == self.model.taken(self.now)
        assert places.taken[("event", 0)] == sum(taken)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_box_office_equals_its_model(shard: int) -> None:
    machine = seed(int(SEED) + shard if SEED else random.randrange(2**32))(BoxOfficeMachine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES // SHARDS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
