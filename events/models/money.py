"""The one currency of a site. Each sum is stored with it beside it, so that a later change rewrites nothing."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings


def site_currency() -> str:
    """Three letters of ISO 4217, such as GBP. Only currencies with two decimals are permitted."""
    return str(settings.CURRENCY)


SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
"""Of all other currencies the letters stand before the sum."""


def sum_text(amount: Decimal, *, currency: str = "", pence: bool = True) -> str:
    """A sum as bills write it, "£75.00"; without `pence` as price lists do, "£75" but "£7.50"."""
    is_whole = amount == amount.to_integral_value()
    text = f"{amount:.0f}" if is_whole and not pence else f"{amount:.2f}"
    sign = SIGNS.get(currency or site_currency())
    return f"{sign}{text}" if sign else f"{currency or site_currency()} {text}"
