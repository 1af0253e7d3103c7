"""Giving somebody a role in an organisation."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminModelForm

from events.backoffice.appointments import appoint, dismiss
from events.choices import StaffRole
from events.models.staff import Membership


class MembershipForm(WagtailAdminModelForm):
    instance: Membership

    class Meta:
        model = Membership
        fields = ("user", "organisation", "role")

    def save(self, commit: bool = True) -> Membership:  # noqa: ARG002 (Wagtail asks so)
        """Through `appoint` and `dismiss`, so that the role's group comes and goes with it. A change is a new row."""
        wanted = self.cleaned_data
        if before := Membership.objects.filter(pk=self.instance.pk).first():
            dismiss(before)
        self.instance = appoint(wanted["user"], wanted["organisation"], StaffRole(wanted["role"]))
        return self.instance
