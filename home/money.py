"""Sums of money in words: "£1,234.50". The same in both languages."""

from __future__ import annotations

from decimal import Decimal

SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


def money_text(amount: Decimal, currency: str) -> str:
    """With pence and thousands; the sign stands behind the minus. Currencies without a sign we know keep their name."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'−' if amount < 0 else ''}{sign}{abs(amount):,.2f}"
