"""Where the events desk stands in the admin: its addresses, its line in the menu, its icon."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from events.backoffice.permissions import Permission, organisations_for, works_here

ICONS = ["events/backoffice/icons/events-desk.svg"]


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_here(request.user)


class BookingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return organisations_for(request.user, Permission.SEE_CONTACTS).exists()


def bookings_menu_item() -> BookingsMenuItem:
    return BookingsMenuItem(
        _("Bookings"), reverse_lazy("desk:all_bookings"), name="bookings", icon_name="group", order=60
    )


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return organisations_for(request.user, Permission.SEE_LOG).exists()


def log_menu_item() -> LogMenuItem:
    return LogMenuItem(
        _("Who has seen personal data"), reverse_lazy("desk:log"), name="disclosures", icon_name="history", order=50
    )


class MoneyMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return organisations_for(request.user, Permission.SEE_MONEY).exists()


def money_menu_item() -> MoneyMenuItem:
    return MoneyMenuItem(_("Money"), reverse_lazy("desk:debts"), name="money", icon_name="tasks", order=60)


def desk_urls() -> list[URLResolver]:
    return [path("desk/", include("events.backoffice.urls"))]


def narrow_style() -> str:
    """On every page of the admin: Wagtail cuts its own headings on a telephone."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/narrow.css"))


def desk_menu_item() -> DeskMenuItem:
    return DeskMenuItem(
        _("Events desk"), reverse_lazy("desk:index"), name="events-desk", icon_name="events-desk", order=50
    )


def with_our_icons(icons: list[Any]) -> list[Any]:
    return [*icons, *ICONS]
