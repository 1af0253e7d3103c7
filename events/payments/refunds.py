"""Cancelling with money back: the one place that does both, in one transaction. `sending` carries the rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from events import errors
from events.booking.bookings import cancel_places
from events.booking.capacity import Gate, gate
from events.booking.journal import By
from events.booking.refund_policy import RefundPolicy, back_of
from events.choices import Actor, RefundCause
from events.models.bookings import Attendee, Booking
from events.models.payments import Refund
from events.payments.balance import NOTHING, Balance, balance
from events.payments.checkout import close_open_page
from events.payments.credit_places import credits_back, credits_paid, keep_credits
from events.payments.gateway import Gateway
from events.payments.invoices import bring_up_to_date
from events.payments.returns import owe_back_of


@dataclass(frozen=True)
class Back:
    """What would come back: for each place (attendee pk) by itself, and at most `most` for all together.

    `credits` are the time credits that would come back, for the places that were paid with some.
    """

    places: dict[int, Decimal]
    most: Decimal
    credits: dict[int, int] = field(default_factory=dict)

    def total(self, attendee_ids: Iterable[int]) -> Decimal:
        return min(sum((self.places.get(pk, NOTHING) for pk in attendee_ids), NOTHING), self.most)


def what_comes_back(booking: Booking, people: Iterable[Attendee], *, now: dt.datetime) -> Back:
    """Before anybody presses: what the policy gives for each of these people now."""
    share = RefundPolicy.agreed(booking).share(booking.event, now=now)
    wanted = list(people)
    paid = credits_paid(wanted) if any(person.credits for person in wanted) else {}
    return Back(
        {person.pk: back_of(person.price, share) for person in wanted},
        balance(booking).received,
        {pk: credits_back(number, share) for pk, number in paid.items()},
    )


def cancel(
    booking_id: int,
    *,
    attendee_ids: Sequence[int] | None = None,
    now: dt.datetime,
    by: By,
    gateway: Gateway | None,
    share: Decimal | None = None,
) -> Booking:
    """Cancel some people of a booking or all, and promise their money back in the same transaction.

    The policy says how much, unless staff give a `share` from 0 to 1. An open payment page is closed first. Raises
    what `cancel_places` does, and PaymentsDown when it is not known whether the page is closed.
    """
    close_open_page(booking_id, now=now, gateway=gateway)
    cause = RefundCause.BOOKER if by.actor == Actor.BOOKER else RefundCause.STAFF

    def money(passed: Gate, booking: Booking, going: list[Attendee]) -> dict[str, Any]:
        return _give_back(passed, booking, going, share=share, cause=cause, by=by)

    return cancel_places(booking_id, attendee_ids=attendee_ids, now=now, by=by, money=money)


def _give_back(
    passed: Gate, booking: Booking, going: list[Attendee], *, share: Decimal | None, cause: RefundCause, by: By
) -> dict[str, Any]:
    """Refund what the policy gives, and note on each place what is kept of it. Nothing is kept that was never paid."""
    now = passed.now
    if share is None:
        share = RefundPolicy.agreed(booking).share(passed.event, now=now)
    returned = keep_credits(going, share)
    said: dict[str, Any] = {"credits": returned} if returned else {}
    paid = balance(booking)
    if not paid.received:
        return said
    free = paid.over  # what is there beyond the people who still come and what was kept before
    for person in going:
        kept = min((person.price or NOTHING) - back_of(person.price, share), free)
        if kept:
            free -= kept
            Attendee.objects.filter(pk=person.pk).update(kept=kept)
    if not free:
        return said
    owe_back_of(booking, free, cause=cause, by=by, now=now)
    return said | {"back": str(free)}


def give_back(booking_id: int, *, amount: Decimal, now: dt.datetime, by: By) -> list[Refund]:
    """Staff pay back any part of what has come in, and nobody owes it again. Needs a reason. Raises RefundTooLarge.

    What was invoiced and is forgiven gets its credit note in the same transaction.
    """
    if not by.reason.strip():
        raise errors.ReasonNeeded
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now):
        booking = Booking.objects.select_related("event__host").get(pk=booking_id)
        stands = balance(booking)
        made = owe_back_of(
            booking, amount, cause=RefundCause.STAFF, by=by, now=now, forgiven=forgiven_of(stands, amount)
        )
        bring_up_to_date(booking, now=now, by=by)
    return made


def forgiven_of(stands: Balance, amount: Decimal) -> Decimal:
    """How much of a refund makes the booking cheaper: all of it beyond what was paid too much."""
    return max(amount - stands.over, NOTHING)
