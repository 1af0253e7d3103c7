"""The address of what is held about one person, and its line in the menu of reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from events.backoffice.permissions import Permission, events_for
from events.backoffice.views import person

urlpatterns = [path("person/", person.person, name="person")]


class PersonMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return events_for(request.user, Permission.SEE_LOG).exists()


def person_menu_item() -> PersonMenuItem:
    return PersonMenuItem(_("Data about a person"), reverse_lazy("desk:person"), name="person", icon_name="user")
