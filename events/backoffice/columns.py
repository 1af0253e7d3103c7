"""Columns of the back office's lists that Wagtail does not have."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from wagtail.admin.ui.tables import Column

from home.dates import clock_text


class LabelledColumn(Column):
    """Says what it holds where a telephone shows the rows of the list as cards."""

    cell_template_name = "events/backoffice/_labelled_cell.html"


class MomentColumn(Column):
    """An instant by the reader's clock. Wagtail says "2 hours ago", for which Django has no Welsh."""

    def get_value(self, instance: Any) -> str:
        local = timezone.localtime(super().get_value(instance))
        clock = clock_text(local, timezone.get_current_timezone(), language=(get_language() or "en")[:2])
        return f"{date_format(local, 'j F Y')}, {clock}"
