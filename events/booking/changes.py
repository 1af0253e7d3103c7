"""What a booker changes on a live booking: names and answers, people, sessions, tickets. New places pass the gate."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from events import errors
from events.booking import journal, waitlist
from events.booking.admission import require_choosable_sessions, require_known_choices, require_not_too_many
from events.booking.attendees import build_attendees, current_wording, save_attendees
from events.booking.bookings import RESULT_MESSAGES, require_changeable
from events.booking.capacity import Gate, Seats, gate, seats_of
from events.booking.discounts import discount_added, keep_discount
from events.booking.journal import By
from events.booking.links import revoke_links
from events.booking.party import NeedGiven, Party, PersonWish
from events.booking.pricing import price_of
from events.booking.sales_window import is_on_sale, require_open
from events.choices import FOREVER, LIVE, Actor, BookingState, MessageKind
from events.models.bookings import Answer, Attendee, AttendeeSession, Booking
from events.models.codes import new_code
from events.models.names import sort_key
from events.models.needs import Need

CHANGEABLE = frozenset({BookingState.CONFIRMED, BookingState.REQUESTED, BookingState.WAITING})


@contextmanager
def changing(booking_id: int, *, now: dt.datetime, by: By) -> Iterator[tuple[Gate, Booking]]:
    """The gate, passed for a booking that may be changed by whoever asks."""
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        if booking.state not in CHANGEABLE:
            raise errors.TransitionRefused
        if by.actor == Actor.BOOKER:
            require_changeable(passed.event, now=now)
        yield passed, booking


def _person(booking: Booking, attendee_id: int) -> Attendee:
    attendee = booking.attendees.filter(pk=attendee_id, cancelled_at=None).select_related("ticket_type").first()
    if attendee is None:
        raise errors.UnknownChoice
    return attendee


@dataclass(frozen=True)
class Details:
    """What can be said anew about one person. None leaves a field as it is; `answers` maps question pks to values."""

    name: str | None = None
    email: str | None = None
    organisation: str | None = None
    pronouns: str | None = None
    language: str | None = None
    speaks_welsh: bool | None = None
    no_photos: bool | None = None
    answers: Mapping[int, Any] | None = None
    needs: tuple[NeedGiven, ...] | None = None

    def given(self) -> dict[str, Any]:
        fields = ("name", "email", "organisation", "pronouns", "language", "speaks_welsh", "no_photos")
        return {field: getattr(self, field) for field in fields if getattr(self, field) is not None}


def change_person(booking_id: int, *, attendee_id: int, details: Details, now: dt.datetime, by: By) -> Attendee:
    """Correct what is known about somebody. Raises UnknownChoice, TransitionRefused or TooLateToChange."""
    with changing(booking_id, now=now, by=by) as (_, booking):
        attendee = _person(booking, attendee_id)
        write_details(attendee, details, booking=booking, now=now)
        journal.record("attendee.changed", booking=booking, by=by, now=now)
    return attendee


def write_details(attendee: Attendee, details: Details, *, booking: Booking, now: dt.datetime) -> None:
    for field, value in details.given().items():
        setattr(attendee, field, value)
    attendee.save()
    if details.answers is not None:
        Answer.objects.filter(attendee=attendee).delete()
        Answer.objects.bulk_create(
            Answer(booking=booking, attendee=attendee, question_id=pk, value=value)
            for pk, value in details.answers.items()
        )
    if details.needs is not None:
        replace_needs(attendee, details.needs, now=now)


def replace_needs(attendee: Attendee, needs: Sequence[NeedGiven], *, now: dt.datetime) -> None:
    """What somebody says about their needs now is all that is kept."""
    Need.objects.filter(attendee=attendee).delete()
    if needs:
        wording = current_wording()
        Need.objects.bulk_create(
            Need(attendee=attendee, kind=n.kind, option=n.option, text=n.text, wording=wording, given_at=now)
            for n in needs
        )


def give_place(booking_id: int, *, attendee_id: int, name: str, email: str = "", now: dt.datetime, by: By) -> Attendee:
    """Give a place to somebody else: the old ticket stops working, and nothing private passes on with it."""
    with changing(booking_id, now=now, by=by) as (_, booking):
        attendee = _person(booking, attendee_id)
        _hand_over(attendee, name=name, email=email)
        journal.record("attendee.replaced", booking=booking, by=by, now=now)
        journal.announce(MessageKind.CHANGE, booking=booking, now=now, context={"names": [name]})
    return attendee


def _hand_over(attendee: Attendee, *, name: str, email: str) -> None:
    Need.objects.filter(attendee=attendee).delete()
    Answer.objects.filter(attendee=attendee).delete()
    attendee.name, attendee.sort_name, attendee.email = name, sort_key(name), email
    attendee.pronouns, attendee.organisation = "", ""
    attendee.speaks_welsh, attendee.no_photos = False, False
    attendee.code, attendee.badge_printed_at = new_code(), None
    attendee.save()


def give_booking(
    booking_id: int, *, name: str, email: str, place: int | None = None, now: dt.datetime, by: By
) -> Booking:
    """Pass a whole booking to another person: old links close, the new address gets the mail of a new booking in both
    languages, and the old one is told. The person with the pk `place` stays away, and the new person comes instead."""
    with changing(booking_id, now=now, by=by) as (_, booking):
        person = _person(booking, place) if place is not None else None
        revoke_links(booking=booking, now=now)
        journal.announce(MessageKind.PASSED_ON, booking=booking, now=now, context={"leaves": person is not None})
        booking.name, booking.email, booking.phone, booking.organisation = name, email, "", ""
        booking.language, booking.wants_news = "", False  # both were the wish of the person before
        booking.save()
        if person:
            _hand_over(person, name=name, email=email)
        journal.record("booking.replaced", booking=booking, by=by, now=now)
        journal.announce(RESULT_MESSAGES[BookingState(booking.state)], booking=booking, now=now)
    return booking


def add_people(
    booking_id: int, *, people: Sequence[PersonWish], now: dt.datetime, by: By, beside: int | None = None
) -> Booking:
    """Add people to a confirmed booking, or to a party that waits, which keeps its position.

    `beside` is how many were on it when this was asked for: another number means that it was pressed twice, or that
    somebody else changed the booking. Raises TransitionRefused then; SoldOut, with nobody added, when there is no
    room; WrongPartySize, UnknownChoice, SaleClosed.
    """
    with changing(booking_id, now=now, by=by) as (passed, booking):
        require_open(passed.event, now=now)
        there = waitlist.coming(booking)
        if beside is not None and beside != len(there):
            raise errors.TransitionRefused
        if len(there) + len(people) > passed.event.max_per_booking:
            raise errors.WrongPartySize(least=passed.event.min_per_booking, most=passed.event.max_per_booking)
        party = Party(name=booking.name, email=booking.email, people=tuple(people), language=booking.language)
        require_known_choices(passed, party)
        _require_on_sale(passed, people)
        require_not_too_many(passed, [*(a.ticket_type_id for a in there), *(p.ticket_type for p in people)])
        if booking.state == BookingState.WAITING:
            _require_possible(passed, seats_of(there), party.seats)
        added = build_attendees(passed.places, booking=booking, party=party, now=now)
        discount_added(added, booking=booking, now=now)
        _claim_more(passed, booking, added, party.seats)
        for number, attendee in enumerate(added, start=1 + max((a.position for a in there), default=-1)):
            attendee.position = number
        save_attendees(added, booking=booking, party=replace(party, answers={}), now=now)
        journal.record("booking.grown", booking=booking, by=by, now=now, count=len(added))
        names = [attendee.name for attendee in added]
        journal.announce(MessageKind.CHANGE, booking=booking, now=now, context={"names": names})
    return booking


def _require_possible(passed: Gate, there: Seats, more: Seats) -> None:
    """Raises SoldOut when a waiting party would become larger than could ever be offered to it."""
    both = Seats(Counter(there.by_type) + Counter(more.by_type), Counter(there.by_session) + Counter(more.by_session))
    if not passed.places.could_ever_fit(both):
        raise passed.places.shortfall(both) or errors.SoldOut(limit="event", wanted=both.total, free=0)


def _require_on_sale(passed: Gate, people: Sequence[PersonWish]) -> None:
    if not all(is_on_sale(passed.places.ticket_types[person.ticket_type], now=passed.now) for person in people):
        raise errors.UnknownChoice


def _claim_more(passed: Gate, booking: Booking, added: list[Attendee], seats: Seats) -> None:
    if booking.state == BookingState.WAITING:
        return
    waitlist.serve(passed)
    passed.claim(added, seats=seats, until=booking.deadline_at or FOREVER)


def change_sessions(
    booking_id: int, *, attendee_id: int, sessions: Sequence[int], now: dt.datetime, by: By
) -> Attendee:
    """Move somebody to other sessions. Their old places there are offered on. Raises SoldOut with nothing changed."""
    with changing(booking_id, now=now, by=by) as (passed, booking):
        attendee = _person(booking, attendee_id)
        wish = PersonWish(name=attendee.name, ticket_type=attendee.ticket_type_id, sessions=tuple(sessions))
        kept = set(attendee.chosen_sessions.values_list("session", flat=True))
        require_choosable_sessions(passed, wish, kept=kept)
        seats = Seats({attendee.ticket_type_id: 1}, dict.fromkeys(sessions, 1))
        _swap(passed, booking, attendee, seats)
        AttendeeSession.objects.filter(attendee=attendee).exclude(session__in=sessions).delete()
        new = [AttendeeSession(attendee=attendee, session_id=pk) for pk in sessions if pk not in kept]
        AttendeeSession.objects.bulk_create(new)
        journal.record("attendee.moved", booking=booking, by=by, now=now)
        journal.announce(MessageKind.CHANGE, booking=booking, now=now, context={"names": [attendee.name]})
        _serve_others(passed, booking)
    return attendee


def change_ticket_type(booking_id: int, *, attendee_id: int, ticket_type: int, now: dt.datetime, by: By) -> Attendee:
    """Give somebody another ticket, at today's price for it. Raises SoldOut or UnknownChoice with nothing changed."""
    with changing(booking_id, now=now, by=by) as (passed, booking):
        attendee = _person(booking, attendee_id)
        new = passed.places.ticket_types.get(ticket_type)
        if new is None or not is_on_sale(new, now=now) or new.is_supporter != attendee.ticket_type.is_supporter:
            raise errors.UnknownChoice
        others = booking.attendees.filter(cancelled_at=None).exclude(pk=attendee.pk)
        require_not_too_many(passed, [*others.values_list("ticket_type", flat=True), new.pk])
        sessions = attendee.chosen_sessions.values_list("session", flat=True)
        _swap(passed, booking, attendee, Seats({new.pk: 1}, dict.fromkeys(sessions, 1)))
        price = price_of(new, now=now)
        attendee.ticket_type, attendee.price, attendee.credits = new, price.amount, price.credits
        attendee.vat_rate = price.vat_rate
        keep_discount(attendee)
        attendee.save(update_fields=["ticket_type", "price", "credits", "vat_rate", "discount_code", "discount"])
        journal.record("attendee.ticket_changed", booking=booking, by=by, now=now)
        journal.announce(MessageKind.CHANGE, booking=booking, now=now, context={"names": [attendee.name]})
        _serve_others(passed, booking)
    return attendee


def _swap(passed: Gate, booking: Booking, attendee: Attendee, seats: Seats) -> None:
    """Exchange what somebody claims for other seats, after the queue and without counting them twice."""
    if booking.state == BookingState.WAITING:
        return
    waitlist.serve(passed)
    until = attendee.claimed_until or FOREVER
    passed.places.give_back(passed.seats_claimed([attendee]))
    passed.claim([attendee], seats=seats, until=until)


def _serve_others(passed: Gate, booking: Booking) -> None:
    if booking.state != BookingState.WAITING:
        waitlist.serve(passed)


def send_again(booking_id: int, *, now: dt.datetime) -> None:
    """Write the mail of a live booking again, with fresh links."""
    booking = Booking.objects.get(pk=booking_id)
    kinds = {BookingState.CONFIRMED: MessageKind.CONFIRMATION, BookingState.OFFERED: MessageKind.OFFER}
    if booking.state in LIVE:
        context = {"deadline_at": booking.deadline_at.isoformat()} if booking.deadline_at else {}
        kind = kinds.get(BookingState(booking.state), MessageKind.LINK)
        journal.announce(kind, booking=booking, now=now, context=context)
