"""The one currency of a site. Each sum is stored with it beside it, so that a later change rewrites nothing."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings

from home.money import money_text


def site_currency() -> str:
    """Three letters of ISO 4217, such as GBP. Only currencies with two decimals are permitted."""
    return str(settings.CURRENCY)


def sum_text(amount: Decimal, *, currency: str = "", pence: bool = True) -> str:
    """A sum in words, in the site's currency where none is given."""
    return money_text(amount, currency or site_currency(), pence=pence)
