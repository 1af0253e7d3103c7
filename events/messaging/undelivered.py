"""Mails that could not be delivered, and the way to put them right: mend the address, and send again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from events import errors
from events.booking import journal
from events.booking.journal import By
from events.models.bookings import Attendee, Booking, Interest, email_key
from events.models.events import Event
from events.models.messages import Message, MessageQuerySet


def undelivered(event: Event) -> MessageQuerySet:
    """The newest first."""
    return Message.objects.filter(event=event, failed_at__isnull=False).order_by("-failed_at", "-pk")


def mend(message_id: int, *, email: str, now: dt.datetime, by: By) -> int:
    """Give the person their right address, everywhere where the wrong one stands on the same booking, and send again
    what could not be delivered to it. Returns how many mails. Raises TransitionRefused when nothing is undelivered."""
    with transaction.atomic():
        message = Message.objects.select_related("booking", "interest").filter(pk=message_id).first()
        if message is None or message.failed_at is None:
            raise errors.TransitionRefused
        wrong = message.to_email
        failed = Message.objects.filter(failed_at__isnull=False, to_email=wrong, event=message.event_id)
        failed = failed.filter(booking=message.booking_id, interest=message.interest_id)
        if message.booking_id:
            _mend_booking(message.booking_id, wrong=wrong, email=email)
        if message.interest_id:
            Interest.objects.filter(pk=message.interest_id).update(email=email, email_key=email_key(email))
        number = failed.update(
            to_email=email, failed_at=None, attempts=0, due_at=now, leased_until=None, leased_by="", error=""
        )
        if message.booking:
            journal.record("booking.address_mended", booking=message.booking, by=by, now=now, count=number)
    return number


def _mend_booking(booking_id: int, *, wrong: str, email: str) -> None:
    key = email_key(wrong)
    Booking.objects.filter(pk=booking_id, email_key=key).update(email=email, email_key=email_key(email))
    for attendee in Attendee.objects.filter(booking=booking_id).exclude(email=""):
        if email_key(attendee.email) == key:
            Attendee.objects.filter(pk=attendee.pk).update(email=email)
