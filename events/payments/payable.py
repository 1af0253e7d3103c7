"""Decides which tickets people can be asked to pay for: those of an event that has a way to pay which works."""

from __future__ import annotations

from typing import Any

from events.booking.pricing import price_of
from events.choices import PriceKind
from events.payments.gateway import takes_cards
from events.payments.invoices import can_be_invoiced


def has_way_to_pay(event: Any) -> bool:
    """Whether money comes in by card, by invoice or at the door. `event` has the facts of an event, saved or not."""
    return takes_cards() or can_be_invoiced(event) or event.takes_at_door


def can_be_paid(ticket_type: Any, event: Any) -> bool:
    """False for a ticket that costs money, or lets people choose what they pay, where no way to pay works.

    Nobody should book it and wonder how to pay. Staff can still enter such a booking, and take the money themselves.
    """
    asks_money = ticket_type.price_kind == PriceKind.PAY_WHAT_YOU_CAN or price_of(ticket_type).amount
    return not asks_money or has_way_to_pay(event)
