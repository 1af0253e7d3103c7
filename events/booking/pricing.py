"""What a place costs, worked out from its ticket type, the instant and how many are booked together. Pure.

Prices hold the tax within them. What is worked out here is shown, written on the place when it is claimed, and charged.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from events.choices import PriceKind
from events.models.events import TicketType

AT_ONE_PRICE = (PriceKind.FIXED, PriceKind.CONCESSION, PriceKind.CREDITS_AND_MONEY)
IN_CREDITS = (PriceKind.TIME_CREDITS, PriceKind.CREDITS_AND_MONEY)


@dataclass(frozen=True)
class Price:
    """`amount` in the site's currency, or None where no money is due; `credits` in time credits, beside it or instead;
    `vat_rate` is the per cent within the amount, or None where no VAT is charged."""

    amount: Decimal | None = None
    credits: int = 0
    vat_rate: Decimal | None = None


def price_of(
    ticket_type: TicketType, *, chosen: Decimal | None = None, now: dt.datetime | None = None, number: int = 1
) -> Price:
    """The price of one place out of `number` with the same ticket in one booking.

    `chosen` counts only where people choose, and never goes below the least amount. Without `now` the early price is
    left out: the most that a place can cost.
    """
    in_credits = (ticket_type.credits or 0) if ticket_type.price_kind in IN_CREDITS else 0
    amount = Decimal(0)
    if ticket_type.price_kind in AT_ONE_PRICE:
        amount = min(_prices(ticket_type, now=now, number=number))
    elif ticket_type.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        least = ticket_type.minimum_price or Decimal(0)
        amount = max(chosen if chosen is not None else least, least)
    return Price(amount, in_credits, ticket_type.vat_rate) if amount > 0 else Price(credits=in_credits)


def _prices(ticket_type: TicketType, *, now: dt.datetime | None, number: int) -> list[Decimal]:
    """Every price that could be asked; people pay the lowest of them."""
    found = [ticket_type.price or Decimal(0)]
    if is_early(ticket_type, now=now) and ticket_type.early_price is not None:
        found.append(ticket_type.early_price)
    if ticket_type.group_price is not None and ticket_type.group_from and number >= ticket_type.group_from:
        found.append(ticket_type.group_price)
    return found


def is_early(ticket_type: TicketType, *, now: dt.datetime | None) -> bool:
    """Whether the early price is asked at this instant. It ends with the instant itself."""
    if now is None or ticket_type.early_until is None or ticket_type.early_price is None:
        return False
    return now < ticket_type.early_until


def vat_within(amount: Decimal, rate: Decimal | None) -> Decimal:
    """The tax within an amount, to the penny; half a penny goes up."""
    if not rate:
        return Decimal("0.00")
    return (amount * rate / (100 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
