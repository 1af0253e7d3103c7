"""Sums of money in words: "£1,234.50". The same in both languages."""

from __future__ import annotations

from decimal import Decimal

SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
"""Of all other currencies the letters stand before the sum."""


def money_text(amount: Decimal, currency: str, *, pence: bool = True) -> str:
    """As bills write it, with pence and thousands; without `pence` as price lists do, "£75" but "£7.50".

    The sign stands behind the minus.
    """
    sign = SIGNS.get(currency, f"{currency} ")
    is_short = not pence and amount == amount.to_integral_value()
    text = f"{abs(amount):,.0f}" if is_short else f"{abs(amount):,.2f}"
    return f"{'−' if amount < 0 else ''}{sign}{text}"
