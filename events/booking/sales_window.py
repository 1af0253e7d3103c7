"""Whether an event and its ticket types can be booked at an instant, worked out from their facts alone. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from events import errors
from events.choices import DateState
from events.models.events import Event, TicketType


class Sale(enum.StrEnum):
    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    NOT_BOOKABLE = "not_bookable"


@dataclass(frozen=True)
class SalesWindow:
    """`opens_at` and `closes_at` are instants or None; `closes_at` is the event's start unless set otherwise."""

    sale: Sale
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        return self.sale == Sale.OPEN


def sales_window(event: Event, *, now: dt.datetime) -> SalesWindow:
    """An event is bookable when it is live, has a fixed date and its facts are complete."""
    closes_at = event.booking_closes_at or event.starts_at
    sale = Sale.OPEN
    if not (event.is_live and event.is_bookable and event.date_state == DateState.FIXED and event.starts_at):
        sale = Sale.NOT_BOOKABLE
    elif closes_at and now >= closes_at:
        sale = Sale.CLOSED
    elif event.booking_opens_at and now < event.booking_opens_at:
        sale = Sale.NOT_YET
    return SalesWindow(sale, event.booking_opens_at, closes_at)


def is_on_sale(ticket_type: TicketType, *, now: dt.datetime) -> bool:
    if ticket_type.withdrawn:
        return False
    return (ticket_type.opens_at is None or ticket_type.opens_at <= now) and (
        ticket_type.closes_at is None or now < ticket_type.closes_at
    )


def on_sale(ticket_types: Iterable[TicketType], *, now: dt.datetime) -> list[TicketType]:
    return [row for row in ticket_types if is_on_sale(row, now=now)]


def require_open(event: Event, *, now: dt.datetime) -> None:
    """Raises NotBookable, SaleNotOpen or SaleClosed unless the event can be booked at this instant."""
    refusals = {
        Sale.NOT_BOOKABLE: errors.NotBookable,
        Sale.NOT_YET: errors.SaleNotOpen,
        Sale.CLOSED: errors.SaleClosed,
    }
    if refusal := refusals.get(sales_window(event, now=now).sale):
        raise refusal
