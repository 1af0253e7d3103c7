"""What a place costs, worked out from its ticket type alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from events.choices import PriceKind
from events.models.events import TicketType


@dataclass(frozen=True)
class Price:
    """`amount` in the site's currency, or None where no money is due; `credits` in time credits."""

    amount: Decimal | None = None
    credits: int = 0


def price_of(ticket_type: TicketType, *, chosen: Decimal | None = None) -> Price:
    """The price of one place. `chosen` counts only where people choose, and never goes below the least amount."""
    if ticket_type.price_kind in (PriceKind.FIXED, PriceKind.CONCESSION) and ticket_type.price:
        return Price(ticket_type.price)
    if ticket_type.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        least = ticket_type.minimum_price or Decimal(0)
        amount = max(chosen if chosen is not None else least, least)
        return Price(amount or None)
    if ticket_type.price_kind == PriceKind.TIME_CREDITS:
        return Price(credits=ticket_type.credits or 0)
    return Price()
