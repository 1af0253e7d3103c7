"""Decides which discount a party gets: by a code that was typed, or because its address is on a list of members.

A code may be for all events of an organisation, so the gate of one event does not guard it: writing to the code is the
lock of its uses, and they are counted after that. The event is always locked first, so two parties cannot wait for each
other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q

from events import errors
from events.choices import DiscountKind
from events.models.bookings import Attendee, Booking, email_key
from events.models.events import Event
from events.models.payments import DiscountCode, code_key

PENNY = Decimal("0.01")


def takes_codes(event: Event) -> bool:
    """Whether there is any code to type for this event. One query."""
    return event.host_id is not None and DiscountCode.objects.filter(_of(event)).exclude(code_key="").exists()


def apply_discount(people: Sequence[Attendee], *, event: Event, typed: str, email: str, now: dt.datetime) -> None:
    """Make the unsaved places of a party cheaper, as many of them as the code is still good for.

    In the transaction that claims them. Raises a DiscountRefused for a code that was typed and is not good.
    """
    code = _typed(event, typed, email=email, now=now) if typed.strip() else _of_member(people, event, email, now=now)
    if code is None:
        return
    if not _take_off(people, code, now=now) and typed.strip():
        raise errors.DiscountUsedUp


def discount_added(people: Sequence[Attendee], *, booking: Booking, now: dt.datetime) -> None:
    """Make unsaved places cheaper that are added to a booking: by the code of those who are on it, while that is good
    and not used up, or because the booker is a member. Nobody is refused; beyond the limit the full price is due."""
    had = booking.attendees.filter(cancelled_at=None, discount_code__isnull=False).select_related("discount_code")
    first = had.order_by("position", "pk").first()
    code = first.discount_code if first else None
    if code is None or not _is_good(code, now=now):
        code = _of_member(people, booking.event, booking.email, now=now)
    if code is not None:
        _take_off(people, code, now=now)


def _take_off(people: Sequence[Attendee], code: DiscountCode, *, now: dt.datetime) -> bool:
    """False when it would suit somebody and is used up."""
    suited = [person for person in people if reduced(person.price, person, code) != person.price]
    left = _left(code, now=now) if suited else 0
    for person in suited[:left]:
        price = reduced(person.price, person, code)
        person.discount = (person.price or Decimal(0)) - (price or Decimal(0))
        person.price, person.discount_code = price, code
    return left > 0 or not suited


def reduced(price: Decimal | None, person: Attendee, code: DiscountCode) -> Decimal | None:
    """What a place costs with this code: never more than without it and never less than nothing."""
    if not price or (code.ticket_keys and str(person.ticket_type.key) not in code.ticket_keys):
        return price
    if code.kind == DiscountKind.PRICE:
        return min(price, code.amount)
    off = code.amount
    if code.kind == DiscountKind.PERCENT:
        off = (price * code.amount / 100).quantize(PENNY, ROUND_HALF_UP)
    return max(price - off, Decimal("0.00"))


def full_price(person: Attendee) -> Decimal | None:
    """What a place would cost without its code."""
    return None if person.price is None else person.price + person.discount


def keep_discount(person: Attendee) -> None:
    """Take the code off the new price of somebody who gets another ticket; what it is not for costs its full price."""
    if person.discount_code is None:
        return
    full, person.price = person.price, reduced(person.price, person, person.discount_code)
    person.discount = (full or Decimal(0)) - (person.price or Decimal(0))
    if not person.discount:
        person.discount_code = None


def is_left(booking: Booking, *, now: dt.datetime) -> bool:
    """False when places that ran out of time are to be taken up again, and others have used their code meanwhile."""
    people = booking.attendees.filter(cancelled_at=None, discount_code__isnull=False)
    gone = people.exclude(pk__in=Attendee.objects.live(now).filter(booking=booking))
    codes = DiscountCode.objects.filter(pk__in=people.values("discount_code")).order_by("pk")
    return all(_left(code, now=now) >= gone.filter(discount_code=code).count() for code in codes)


def _of(event: Event) -> Q:
    return Q(organisation=event.host_id) & (Q(event=None) | Q(event=event))


def _typed(event: Event, typed: str, *, email: str, now: dt.datetime) -> DiscountCode:
    code = DiscountCode.objects.filter(_of(event), code_key=code_key(typed)).first() if event.host_id else None
    if code is None:
        raise errors.UnknownDiscount
    if not _is_good(code, now=now):
        raise errors.DiscountNotNow
    if code.members and not is_member(code, email):
        raise errors.DiscountNotYours
    return code


def _of_member(people: Sequence[Attendee], event: Event, email: str, *, now: dt.datetime) -> DiscountCode | None:
    """The list without a code that makes the party cheapest."""
    if event.host_id is None or not any(person.price for person in people):
        return None
    lists = DiscountCode.objects.filter(_of(event), code_key="").order_by("pk")
    good = [row for row in lists if _is_good(row, now=now) and is_member(row, email)]

    def total(code: DiscountCode) -> Decimal:
        return sum((reduced(person.price, person, code) or Decimal(0) for person in people), Decimal(0))

    return min(good, key=total, default=None)


def _is_good(code: DiscountCode, *, now: dt.datetime) -> bool:
    """From its first instant until its last, which it does not include."""
    return (code.starts_at is None or code.starts_at <= now) and (code.expires_at is None or now < code.expires_at)


def is_member(code: DiscountCode, email: str) -> bool:
    """Whether the list holds this address, or the whole domain of it. A domain is not that of its subdomains."""
    key = email_key(email)
    listed = {line.strip().casefold().removeprefix("@") for line in code.members.splitlines() if line.strip()}
    return bool(key) and (key in listed or key.rpartition("@")[2] in listed)


def _left(code: DiscountCode, *, now: dt.datetime) -> int:
    """How many more places may have it, once nobody else can take one."""
    DiscountCode.objects.filter(pk=code.pk).update(revision=F("revision") + 1)
    if code.limit is None:
        return 10_000
    return max(code.limit - code.uses(now), 0)
