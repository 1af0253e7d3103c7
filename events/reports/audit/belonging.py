"""Rows that point to each other belong to the same event and the same booking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Model, Q, QuerySet

from events.choices import CLAIMING, BookingSource, BookingState, SessionChoice
from events.models.bookings import Answer, Attendee, AttendeeSession, Interest
from events.models.messages import Message
from events.reports.audit.findings import Finding


def people_belong_to_their_bookings_event(_now: dt.datetime) -> Iterator[Finding]:
    """An attendee's event is the booking's."""
    people = Attendee.objects.exclude(event=F("booking__event"))
    yield from _each(people, "somebody on it belongs to another event", "booking__")


def ticket_types_belong_to_the_event(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody has a ticket of another event."""
    people = Attendee.objects.exclude(ticket_type__event=F("event"))
    yield from _each(people, "somebody has a ticket of another event", "booking__")


def sessions_belong_to_the_event(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody has chosen a session of another event."""
    chosen = AttendeeSession.objects.exclude(session__event=F("attendee__event"))
    yield from _each(chosen, "somebody has chosen a session of another event", "attendee__booking__")


def answers_belong_to_their_question(_now: dt.datetime) -> Iterator[Finding]:
    """An answer's question is the event's, and its person is on its booking."""
    strange = Q(attendee__isnull=False) & ~Q(attendee__booking=F("booking"))
    answers = Answer.objects.filter(~Q(question__event=F("booking__event")) | strange)
    yield from _each(answers, "an answer belongs to another event or person", "booking__")


def messages_and_interests_belong_to_the_event(_now: dt.datetime) -> Iterator[Finding]:
    """A message or registered interest and its booking are about the same event."""
    for rows in (Message.objects.all(), Interest.objects.all()):
        stray = rows.filter(booking__isnull=False).exclude(event=F("booking__event"))
        yield from _each(stray, f"a {rows.model._meta.model_name} is about another event", "booking__")


def supporters_come_with_somebody(_now: dt.datetime) -> Iterator[Finding]:
    """A supporter's place hangs on that of another person in the same booking, who is no supporter."""
    supporters = Attendee.objects.filter(supports__isnull=False)
    stray = supporters.filter(
        ~Q(supports__booking=F("booking")) | Q(supports=F("pk")) | Q(supports__ticket_type__is_supporter=True)
    )
    yield from _each(stray, "a supporter is with nobody whom they can support", "booking__")
    alone = supporters.filter(claimed_until__isnull=False, supports__cancelled_at__isnull=False)
    yield from _each(alone, "a supporter kept a place when the person they support gave theirs up", "booking__")


def sessions_are_chosen_as_the_event_asks(_now: dt.datetime) -> Iterator[Finding]:
    """Nobody chooses where all come to everything, everybody chooses one where one is to be chosen, or at least one.

    Only for people booked since the event was last published: an organiser may change the rule, and no booking with it.
    """
    booked = Attendee.objects.filter(booking__state__in=CLAIMING, cancelled_at=None)
    # Who holds places, or comes from the interest list, has not filled in the form yet.
    booked = booked.exclude(booking__state=BookingState.HELD).exclude(booking__source=BookingSource.INTEREST)
    since = Q(event__projected_at=None) | Q(booking__created_at__gte=F("event__projected_at"))
    booked = booked.filter(since).annotate(number=Count("chosen_sessions", distinct=True))
    whole = booked.filter(event__session_choice=SessionChoice.WHOLE, number__gt=0)
    yield from _each(whole, "somebody chose a session where everybody comes to all", "booking__")
    # Until there are sessions to choose from, nobody can be asked to.
    choosing = booked.annotate(offered=Count("event__sessions", distinct=True)).filter(offered__gt=0)
    one = choosing.filter(event__session_choice=SessionChoice.ONE).exclude(number=1)
    yield from _each(one, "somebody has chosen none or several sessions instead of one", "booking__")
    some = choosing.filter(event__session_choice=SessionChoice.ANY, number=0)
    yield from _each(some, "somebody has chosen no session", "booking__")


def _each(rows: QuerySet[Model], what: str, booking: str) -> Iterator[Finding]:
    """One finding for each booking that such a row belongs to; `booking` is the path to it."""
    paths = f"{booking}event__slug", f"{booking}reference"
    for slug, reference in sorted(set(rows.order_by().values_list(*paths))):
        yield Finding(what, event=slug, booking=reference)
