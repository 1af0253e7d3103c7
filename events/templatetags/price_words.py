"""What a place costs, in words: "Free", "£75", "£5 or more", "4 time credits"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.booking.pricing import AT_ONE_PRICE, is_early, price_of
from events.choices import PriceKind
from events.models.events import TicketType
from events.models.money import sum_text
from home.dates import moment_text

register = template.Library()


@register.filter
def price_text(ticket_type: TicketType) -> str:
    """Write the price of one place as the event page shows it, without pence where there are none."""
    price = price_of(ticket_type, now=timezone.now())
    if ticket_type.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        return _("%(amount)s or more") % {"amount": _pounds(price.amount or Decimal(0))}
    if price.credits or price.amount:
        return _cost(_pounds(price.amount) if price.amount else "", price.credits)
    # A ticket that is called "Free" need not say so twice.
    return _pounds(Decimal(0)) if ticket_type.name == _("Free") else _("Free")


@register.filter
def price_notes(ticket_type: TicketType) -> list[str]:
    """What else there is to say of a price: until when it is lower, what a group pays, the tax within it."""
    now, notes = timezone.now(), []
    if is_early(ticket_type, now=now) and ticket_type.early_until and ticket_type.price:
        when = moment_text(ticket_type.early_until, ticket_type.event.zone, language=(get_language() or "en")[:2])
        said = {"amount": _pounds(ticket_type.price), "when": when}
        notes.append(_("%(amount)s from %(when)s.") % said)
    if ticket_type.price_kind in AT_ONE_PRICE and ticket_type.group_price is not None and ticket_type.group_from:
        said = {"amount": _pounds(ticket_type.group_price), "number": str(ticket_type.group_from)}
        notes.append(_("%(amount)s each for %(number)s people or more.") % said)
    if ticket_type.vat_rate:
        notes.append(_("With %(rate)s%% VAT.") % {"rate": f"{ticket_type.vat_rate.normalize():f}"})
    return notes


@register.filter
def price_range(ticket_types: Sequence[TicketType]) -> str:
    """Write the span from the lowest to the highest price in money: "Free to £75"; empty without ticket types."""
    now = timezone.now()
    amounts = [price_of(row, now=now).amount or Decimal(0) for row in ticket_types]
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
def cost(place: Any, currency: str = "") -> str:
    """Write what has an `amount` and `credits`, with its pence: "2 time credits and £5.00"."""
    amount = place.amount or Decimal(0)
    return _cost(sum_text(amount, currency=currency) if amount or not place.credits else "", place.credits)


def _cost(money: str, number: int) -> str:
    if not number:
        return money
    said = ngettext("%(number)d time credit", "%(number)d time credits", number) % {"number": number}
    return _("%(credits)s and %(money)s") % {"credits": said, "money": money} if money else said


@register.filter
def of_key(found: Mapping[int, Any], key: int) -> Any:
    """Look something up in a mapping, such as what comes back of somebody's place."""
    return found.get(key)


@register.filter
def pounds(amount: Decimal) -> str:
    """Write "£705" or "£12.50"."""
    return _pounds(amount)


def _pounds(amount: Decimal) -> str:
    return sum_text(amount, pence=False)
