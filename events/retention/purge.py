"""Deletes what must be gone at an instant. Run twice, late or by two machines at once, it ends the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from events.booking.calendar_links import finished_calendar_links
from events.booking.journal import By
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking, HeldForm, Interest
from events.models.events import Event
from events.models.invoices import Invoice
from events.models.messages import CalendarLink, Message, SecretLink
from events.models.needs import Need, NeedCount
from events.models.payments import DiscountCode, Refund
from events.models.time_credits import CreditAccount, CreditCode, CreditTransfer
from events.models.work import Work
from events.retention import policy
from events.retention.forget import empty_messages, forget_bookings, forget_interests
from events.retention.money import old_accounts, old_codes, old_invoices
from events.retention.scrub import scrub

TOUCHED: tuple[type[models.Model], ...] = (
    Need,
    Answer,
    HeldForm,
    Interest,
    Message,
    SecretLink,
    CalendarLink,
    Attendee,
    Booking,
    CreditAccount,
    CreditCode,
    Invoice,
    DiscountCode,
    AuditEntry,
    Refund,
    CreditTransfer,
    Work,
)
AT_ONCE = 500


def purge_due(now: dt.datetime) -> int:
    """Returns how many rows of personal data were deleted or emptied. Afterwards no byte of them is left."""
    done = sum(
        (
            *(delete_needs(event, now=now) for event in _events_with_needs(now)),
            _interests(now),
            _addresses(now),
            finished_calendar_links(now).delete()[0],
            *(_people(event, now=now) for event in _events_with_people(now)),
            old_accounts(now, months=settings.PEOPLE_KEPT_MONTHS),
            old_codes(now),
            old_invoices(now),
        )
    )
    if done:
        scrub(TOUCHED)
    return done


def delete_needs(event: Event, *, now: dt.datetime) -> int:
    """Delete the needs of everybody at an event, and keep how many there were of each. Returns how many."""
    with transaction.atomic():
        needs = Need.objects.filter(attendee__event=event)
        counts = Counter(needs.filter(attendee__cancelled_at=None).values_list("kind", "option"))
        for (kind, option), number in sorted(counts.items()):
            kept, _new = NeedCount.objects.get_or_create(event=event, kind=kind, option=option)
            NeedCount.objects.filter(pk=kept.pk).update(number=models.F("number") + number)
        number = needs.delete()[0]
        if number:
            _note("needs.deleted", event, count=number, now=now)
    return number


def _events_with_needs(now: dt.datetime) -> Iterable[Event]:
    return policy.with_needs_to_delete(now, Event.objects.filter(pk__in=Need.objects.values("attendee__event")))


def _interests(now: dt.datetime) -> int:
    """People who wanted to hear a date: their addresses go with the event, or once they have left the list."""
    over = policy.ended_before(now - policy.INTEREST_KEPT).values("pk")
    gone = Q(event__in=over) | Q(left_at__lte=now - policy.INTEREST_KEPT)
    found = list(Interest.objects.filter(gone).values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        return forget_interests(found) if found else 0


def _addresses(now: dt.datetime) -> int:
    over = policy.ended_before(now - policy.ADDRESSES_KEPT).values("pk")
    sent = Message.objects.filter(event__in=over).exclude(to_email="", to_name="").exclude(sent_at=None, failed_at=None)
    with transaction.atomic():
        emptied = empty_messages(list(sent.values_list("pk", flat=True)[:AT_ONCE]))
        return emptied + SecretLink.objects.filter(booking__event__in=over).delete()[0]


def _events_with_people(now: dt.datetime) -> Iterable[Event]:
    before = policy.people_end_before(now, months=settings.PEOPLE_KEPT_MONTHS)
    named = Booking.objects.exclude(name="", email="").values("event")
    return policy.ended_before(before).filter(pk__in=named)


def _people(event: Event, *, now: dt.datetime) -> int:
    with transaction.atomic():
        bookings = list(Booking.objects.filter(event=event).exclude(name="", email="").values_list("pk", flat=True))
        number = forget_bookings(bookings)
        _note("people.forgotten", event, count=number, now=now)
    return number or len(bookings)


def _note(action: str, event: Event, *, count: int, now: dt.datetime) -> None:
    AuditEntry.objects.create(
        at=now,
        actor=By.system().actor,
        action=action,
        event=event,
        organisation_id=event.host_id,
        count=count,
    )
