"""What a booking costs, what has been paid and paid back, and what is still owed. Everybody asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from events.choices import BookingState, PaymentState
from events.models.bookings import Attendee, Booking
from events.models.payments import Payment, Refund

NOTHING = Decimal("0.00")

OWING = frozenset({BookingState.HELD, BookingState.CONFIRMED})
"""States in which the price is owed; whoever waits or asks for approval pays once they have a place."""


@dataclass(frozen=True)
class Balance:
    """All in `currency`.

    `price` is that of everybody on the booking, with what is kept for cancelled places and without what staff have
    given back of it; `paid` has come in; `pending`
    is on its way (a bank debit takes days); `refunded` has gone back or will; `due` is what is still owed now.
    """

    currency: str
    price: Decimal = NOTHING
    paid: Decimal = NOTHING
    pending: Decimal = NOTHING
    refunded: Decimal = NOTHING
    is_owing: bool = True

    @property
    def due(self) -> Decimal:
        return max(self.price - self.received, NOTHING) if self.is_owing else NOTHING

    @property
    def over(self) -> Decimal:
        """What is there beyond the price: it can be paid back."""
        return max(self.received - self.price, NOTHING)

    @property
    def received(self) -> Decimal:
        """What has come in and stays."""
        return self.paid - self.refunded

    @property
    def is_settled(self) -> bool:
        return self.due == NOTHING


def balance(booking: Booking) -> Balance:
    """Three queries."""
    return balances([booking])[booking.pk]


def balances(bookings: Iterable[Booking]) -> dict[int, Balance]:
    """By the booking's pk. Three queries, however many bookings there are."""
    rows = {booking.pk: booking for booking in bookings}
    people = Attendee.objects.filter(booking__in=rows)
    prices = _sums(people, Sum("price", filter=Q(cancelled_at=None)), Sum("kept", filter=Q(cancelled_at__isnull=False)))
    payments = Payment.objects.filter(booking__in=rows)
    paid = _sums(
        payments,
        Sum("amount", filter=Q(state=PaymentState.PAID)),
        Sum("amount", filter=Q(state=PaymentState.PENDING)),
    )
    refunded = _sums(Refund.objects.promised().filter(booking__in=rows), Sum("amount"), Sum("forgiven"))
    nothing = (NOTHING, NOTHING)
    return {
        pk: Balance(
            currency=row.currency,
            price=max(sum(prices.get(pk, nothing), NOTHING) - refunded.get(pk, nothing)[1], NOTHING),
            paid=paid.get(pk, nothing)[0],
            pending=paid.get(pk, nothing)[1],
            refunded=refunded.get(pk, nothing)[0],
            is_owing=row.state in OWING,
        )
        for pk, row in rows.items()
    }


def _sums(rows: QuerySet[Any], *sums: Sum) -> dict[int, tuple[Decimal, ...]]:
    """By booking: one figure for each sum, exact to the penny on both databases."""
    names = {f"sum_{number}": each for number, each in enumerate(sums)}
    found = rows.order_by().values_list("booking").annotate(**names)
    return {pk: tuple(Decimal(figure or 0).quantize(NOTHING) for figure in figures) for pk, *figures in found}
