"""Sums of money in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.conf import settings

from home.money import money_text

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """Write a sum with its sign, thousands and pence; in the site's currency where none stands beside it."""
    return money_text(amount or Decimal(0), currency or settings.CURRENCY)
