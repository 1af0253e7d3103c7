"""The form of a row that an organisation keeps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permissions import policy_registry

from events.inputs.offered import OfferedOnly


class OwnedForm(OfferedOnly, WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user and "owner" in self.fields:
            self._offer_owners(self.fields["owner"])

    def _offer_owners(self, field: Any) -> None:
        """Only administrators make something shared."""
        policy = policy_registry.get_by_type(type(self.instance))
        reach = policy.reach(self.for_user, ["add", "change"])
        if reach is None:
            field.empty_label = _("Nobody: shared by all")
            return
        field.queryset, field.required = reach, True
        if len(reach) == 1:
            field.empty_label = None
