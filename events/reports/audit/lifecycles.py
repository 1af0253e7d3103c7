"""A booking's state, its people's claims, its instants and its deadline say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from events.choices import ENDED, FOREVER, LIVE, BookingState
from events.models.bookings import Attendee, Booking, BookingQuerySet
from events.reports.audit.findings import Finding

UNDECIDED = (BookingState.HELD, BookingState.OFFERED, BookingState.REQUESTED)


def confirmed_places_last(_now: dt.datetime) -> Iterator[Finding]:
    """Everybody on a confirmed booking who was not taken off it has their place for good."""
    lost = _coming().exclude(Q(claimed_until=FOREVER, claimed_until__isnull=False))
    bookings = Booking.objects.with_state(BookingState.CONFIRMED)
    yield from _each(bookings.filter(Exists(lost)), "is confirmed, but somebody on it has no lasting place")


def undecided_places_end_with_their_deadline(_now: dt.datetime) -> Iterator[Finding]:
    """A hold, offer or request claims its places until its deadline, and not for longer."""
    other = _coming().exclude(Q(claimed_until=OuterRef("deadline_at"), claimed_until__isnull=False))
    bookings = Booking.objects.with_state(*UNDECIDED)
    yield from _each(bookings.filter(Exists(other)), "claims its places until another instant than its deadline")


def waiting_parties_claim_nothing(_now: dt.datetime) -> Iterator[Finding]:
    """Who waits has no place."""
    claiming = Attendee.objects.filter(booking=OuterRef("pk"), claimed_until__isnull=False)
    bookings = Booking.objects.with_state(BookingState.WAITING)
    yield from _each(bookings.filter(Exists(claiming)), "waits, and claims a place as well")


def ended_bookings_claim_nothing(_now: dt.datetime) -> Iterator[Finding]:
    """Lapsed, declined, expired, rejected and cancelled bookings have let go of their places."""
    claiming = Attendee.objects.filter(booking=OuterRef("pk"), claimed_until__isnull=False)
    bookings = Booking.objects.with_state(*ENDED)
    for booking in _named(bookings.filter(Exists(claiming))):
        yield _finding(booking, f"is {booking.state}, but still claims a place")


def cancelled_people_claim_nothing(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody is both taken off a booking and claiming a place on it."""
    claiming = Attendee.objects.filter(booking=OuterRef("pk"), cancelled_at__isnull=False, claimed_until__isnull=False)
    yield from _each(Booking.objects.filter(Exists(claiming)), "has a cancelled person who still claims a place")


def cancelled_bookings_are_empty(_now: dt.datetime) -> Iterator[Finding]:
    """On a cancelled booking nobody is still coming."""
    bookings = Booking.objects.with_state(BookingState.CANCELLED)
    yield from _each(bookings.filter(Exists(_coming())), "is cancelled, but somebody on it is not")


def live_bookings_have_people(_now: dt.datetime) -> Iterator[Finding]:
    """A booking that still means something has somebody on it."""
    bookings = Booking.objects.with_state(*LIVE)
    yield from _each(bookings.exclude(Exists(_coming())), "has nobody on it")


def instants_fit_states(_now: dt.datetime) -> Iterator[Finding]:
    """Each state has the instants that belong to it: confirmed, joined, offered, deadline, ended."""
    rules = [
        (Q(state=BookingState.CONFIRMED, confirmed_at=None), "is confirmed, but not since when"),
        (Q(state=BookingState.WAITING, joined_at=None), "waits, but not since when"),
        (Q(state=BookingState.OFFERED, offered_at=None), "is offered a place, but not since when"),
        (Q(state__in=UNDECIDED, deadline_at=None), "is undecided without a deadline"),
        (Q(deadline_at__isnull=False) & ~Q(state__in=UNDECIDED), "has a deadline, but nothing to decide"),
        (Q(state__in=ENDED, ended_at=None), "has ended, but not when"),
        (Q(state__in=LIVE, ended_at__isnull=False), "has an end, but goes on"),
        (~Q(state__in=list(BookingState)), "is in a state that does not exist"),
    ]
    for rule, what in rules:
        yield from _each(Booking.objects.filter(rule), what)


def deadlines_are_kept(now: dt.datetime) -> Iterator[Finding]:
    """What the clock has ended is noted on the booking by the next run of `run_due`."""
    for booking in _named(Booking.objects.with_state(*UNDECIDED).filter(deadline_at__lte=now)):
        yield _finding(booking, f"is {booking.state}, and its deadline has passed", is_due=True)


def forms_book_once(_now: dt.datetime) -> Iterator[Finding]:
    """No two bookings came from one form."""
    again = Booking.objects.exclude(form_token_hash=None).values("form_token_hash")
    twice = again.annotate(number=Count("pk")).filter(number__gt=1).order_by().values("form_token_hash")
    yield from _each(Booking.objects.filter(form_token_hash__in=twice), "comes from a form that made another one too")


def references_and_codes_are_unique(_now: dt.datetime) -> Iterator[Finding]:
    """No two bookings share a reference, no two people a code."""
    for reference in _repeated(Booking.objects.all(), "reference"):
        yield Finding("is the reference of several bookings", booking=reference)
    for code in _repeated(Attendee.objects.all(), "code"):
        references = Attendee.objects.filter(code=code).values_list("booking__reference", flat=True)
        yield Finding("several people have the same code", booking=", ".join(sorted(references)))


def _coming() -> QuerySet[Attendee]:
    """The people of the outer booking who were not taken off it."""
    return Attendee.objects.filter(booking=OuterRef("pk"), cancelled_at=None)


def _repeated(rows: QuerySet[Any], field: str) -> list[str]:
    grouped = rows.order_by().values(field).annotate(number=Count("pk")).filter(number__gt=1)
    return sorted(grouped.values_list(field, flat=True))


def _each(bookings: BookingQuerySet, what: str) -> Iterator[Finding]:
    return (_finding(booking, what) for booking in _named(bookings))


def _named(bookings: BookingQuerySet) -> BookingQuerySet:
    return bookings.annotate(slug=F("event__slug")).only("reference", "state").order_by("pk")


def _finding(booking: Booking, what: str, *, is_due: bool = False) -> Finding:
    slug: str = booking.slug  # type: ignore[attr-defined]  # annotated by _named
    return Finding(what, event=slug, booking=booking.reference, is_due=is_due)
