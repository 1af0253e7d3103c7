"""What a page says about booking: open, full, waitlist, not yet, closed; and how many places are left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from events.booking.capacity import PublicPlaces
from events.booking.sales_window import Sale, on_sale, sales_window
from events.models.events import Event, TicketType
from events.payments.payable import can_be_paid


@dataclass(frozen=True)
class SalesShown:
    """`state` is open, waitlist, full, not_yet, closed, not_payable or not_bookable; `places_left` None is no limit."""

    state: str
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    places_left: int | None
    capacity: int | None
    taken: int
    waiting: int
    few: bool


def sales_shown(
    event: Event, places: PublicPlaces, *, now: dt.datetime, ticket_types: Iterable[TicketType] = ()
) -> SalesShown:
    """How booking stands. Of `ticket_types` at least one must be payable, where there is any."""
    window = sales_window(event, now=now)
    state = str(window.sale)
    if window.sale == Sale.OPEN and places.is_full:
        state = "waitlist" if event.waitlist else "full"
    sold = on_sale(ticket_types, now=now) if window.sale == Sale.OPEN else []
    if sold and not any(can_be_paid(row, event) for row in sold):
        state = "not_payable"
    return SalesShown(
        state=state,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        places_left=places.left,
        capacity=places.capacity,
        taken=places.taken,
        waiting=places.waiting,
        few=places.is_few,
    )
