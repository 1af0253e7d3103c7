"""Times that are typed and shown in the event's own time zone, whatever zone the editor's account is set to."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.admin.forms.models import formfield_for_dbfield

HOME_ZONE = "Europe/London"


class ZonedDateTimeField(forms.DateTimeField):
    """`zone` is set by the form once it knows the event's; without one, the editor's zone counts."""

    zone: ZoneInfo | None = None

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            found: dt.datetime | None = super().to_python(value)
            return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return bool(super().has_changed(initial, data))


def zoned_formfield(db_field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Callback of the page's forms: every time of day becomes one that knows its zone."""
    if isinstance(db_field, models.DateTimeField):
        options = {"form_class": ZonedDateTimeField, **options}
    field: forms.Field | None = formfield_for_dbfield(db_field, **options)
    return field


def zone_named(name: str | None) -> ZoneInfo:
    """The zone of this name, or our own for a name that there is not."""
    return ZoneInfo(name if name in available_timezones() else HOME_ZONE)


def zone_choices() -> list[tuple[str, str]]:
    """Our own zone first, then the others by continent and city."""
    others = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in [HOME_ZONE, *(name for name in others if name != HOME_ZONE)]]
