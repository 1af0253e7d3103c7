"""Takes the person out of a booking and leaves the numbers: how many came, with which ticket, and what was paid."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from events.choices import OPEN_WORK
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking, HeldForm, Interest
from events.models.messages import CalendarLink, Message, SecretLink
from events.models.needs import Need
from events.models.payments import Refund
from events.models.time_credits import CreditLine, CreditTransfer
from events.models.work import Work

FORGOTTEN = "…"
"""Stands for words of staff that are gone: that there was a reason stays known, and the rules that ask for one hold."""

NOBODY = {"name": "", "sort_name": "", "email": "", "organisation": ""}


def forget_bookings(bookings: Collection[int]) -> int:
    """Everything that says who they were, of the booker and of everybody on these bookings. Returns how many people.

    Rows stay, so that counts, payments and the log add up. Invoices name their payer for as long as tax law asks.
    """
    people = Attendee.objects.filter(booking__in=bookings)
    number = people.exclude(name="", email="").count()
    Need.objects.filter(attendee__booking__in=bookings).delete()
    Answer.objects.filter(booking__in=bookings).delete()
    HeldForm.objects.filter(booking__in=bookings).delete()
    SecretLink.objects.filter(booking__in=bookings).delete()
    people.update(**NOBODY, pronouns="", language="", speaks_welsh=False, no_photos=False)
    Booking.objects.filter(pk__in=bookings).update(
        **NOBODY, email_key="", phone="", language="", visitor_hash="", wants_news=False
    )
    forget_reasons(bookings=bookings)
    CalendarLink.objects.exclude(Exists(Booking.objects.filter(email_key=OuterRef("email_key")))).delete()
    empty_messages(Message.objects.filter(booking__in=bookings).values_list("pk", flat=True))
    return number


def forget_reasons(*, bookings: Collection[int] = (), accounts: Collection[int] = ()) -> None:
    """What staff have written freely about somebody: why money or credits went back, a payment was struck out, a limit
    was passed; in the log, on the rows themselves, and on work that is done and waits to be deleted."""
    of_account = Q(action__startswith="credits.", detail__account__in=list(accounts))
    lines = CreditLine.objects.filter(account__in=accounts).values("transfer")
    reasons = (
        AuditEntry.objects.filter(Q(booking__in=bookings) | of_account),
        Refund.objects.filter(booking__in=bookings),
        CreditTransfer.objects.filter(Q(booking__in=bookings) | Q(pk__in=lines)),
    )
    for rows in reasons:
        rows.exclude(reason="").update(reason=FORGOTTEN)
    beyond = Booking.objects.filter(pk__in=bookings).exclude(over_allocated_reason="")
    beyond.update(over_allocated_reason=FORGOTTEN)
    events = Booking.objects.filter(pk__in=bookings).values("event")
    for work in Work.objects.filter(event__in=events).exclude(state__in=OPEN_WORK):
        if {pk for pk, _mark in work.parameters.get("bookings", ())} & set(bookings):
            Work.objects.filter(pk=work.pk).update(parameters={}, words="", outcome={})


def forget_interests(interests: Collection[int]) -> int:
    Message.objects.filter(interest__in=interests).delete()
    return Interest.objects.filter(pk__in=interests).delete()[1].get("events.Interest", 0)


def empty_messages(messages: Collection[int]) -> int:
    """That something was said stays known; to whom, and in which words, does not. What waits to be sent is left."""
    done = Message.objects.filter(pk__in=messages).exclude(sent_at=None, failed_at=None)
    return done.exclude(to_email="", to_name="").update(to_email="", to_name="", context={}, error="")
