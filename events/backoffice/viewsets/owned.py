"""Lists, forms and choosers of rows that belong to organisations.

Wagtail's own views ask for the kind of row only, never for the row. So each view here is made with a door, and each
list begins with what the policy gives (`own_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets

from events.backoffice.access import refused
from events.backoffice.forms.owned import OwnedForm
from events.inputs.offered import offered

READ = ["view"]


class Door:
    """Before a view of one row, for who may do there what the view does. All who may read may look and copy."""

    request: HttpRequest
    model: Any
    permission_required: str | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "pk" in kwargs and not self._is_open(request, unquote(str(kwargs["pk"]))):
            return refused(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def _is_open(self, request: HttpRequest, pk: str) -> bool:
        reads = isinstance(self, snippets.InspectView | snippets.CopyView)
        actions = READ if reads else [self.permission_required or "change"]
        rows = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(request.user, actions)
        return pk.isdecimal() and rows.filter(pk=pk).exists()


class OwnedList(snippets.IndexView):
    """Rows that may be read only lead to the page that shows them, and have no buttons to change them."""

    @cached_property
    def own(self) -> set[int]:
        policy = self.permission_policy
        return set(policy.instances_user_has_permission_for(self.request.user, "change").values_list("pk", flat=True))

    def get_edit_url(self, instance: Any) -> str | None:
        return super().get_edit_url(instance) if instance.pk in self.own else None

    def get_delete_url(self, instance: Any) -> str | None:
        return super().get_delete_url(instance) if instance.pk in self.own else None


class Offered:
    """Of a chooser: what its user may choose."""

    request: HttpRequest
    model_class: Any

    def get_object_list(self) -> QuerySet[Any]:
        return offered(self.model_class, self.request.user)

    def get_objects(self, pks: Iterable[str]) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])

    def get_object(self, pk: str) -> Any:
        return self.get_objects([pk]).get()


class OfferedList(Offered, chooser.ChooseView):
    pass


class OfferedResults(Offered, chooser.ChooseResultsView):
    pass


class OfferedRow(Offered, chooser.SnippetChosenView):
    pass


class OfferedRows(Offered, chooser.SnippetChosenMultipleView):
    pass


class OwnedChooser(chooser.SnippetChooserViewSet):
    choose_view_class = OfferedList
    choose_results_view_class = OfferedResults
    chosen_view_class = OfferedRow
    chosen_multiple_view_class = OfferedRows


class OwnedViewSet(snippets.SnippetViewSet):
    index_view_class = OwnedList
    chooser_viewset_class = OwnedChooser
    inspect_view_enabled = True
    related: tuple[str, ...] = ("owner",)

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        return super().construct_view(type(view_class.__name__, (Door, view_class), {}), **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        rows: QuerySet[Any] = policy.instances_user_has_any_permission_for(request.user, ["change", "delete", *READ])
        return rows.select_related(*self.related)

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=OwnedForm).bind_to_model(self.model)


def kept_by(row: Any) -> str:
    return str(row.owner or _("shared"))


OWNER_COLUMN = Column("owner", label=_("Kept by"), accessor=kept_by, sort_key="owner__name_en")
OWNER_PANEL = FieldPanel("owner", widget=forms.Select)
