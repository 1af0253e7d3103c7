"""What a place costs, in words: "Free", "£75", "£5 or more", "4 time credits"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.booking.pricing import price_of
from events.choices import PriceKind
from events.models.events import TicketType
from events.models.money import sum_text

register = template.Library()


@register.filter
def price_text(ticket_type: TicketType) -> str:
    """Write the price of one place as the event page shows it, without pence where there are none."""
    price = price_of(ticket_type)
    if ticket_type.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        return _("%(amount)s or more") % {"amount": _pounds(price.amount or Decimal(0))}
    if price.credits:
        words = ngettext("%(number)d time credit", "%(number)d time credits", price.credits)
        return words % {"number": price.credits}
    if price.amount:
        return _pounds(price.amount)
    # A ticket that is called "Free" need not say so twice.
    return _pounds(Decimal(0)) if ticket_type.name == _("Free") else _("Free")


@register.filter
def price_range(ticket_types: Sequence[TicketType]) -> str:
    """Write the span from the lowest to the highest price in money: "Free to £75"; empty without ticket types."""
    amounts = [price_of(row).amount or Decimal(0) for row in ticket_types]
    if not amounts:
        return ""
    lowest, highest = min(amounts), max(amounts)
    lowest_text = _pounds(lowest) if lowest else _("Free")
    if lowest == highest:
        return lowest_text
    return _("%(lowest)s to %(highest)s") % {"lowest": lowest_text, "highest": _pounds(highest)}


@register.filter
def price_sort(ticket_types: Sequence[TicketType]) -> str:
    """Sort an event for its badge: "free" when nobody pays, "choose" when people may choose, "" otherwise."""
    if not ticket_types:
        return ""
    if any(row.price_kind == PriceKind.PAY_WHAT_YOU_CAN for row in ticket_types):
        return "choose"
    costs = [price_of(row) for row in ticket_types]
    return "" if any(price.amount or price.credits for price in costs) else "free"


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """Write a sum with its pence, such as "£75.00", as bills do."""
    return sum_text(amount or Decimal(0), currency=currency)


@register.filter
def of_key(found: Mapping[int, Decimal | None], key: int) -> Decimal | None:
    """Look something up in a mapping, such as what comes back of somebody's place."""
    return found.get(key)


@register.filter
def pounds(amount: Decimal) -> str:
    """Write "£705" or "£12.50"."""
    return _pounds(amount)


def _pounds(amount: Decimal) -> str:
    return sum_text(amount, pence=False)
