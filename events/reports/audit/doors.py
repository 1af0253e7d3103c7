"""Whoever was let in had a place at that event, and counts once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Q

from events.choices import FOREVER, CheckInState
from events.models.checkins import CheckIn
from events.reports.audit.findings import Finding

PATHS = ("event__slug", "attendee__booking__reference")


def check_ins_belong_to_the_event(_now: dt.datetime) -> Iterator[Finding]:
    """The person, the session and the door of a check-in are of its event."""
    stray = ~Q(attendee__event=F("event")) | (Q(session__isnull=False) & ~Q(session__event=F("event")))
    stray |= Q(door__isnull=False) & ~Q(door__event=F("event"))
    for slug, reference in sorted(set(CheckIn.objects.filter(stray).values_list(*PATHS))):
        yield Finding("a check-in belongs to another event", event=slug, booking=reference)


def people_are_let_in_once(_now: dt.datetime) -> Iterator[Finding]:
    """For each person and session one check-in counts at most, and a second one names it."""
    counted = CheckIn.objects.live().order_by().values("attendee", "session", *PATHS).annotate(number=Count("pk"))
    for row in counted.filter(number__gt=1):
        yield _at("somebody counts twice at one door", row["event__slug"], row["attendee__booking__reference"])
    alone = CheckIn.objects.filter(state=CheckInState.AGAIN, undone_at=None).exclude(
        earlier__state=CheckInState.IN, earlier__undone_at=None, earlier__attendee=F("attendee")
    )
    for slug, reference in sorted(set(alone.values_list(*PATHS))):
        yield _at("a second check-in names none that counts", slug, reference)


def only_confirmed_people_are_let_in(_now: dt.datetime) -> Iterator[Finding]:
    """Who counts as there has a confirmed place, or had one until after they came in."""
    without = CheckIn.objects.live().exclude(attendee__claimed_until=FOREVER)
    without = without.exclude(attendee__cancelled_at__gte=F("received_at"))
    for slug, reference in sorted(set(without.values_list(*PATHS))):
        yield _at("somebody without a confirmed place counts as there", slug, reference)


def _at(what: str, slug: str, reference: str) -> Finding:
    return Finding(what, event=slug, booking=reference)
