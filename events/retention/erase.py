"""Forgets one person at their own wish (UK GDPR, art. 17), as far as nothing is still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from events import errors
from events.booking.journal import By
from events.choices import LIVE
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking, Interest, email_key
from events.models.events import Event
from events.models.messages import Message
from events.retention.forget import NOBODY, forget_bookings, forget_interests
from events.retention.money import forget_money
from events.retention.purge import TOUCHED
from events.retention.scrub import scrub
from events.retention.subject_access import bookings_of


def still_to_come(email: str, *, events: QuerySet[Event], now: dt.datetime) -> list[Booking]:
    """Live bookings of events that are not over: they must be cancelled first, so that places go to others."""
    found = bookings_of(email, events).filter(state__in=LIVE).select_related("event")
    return [booking for booking in found if not booking.event.is_over(now)]


def erase(email: str, *, events: QuerySet[Event], now: dt.datetime, by: By) -> int:
    """Returns how many bookings and interests were emptied; invoices stay as long as the law has them kept. Raises
    StillToCome, and changes nothing, while a booking is still to come."""
    if waiting := still_to_come(email, events=events, now=now):
        raise errors.StillToCome(references=[booking.reference for booking in waiting])
    key = email_key(email)
    with transaction.atomic():
        found = list(bookings_of(email, events).select_related("event"))
        own = [booking.pk for booking in found if booking.email_key == key]
        Message.objects.filter(booking__in=own).unsent().update(failed_at=now)  # nothing goes to somebody forgotten
        forget_bookings(own)
        _forget_places(Attendee.objects.filter(booking__in=found, email__iexact=email.strip()).exclude(booking__in=own))
        interests = list(Interest.objects.filter(event__in=events, email_key=key).values_list("pk", flat=True))
        forget_interests(interests)
        forget_money(email, events)
        _note((booking.event for booking in found), number=len(found), now=now, by=by)
    scrub(TOUCHED)
    return len(found) + len(interests)


def _forget_places(people: QuerySet[Attendee]) -> None:
    """Places on bookings that somebody else made: only this person is taken out of them."""
    for person in people:
        person.needs.all().delete()
        person.answers.all().delete()
    people.update(**NOBODY, pronouns="", language="")


def _note(events: Iterable[Event], *, number: int, now: dt.datetime, by: By) -> None:
    """One entry for each event, without a word of whom it was."""
    for event in {event.pk: event for event in events}.values():
        AuditEntry.objects.create(
            at=now,
            actor=by.actor,
            user=by.user,
            action="person.erased",
            event=event,
            organisation_id=event.host_id,
            count=number,
        )
