"""How many rows a list has, in a whole phrase: Wagtail puts a number before a name of the model, wrong in Welsh."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator


class BookingPaginator(WagtailPaginator):
    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(number)d booking", "%(number)d bookings", self.count) % {"number": self.count}


class EventPaginator(WagtailPaginator):
    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(number)d event", "%(number)d events", self.count) % {"number": self.count}


class EntryPaginator(WagtailPaginator):
    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(number)d entry", "%(number)d entries", self.count) % {"number": self.count}
