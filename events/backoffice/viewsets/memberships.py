"""Who works for which organisation: a list and a form for administrators, under Settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from events.backoffice.appointments import dismiss
from events.backoffice.forms.memberships import MembershipForm
from events.models.staff import Membership


class DismissView(DeleteView):
    def delete_action(self) -> None:
        dismiss(self.object)


class MembershipViewSet(ModelViewSet):
    """Organisers do not see it: by Django's permissions, which nobody but administrators has."""

    model = Membership
    name = "memberships"
    icon = "group"
    menu_label = _("Staff of organisations")
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["user", "organisation", "role"]
    list_filter = ["organisation", "role"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "organisation__name_en"]
    ordering = ["organisation__name_en", "role", "user__username"]
    delete_view_class = DismissView

    def get_form_class(self, for_update: bool = False) -> type[Any]:  # noqa: ARG002 (Wagtail asks so)
        return MembershipForm
