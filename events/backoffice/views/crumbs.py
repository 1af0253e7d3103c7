"""The way back, on every page below the desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from events.models.events import Event

HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}
DESK = {"url": reverse_lazy("desk:index"), "label": _("Events desk")}


MONEY = {"url": reverse_lazy("desk:debts"), "label": _("Money")}


def money_crumbs(*below: tuple[str, str]) -> list[dict[str, Any]]:
    """The way back from pages about money, which belong to no single event."""
    return [HOME, DESK, MONEY, *({"url": url, "label": label} for url, label in below)]


def crumbs(event: Event, *below: tuple[str, str]) -> list[dict[str, Any]]:
    """`below` are (address, label) under the event; the last is the page itself."""
    steps = [(reverse("desk:event", args=[event.pk]), str(event)), *below]
    return [HOME, DESK, *({"url": url, "label": label} for url, label in steps)]
