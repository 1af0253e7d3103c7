"""What a form of the back office offers to choose from: what is one's own organisation's, and what is shared.

Which rows those are, Wagtail's registered policies say, as they do to its choosers. A form asks again: what is posted
need not come from a chooser.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlockValidationError, StreamValue
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from events.models.people_places import EventKind, Organisation, Person, Venue

NOT_OFFERED = _("This belongs to another organisation. Choose one of your own, or one that is shared.")

Row = tuple[type[Model], str]
"""Kind and primary key."""


def kinds() -> tuple[type[Model], ...]:
    """The kinds of row that are chosen by who they belong to."""
    return (get_image_model(), get_document_model(), Organisation, Venue, Person, EventKind)


def offered(model: type[Model], user: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "choose")
    return rows


class OfferedOnly:
    """For a form of Wagtail's. What was chosen before may stay, whoever it belongs to."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    instance: Any
    for_user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if self.for_user and rows is not None and rows.model in kinds():
                self._narrow(field, rows, getattr(self.instance, f"{name}_id", None))

    def _narrow(self, field: Any, rows: QuerySet[Any], present: Any) -> None:
        own = offered(rows.model, self.for_user)
        field.queryset = rows.filter(Q(pk__in=own.values("pk")) | Q(pk=present))
        field.error_messages["invalid_choice"] = NOT_OFFERED

    def clean(self) -> Any:
        """Also looks into the blocks: a picture in a text, a document to take away."""
        cleaned = super().clean()  # type: ignore[misc]
        if self.for_user:
            for name, value in list(self.cleaned_data.items()):
                if isinstance(value, StreamValue) and self._has_foreign(_rows_in(value) - self._before(name)):
                    refusal = StreamBlockValidationError(non_block_errors=ErrorList([str(NOT_OFFERED)]))
                    self.add_error(name, refusal)  # type: ignore[attr-defined]
        return cleaned

    def _before(self, name: str) -> set[Row]:
        value = self.initial.get(name)  # type: ignore[attr-defined]
        return _rows_in(value) if isinstance(value, StreamValue) else set()

    def _has_foreign(self, rows: set[Row]) -> bool:
        for model in kinds():
            wanted = model._default_manager.filter(pk__in=[pk for kind, pk in rows if kind is model])
            if wanted.exclude(pk__in=offered(model, self.for_user).values("pk")).exists():
                return True
        return False


def _rows_in(value: StreamValue) -> set[Row]:
    references = value.stream_block.extract_references(value)
    return {(model, str(pk)) for model, pk, *_path in references if model in kinds() and str(pk).isdecimal()}
