"""Who works for which organisation, and as what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import StaffRole
from events.models.people_places import Organisation

GROUPS = {
    StaffRole.ORGANISER: "Organisers",
    StaffRole.EVENT_STAFF: "Event staff",
    StaffRole.DOOR_HELPER: "Door helpers",
    StaffRole.FINANCE: "Finance",
    StaffRole.DATA_LEAD: "Data lead",
    StaffRole.EDITOR: "Editors",
}
"""The group of each role. It opens the admin to its members; what they may do there depends on the organisation."""

WRITERS = (StaffRole.ORGANISER, StaffRole.EDITOR)
"""Who writes event pages, and so needs pictures, documents, venues and people for them."""

ROLE_OF_GROUP = {name: role for role, name in GROUPS.items()}


class Membership(models.Model):
    """One role of one user in one organisation. Somebody may have several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=StaffRole)

    class Meta:
        ordering = ["organisation", "role", "user"]
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff of organisations")
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership_per_role")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
