"""Decides what places cost and give in time credits: spent when booked, returned when cancelled, earned by helping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from events import errors
from events.booking import journal
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.paying import confirm
from events.choices import ENDED, PayBy
from events.models.bookings import Attendee, Booking
from events.models.time_credits import AccountKind, CreditAccount, CreditLine, CreditTransfer, TransferKind
from events.payments.balance import balance
from events.payments.time_credits import Cause, issuer_account, move_credits, open_account

SEARCHED_BACK = dt.timedelta(days=60)
"""How long after a cancellation, or after an event, credits that are still to be given are looked for."""


def credits_paid(people: Iterable[Attendee]) -> dict[int, int]:
    """What each person's place (by pk) has cost so far: spent, less what was returned. One query."""
    lines = CreditLine.objects.filter(
        transfer__attendee__in=[person.pk for person in people],
        transfer__kind__in=[TransferKind.SPENT, TransferKind.RETURNED],
    ).exclude(account__kind=AccountKind.ISSUER)
    found = lines.order_by().values_list("transfer__attendee").annotate(total=Sum("amount"))
    return {pk: -total for pk, total in found if pk is not None}


def credits_due(people: Iterable[Attendee]) -> dict[int, int]:
    """What is still to be spent for each of these people who come (by pk); those with nothing to spend are left out."""
    coming = [person for person in people if person.cancelled_at is None and person.credits]
    paid = credits_paid(coming)
    due = {person.pk: person.credits - paid.get(person.pk, 0) for person in coming}
    return {pk: number for pk, number in due.items() if number > 0}


def spend(booking: Booking, account: CreditAccount, *, now: dt.datetime, by: By) -> int:
    """Pay for everybody on a booking, or for nobody. Only while its event is locked, so that nothing is paid twice.

    Returns how many credits went. Raises NoCredits for an account of another issuer, TooFewCredits.
    """
    host = booking.event.host_id
    if host is None or account.issuer_id != host:
        raise errors.NoCredits
    people = {person.pk: person for person in booking.attendees.all()}
    due = credits_due(people.values())
    with transaction.atomic():
        own = issuer_account(host, now=now)
        for pk, number in due.items():
            cause = Cause(
                TransferKind.SPENT, now=now, by=by, booking=booking, attendee=people[pk], event_id=booking.event_id
            )
            move_credits(source=account, target=own, number=number, cause=cause)
    return sum(due.values())


def return_credits(now: dt.datetime) -> int:
    """Give back what was spent on places that were given up, each once. Returns how many transfers were made."""
    back = CreditTransfer.objects.filter(
        kind=TransferKind.RETURNED, attendee=OuterRef("attendee"), pk__gt=OuterRef("pk")
    )
    gone = Q(attendee__cancelled_at__gt=now - SEARCHED_BACK) | Q(
        attendee__claimed_until=None, booking__state__in=ENDED, booking__ended_at__gt=now - SEARCHED_BACK
    )
    spent = CreditTransfer.objects.filter(gone, ~Exists(back), kind=TransferKind.SPENT)
    return sum(_return(transfer, now=now) for transfer in spent.select_related("booking", "attendee").order_by("pk"))


def _return(spent: CreditTransfer, *, now: dt.datetime) -> int:
    line = spent.lines.exclude(account__kind=AccountKind.ISSUER).select_related("account").get()
    own = issuer_account(line.account.issuer_id, now=now)
    cause = Cause(
        TransferKind.RETURNED,
        now=now,
        by=By.system(),
        booking=spent.booking,
        attendee=spent.attendee,
        event_id=spent.event_id,
        once=f"returned-{spent.pk}",
    )
    move_credits(source=own, target=line.account, number=-line.amount, cause=cause)
    return 1


def credit_helpers(now: dt.datetime) -> int:
    """Give everybody who came with a ticket that earns credits what it earns, once the event is over, each once.

    They go to the person's own address, or to that of the booking where they have none. Returns how many people it was.
    """
    earned = CreditTransfer.objects.filter(kind=TransferKind.EARNED, attendee=OuterRef("pk"))
    helpers = (
        Attendee.objects.attended()
        .annotate(over_at=Coalesce("event__ends_at", "event__starts_at"))
        .filter(ticket_type__earns_credits__gt=0, event__host__isnull=False)
        .filter(over_at__lte=now, over_at__gt=now - SEARCHED_BACK)
        .exclude(email="", booking__email="")
        .exclude(Exists(earned))
    )
    return sum(_earn(helper, now=now) for helper in helpers.select_related("booking", "event", "ticket_type"))


def _earn(helper: Attendee, *, now: dt.datetime) -> int:
    host, booking = helper.event.host_id, helper.booking
    if host is None:
        return 0
    cause = Cause(
        TransferKind.EARNED,
        now=now,
        by=By.system(),
        booking=booking,
        attendee=helper,
        event_id=helper.event_id,
        once=f"earned-{helper.pk}",
    )
    with transaction.atomic():
        account = open_account(
            host,
            email=helper.email or booking.email,
            name=helper.name if helper.email else booking.name,
            now=now,
            language=helper.language or booking.language,
        )
        own = issuer_account(host, now=now)
        move_credits(source=own, target=account, number=helper.ticket_type.earns_credits or 0, cause=cause)
    return 1


def pay_with_credits(booking_id: int, account: CreditAccount, *, now: dt.datetime, by: By) -> Booking:
    """Spend what a booking costs in credits and, where no money is due besides, confirm it if it was held.

    Raises TooFewCredits, NoCredits, or HoldExpired when its places have gone to others; then nothing is spent.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        spent = spend(booking, account, now=now, by=by)
        if not spent:
            return booking
        journal.record("credits.spent", booking=booking, by=by, now=now, count=spent)
        if balance(booking).due == 0:
            booking.pay_by = PayBy.CREDITS
            booking.save(update_fields=["pay_by"])
            if not confirm(passed, booking, by=by):
                raise errors.HoldExpired
    return booking
