"""Forms of the rows within an event page. Each carries its row's key, so that a draft saved again keeps it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from events.inputs.offered import OfferedOnly
from events.pages.children import PageChild, PageQuestion, PageSession
from events.pages.zoned_times import ZonedDateTimeField, zoned_formfield


@dataclass(frozen=True)
class FormOfEvent:
    """What the form of a page tells the forms of its rows: the event's zone, its tickets as (key, name), and whether
    facts may be edited here."""

    zone: ZoneInfo
    tickets: Sequence[tuple[str, str]]
    is_source: bool


class TicketKeysField(forms.MultipleChoiceField):
    """Keys of ticket types. A ticket that was added in the same press is not among the choices yet, and is accepted."""

    def valid_value(self, value: str) -> bool:
        try:
            uuid.UUID(value)
        except ValueError:
            return False
        return True

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class KeyedForm(OfferedOnly, WagtailAdminModelForm):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta(WagtailAdminModelForm.Meta):
        formfield_callback = zoned_formfield

    def __init__(self, *args: Any, for_event: FormOfEvent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "__prefix__" not in (self.prefix or ""):  # the template from which the browser makes new rows has no key
            self.fields["key"].initial = self.instance.key
        if for_event:
            self._take_over(for_event)

    def _take_over(self, event: FormOfEvent) -> None:
        for field in self.fields.values():
            if isinstance(field, ZonedDateTimeField):
                field.zone = event.zone
        if isinstance(self.instance, PageSession):  # a session without a date is right while the event has none
            for name in ("starts_at", "ends_at"):
                self.fields[name].required = False
        if isinstance(self.instance, PageQuestion):
            self._offer_tickets(event.tickets)
        if not event.is_source:
            for name in self.instance.FACTS:
                self.fields.pop(name, None)

    def _offer_tickets(self, tickets: Sequence[tuple[str, str]]) -> None:
        old = self.fields["ticket_keys"]
        self.fields["ticket_keys"] = TicketKeysField(
            choices=tickets,
            required=False,
            label=old.label,
            help_text=_(
                "Leave all of them empty to ask everybody. A new ticket type appears here once you have saved."
            ),
            widget=forms.CheckboxSelectMultiple,
        )

    def keep_row(self) -> None:
        """Neither delete nor move this row: which rows there are is a fact."""
        for name in (DELETION_FIELD_NAME, ORDERING_FIELD_NAME):
            if name in self.fields:
                self.fields[name].disabled = True

    def _post_clean(self) -> None:
        if key := self.cleaned_data.get("key"):
            self.instance.key = key
        super()._post_clean()

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Autosave hands the key back to the form that is still open."""
        return [*super().get_field_updates_for_resave(), (self.add_prefix("key"), str(self.instance.key))]


def part_equal_keys(rows: Sequence[PageChild]) -> None:
    """Give the second of two equal keys a new one; browsers copy rows, and so do people who know how."""
    seen = set()
    for row in rows:
        if row.key in seen:
            row.key = uuid.uuid4()
        seen.add(row.key)
