"""Looks for breaches, and gets the database into states that the rules would never let happen."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import connection

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingState
from events.reports.audit.recount import recount
from tests.factories.bookings import book
from tests.factories.events import NOW

HOUR = dt.timedelta(hours=1)


def found(now=NOW):
    """(check, event, booking) of every breach."""
    return [(line.check, line.finding.event, line.finding.booking) for line in recount(now).breaches]


def due(now=NOW):
    """The check of everything that the next run would put right."""
    return [line.check for line in recount(now).due]


def unguard(model):
    """Put a copy without any constraint in the place of a table, until the test's transaction is undone."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table}")


def by_staff():
    return By.staff(User.objects.get_or_create(username="staff")[0], "The speaker’s guest")


def queue_for(event):
    """A full event and somebody who waits for it."""
    book(event, 3)
    return book(event, joins_waitlist=True)


def offer_to(event):
    """Somebody who waited, and is offered a place at NOW + HOUR."""
    first = book(event, 3)
    waiting = book(event, joins_waitlist=True)
    cancel_places(first.pk, now=NOW + HOUR, by=By.booker())
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    return waiting
