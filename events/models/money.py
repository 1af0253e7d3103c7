"""The one currency of a site. Each sum is stored with it beside it, so that a later change rewrites nothing."""

from __future__ import annotations

from django.conf import settings


def site_currency() -> str:
    """Three letters of ISO 4217, such as GBP. Only currencies with two decimals are permitted."""
    return str(settings.CURRENCY)
