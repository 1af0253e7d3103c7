"""Decides what places cost and give in time credits: spent when booked, returned when cancelled, earned by helping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from events import errors
from events.booking import journal
from events.booking.capacity import gate
from events.booking.journal import By
from events.booking.lifecycle import PAID_AT_ONCE
from events.booking.paying import confirm
from events.choices import ENDED, BookingState, PayBy
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


def has_credits_due(booking: Booking) -> bool:
    """Whether places of a booking are still to be paid in time credits, and somebody's credits are good there."""
    return booking.event.host_id is not None and bool(credits_due(booking.attendees.all()))


def require_credits_spent(booking: Booking) -> None:
    """Raises CreditsFirst while a party that pays first has not spent the credits that its places cost."""
    if booking.state != BookingState.CONFIRMED and booking.pay_by in PAID_AT_ONCE and has_credits_due(booking):
        raise errors.CreditsFirst


def credits_back(number: int, share: Decimal) -> int:
    """How many come back of one place: whole ones, and never more than the policy gives."""
    return int(number * share)


def keep_credits(going: Iterable[Attendee], share: Decimal) -> int:
    """Note on each place that is given up what the policy keeps of its time credits; `return_credits` returns the rest.

    Under the gate of the event. Returns how many will come back.
    """
    paid = credits_paid(person for person in going if person.credits)
    for pk, number in paid.items():
        Attendee.objects.filter(pk=pk).update(credits_kept=number - credits_back(number, share))
    return sum(credits_back(number, share) for number in paid.values())


def credits_returned(gone: Iterable[Attendee]) -> int:
    """What has come or will come back of places that were given up. One query."""
    rows = {person.pk: person.credits_kept for person in gone}
    spent = CreditLine.objects.filter(transfer__attendee__in=rows, transfer__kind=TransferKind.SPENT)
    found = spent.exclude(account__kind=AccountKind.ISSUER).order_by().values_list("transfer__attendee")
    return sum(-total - rows[pk] for pk, total in found.annotate(total=Sum("amount")) if pk is not None)


def spend(booking: Booking, account: CreditAccount, *, now: dt.datetime, by: By) -> int:
    """Pay for everybody on a booking, or for nobody. Only while its event is locked, so that nothing is paid twice.

    Returns how many credits went. Raises NoCredits for an account of another issuer, TooFewCredits.
    """
    host = booking.event.host_id
    if host is None or account.issuer_id != host:
        raise errors.NoCredits
    people = {person.pk: person for person in booking.attendees.all()}
    due = credits_due(people.values())
    total, spent = sum(due.values()), 0
    with transaction.atomic():
        own = issuer_account(host, now=now)
        for pk, number in due.items():
            cause = Cause(
                TransferKind.SPENT, now=now, by=by, booking=booking, attendee=people[pk], event_id=booking.event_id
            )
            try:
                move_credits(source=account, target=own, number=number, cause=cause)
            except errors.TooFewCredits as refusal:
                raise errors.TooFewCredits(wanted=total, has=refusal.has + spent) from refusal
            spent += number
    return total


def spend_again(booking: Booking, *, now: dt.datetime, by: By) -> bool:
    """Take the credits once more that were returned when a booking ended, because its money came late after all.

    Whoever paid had spent them on just these places, so that nobody is asked anew; a confirmed place that still owes
    credits would be one that nobody means to pay for. From the account that they went back to, under its lock. False,
    with nothing taken, when that has too few by now: then the money goes back as well.
    """
    due = credits_due(booking.attendees.all())
    if not due or booking.event.host_id is None:
        return True
    spent = CreditLine.objects.filter(transfer__attendee__in=due, transfer__kind=TransferKind.SPENT)
    last = spent.exclude(account__kind=AccountKind.ISSUER).select_related("account").order_by("pk").last()
    if last is None:
        return False
    try:
        number = spend(booking, last.account, now=now, by=by)
    except errors.TooFewCredits:
        return False
    journal.record("credits.spent", booking=booking, by=by, now=now, count=number)
    return True


def return_credits(now: dt.datetime) -> int:
    """Give back what was spent on places that were given up, less what the policy keeps, each once.

    Returns how many transfers were made.
    """
    back = CreditTransfer.objects.filter(
        kind=TransferKind.RETURNED, attendee=OuterRef("attendee"), pk__gt=OuterRef("pk")
    )
    gone = Q(attendee__cancelled_at__gt=now - SEARCHED_BACK) | Q(
        attendee__claimed_until=None, booking__state__in=ENDED, booking__ended_at__gt=now - SEARCHED_BACK
    )
    spent = CreditTransfer.objects.filter(gone, ~Exists(back), kind=TransferKind.SPENT)
    places: dict[int | None, list[CreditTransfer]] = {}
    for transfer in spent.select_related("booking", "attendee").order_by("pk"):
        places.setdefault(transfer.attendee_id, []).append(transfer)
    return sum(_return_place(transfers, now=now) for transfers in places.values())


def _return_place(transfers: list[CreditTransfer], *, now: dt.datetime) -> int:
    """What was spent on one place, mostly at once: what is kept is taken off what was spent first."""
    person = transfers[0].attendee
    keep, made = person.credits_kept if person else 0, 0
    with transaction.atomic():
        for transfer in transfers:
            line = transfer.lines.exclude(account__kind=AccountKind.ISSUER).select_related("account").get()
            kept = min(keep, -line.amount)
            keep -= kept
            if -line.amount > kept:
                _return(transfer, line, -line.amount - kept, now=now)
                made += 1
    return made


def _return(spent: CreditTransfer, line: CreditLine, number: int, *, now: dt.datetime) -> None:
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
    move_credits(source=own, target=line.account, number=number, cause=cause)


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


def _still_has_places(booking: Booking, *, now: dt.datetime) -> bool:
    if booking.state == BookingState.HELD:
        return booking.deadline_at is not None and booking.deadline_at > now
    return booking.state == BookingState.CONFIRMED


def pay_with_credits(booking_id: int, account: CreditAccount, *, now: dt.datetime, by: By) -> Booking:
    """Spend what a booking costs in credits and confirm it if it was held, unless money is to be paid first as well.

    Raises TooFewCredits, NoCredits, or HoldExpired when its places have gone to others; then nothing is spent.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event").get(pk=booking_id)
        spent = spend(booking, account, now=now, by=by)
        if not spent:
            return booking
        journal.record("credits.spent", booking=booking, by=by, now=now, count=spent)
        is_all = balance(booking).due == 0
        if is_all and (booking.state != BookingState.CONFIRMED or not booking.pay_by):
            booking.pay_by = PayBy.CREDITS
            booking.save(update_fields=["pay_by"])
        if is_all or booking.pay_by == PayBy.CREDITS:
            if not confirm(passed, booking, by=by):
                raise errors.HoldExpired
        elif not _still_has_places(booking, now=now):
            raise errors.HoldExpired
    return booking
