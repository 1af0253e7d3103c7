"""Sums of money in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from home.money import money_text

register = template.Library()


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """Write a sum with its sign, thousands and pence."""
    return money_text(amount, currency)
