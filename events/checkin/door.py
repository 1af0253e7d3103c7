"""Decides who is let in, and keeps one check-in for each person and session however many doors there are.

The person's row is the lock: on PostgreSQL `SELECT … FOR UPDATE` takes it, on SQLite the IMMEDIATE transaction does.
A cancellation writes the same row, so somebody is either let in before it or refused after it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from events import errors
from events.checkin.codes import Kind, read
from events.checkin.lookup import meant
from events.checkin.outcomes import Door, DueOf, Outcome, Scan
from events.choices import FOREVER, BookingState, CheckInState, DoorState, SessionChoice
from events.models.bookings import Attendee, AttendeeSession
from events.models.checkins import CheckIn


def admit(scan: Scan, *, door: Door, now: dt.datetime, due_of: DueOf) -> Outcome:
    """Let somebody in, or say why not. The same scan sent again is answered as before and changes nothing.

    A scan that `let_in` somebody already is kept whatever it finds here: a second one, or one of a place that is not
    good, becomes a conflict for people to look at.
    """
    scan = _in_a_session_that_exists(scan, door)
    reading, people = _whom(scan, door)
    if len(people) != 1:
        kind = Kind.SHORT if people else reading
        return Outcome(DoorState.UNKNOWN, reading=kind)
    with transaction.atomic():
        person = _locked(people[0])
        if person.event_id != door.link.event_id:
            return _other_event(person, door)
        known, live = _earlier(scan, person)
        if known is not None:
            return _as_before(known, live, person)
        if scan.let_in:
            return _keep(scan, person, live, door=door, now=now, due_of=due_of)
        return _ask(scan, person, live, door=door, now=now, due_of=due_of)


def merge(scans: Iterable[Scan], *, door: Door, now: dt.datetime, due_of: DueOf) -> dict[uuid.UUID, Outcome]:
    """Take what a device did without a network, in the order in which it happened. Each scan is kept on its own."""
    in_order = sorted(scans, key=lambda scan: scan.at)
    return {scan.client_id: admit(scan, door=door, now=now, due_of=due_of) for scan in in_order}


def undo(client_id: uuid.UUID, *, door: Door, now: dt.datetime) -> CheckIn:
    """Take a check-in of this event back; a later one of the same person by another door then counts.

    Raises CheckInGone. Doing it again changes nothing.
    """
    found = CheckIn.objects.filter(client_id=client_id, event=door.link.event_id).first()
    if found is None:
        raise errors.CheckInGone
    with transaction.atomic():
        person = _locked(found.attendee_id)
        check_in = CheckIn.objects.get(pk=found.pk)
        if check_in.undone_at is None:
            check_in.undone_at, check_in.undone_by, check_in.undone_device = now, door.user, door.link.name
            check_in.save(update_fields=["undone_at", "undone_by", "undone_device"])
            _promote_after(check_in)
        check_in.attendee = person
    return check_in


def _in_a_session_that_exists(scan: Scan, door: Door) -> Scan:
    """Whoever was let in to a session that has been taken off since did come to the event."""
    if scan.session is None or door.link.event.sessions.filter(pk=scan.session).exists():
        return scan
    return replace(scan, session=None)


def _whom(scan: Scan, door: Door) -> tuple[Kind | None, list[int]]:
    if scan.attendee is not None:
        there = Attendee.objects.filter(pk=scan.attendee, event=door.link.event_id)
        return None, list(there.values_list("pk", flat=True))
    reading = read(scan.code)
    return reading.kind, meant(reading, event_id=door.link.event_id)


def _locked(person: int) -> Attendee:
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("booking", "ticket_type")
    return rows.get(pk=person)


def _other_event(person: Attendee, door: Door) -> Outcome:
    """Another organisation's people are nobody's business here, nor are its events."""
    if person.event.host_id is None or person.event.host_id != door.link.event.host_id:
        return Outcome(DoorState.OTHER_EVENT)
    return Outcome(DoorState.OTHER_EVENT, attendee=person, elsewhere=person.event)


def _earlier(scan: Scan, person: Attendee) -> tuple[CheckIn | None, CheckIn | None]:
    """What this very scan made before, and the check-in that counts."""
    counts = Q(attendee=person.pk, session=scan.session, state=CheckInState.IN, undone_at=None)
    rows = list(CheckIn.objects.filter(counts | Q(client_id=scan.client_id)))
    known = next((row for row in rows if row.client_id == scan.client_id), None)
    return known, next((row for row in rows if row.counts and row.attendee_id == person.pk), None)


def _as_before(known: CheckIn, live: CheckIn | None, person: Attendee) -> Outcome:
    if known.undone_at is not None:
        return Outcome(DoorState.UNDONE, attendee=person, check_in=known)
    if known.state == CheckInState.IN:
        return Outcome(DoorState.OK, attendee=person, check_in=known)
    if known.state == CheckInState.AGAIN:
        return Outcome(DoorState.ALREADY, attendee=person, check_in=live, kept=True)
    return Outcome(standing(person), attendee=person, kept=True)


def _ask(scan: Scan, person: Attendee, live: CheckIn | None, *, door: Door, now: dt.datetime, due_of: DueOf) -> Outcome:
    state = _judge(scan, person, live, door)
    if state != DoorState.OK:
        return Outcome(state, attendee=person, check_in=live)
    due = due_of(person)
    if due > 0 and not scan.unpaid:
        return Outcome(DoorState.TO_PAY, attendee=person, due=due)
    made = _make(scan, person, CheckInState.IN, door=door, now=now, due=due)
    return Outcome(DoorState.OK, attendee=person, check_in=made, due=due)


def _keep(
    scan: Scan, person: Attendee, live: CheckIn | None, *, door: Door, now: dt.datetime, due_of: DueOf
) -> Outcome:
    state = _judge(scan, person, live, door)
    due = due_of(person)
    if door.closed_at is not None and scan.at > door.closed_at:
        _make(scan, person, CheckInState.CLOSED, door=door, now=now, due=due)
        return Outcome(state, attendee=person, check_in=live, kept=True)
    if state == DoorState.OK:
        made = _make(scan, person, CheckInState.IN, door=door, now=now, due=due)
        return Outcome(DoorState.OK, attendee=person, check_in=made, due=due)
    if state == DoorState.ALREADY and live is not None:
        made = _make(scan, person, CheckInState.AGAIN, door=door, now=now, due=due, earlier=live)
        first = _put_first(made, live) if made.at < live.at else live
        return Outcome(DoorState.ALREADY, attendee=person, check_in=first, kept=True)
    _make(scan, person, CheckInState.NOT_BOOKED, door=door, now=now, due=due)
    return Outcome(state, attendee=person, check_in=live, kept=True)


def _judge(scan: Scan, person: Attendee, live: CheckIn | None, door: Door) -> DoorState:
    stands = standing(person)
    if stands != DoorState.OK:
        return stands
    if live is not None:
        return DoorState.ALREADY
    return DoorState.OK if person.pk in expected_in(scan.session, [person.pk], door) else DoorState.OTHER_SESSION


def expected_in(session: int | None, people: Sequence[int], door: Door) -> set[int]:
    """Who of these chose the session, or comes to it like everybody else; without a session, all of them."""
    if session is None or door.link.event.session_choice == SessionChoice.WHOLE:
        return set(people)
    rows = AttendeeSession.objects.filter(attendee__in=people, session=session)
    return set(rows.values_list("attendee", flat=True))


def standing(person: Attendee) -> DoorState:
    """How a place stands, whoever has come in on it."""
    if person.claimed_until == FOREVER:
        return DoorState.OK
    if person.cancelled_at is not None or person.booking.state == BookingState.CANCELLED:
        return DoorState.CANCELLED
    return DoorState.NOT_CONFIRMED


def _make(
    scan: Scan,
    person: Attendee,
    state: CheckInState,
    *,
    door: Door,
    now: dt.datetime,
    due: Decimal,
    earlier: CheckIn | None = None,
) -> CheckIn:
    """A clock that runs ahead lets nobody in tomorrow, and one that runs behind nobody before there was a door."""
    return CheckIn.objects.create(
        client_id=scan.client_id,
        event_id=person.event_id,
        attendee=person,
        session_id=scan.session,
        state=state,
        earlier=earlier,
        door=door.link,
        user=door.user,
        device=door.link.name,
        at=min(max(scan.at, door.link.created_at), now),
        received_at=now,
        due=due or None,
    )


def _put_first(made: CheckIn, live: CheckIn) -> CheckIn:
    """Let an earlier scan that came late count in place of `live`. At no moment do two count."""
    live.state, live.earlier = CheckInState.AGAIN, made
    live.save(update_fields=["state", "earlier"])
    CheckIn.objects.filter(earlier=live).exclude(pk=made.pk).update(earlier=made)
    made.state, made.earlier = CheckInState.IN, None
    made.save(update_fields=["state", "earlier"])
    return made


def _promote_after(undone: CheckIn) -> None:
    """The next scan of the same person counts in place of one that was taken back."""
    if undone.state != CheckInState.IN:
        return
    later = list(CheckIn.objects.filter(earlier=undone, undone_at=None).order_by("at", "pk"))
    if later:
        first = later[0]
        first.state, first.earlier = CheckInState.IN, None
        first.save(update_fields=["state", "earlier"])
        CheckIn.objects.filter(pk__in=[row.pk for row in later[1:]]).update(earlier=first)
