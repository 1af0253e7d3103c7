"""Bookings of every event of the user's organisations, for who looks for a person and does not know the event."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from events.backoffice.board import people_by_event, with_names
from events.backoffice.columns import LabelledColumn, MomentColumn
from events.backoffice.finding import matching
from events.backoffice.forms.filters import AllBookingsFilters
from events.backoffice.log import note_looked_at
from events.backoffice.paginator import BookingPaginator
from events.backoffice.permissions import Permission, events_for
from events.backoffice.views.bookings import ONLY_WIDE, StateColumn, booking_url
from events.backoffice.views.crumbs import HOME
from events.models.bookings import Booking, BookingQuerySet
from events.templatetags.desk_words import tickets


class AllBookingsView(BaseListingView):
    """Only of events on which the user may see addresses: there is a booking's own page behind each name."""

    model = Booking
    page_title = gettext_lazy("Bookings")
    header_icon = "group"
    verbose_name_plural = gettext_lazy("bookings")
    template_name = "events/backoffice/listing.html"
    index_url_name = "desk:all_bookings"
    index_results_url_name = "desk:all_bookings_results"
    filterset_class = AllBookingsFilters
    is_searchable = True
    paginate_by = 50
    paginator_class = BookingPaginator
    default_ordering = ("-created_at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), sort_key="name", get_url=booking_url),
            LabelledColumn("event", label=_("Event"), accessor="event"),
            Column("size", label=_("People"), sort_key="size", classname=ONLY_WIDE),
            Column("tickets", label=_("Tickets"), accessor=tickets, classname=ONLY_WIDE),
            Column("reference", label=_("Booking"), classname=f"{ONLY_WIDE} desk-ref"),
            MomentColumn("created_at", label=_("Booked"), sort_key="created_at", classname=ONLY_WIDE),
            StateColumn("state", label=_("State")),
        ]

    def get_base_queryset(self) -> BookingQuerySet:
        events = events_for(self.request.user, Permission.SEE_CONTACTS)
        return with_names(Booking.objects.filter(event__in=events)).select_related("event")

    def search_queryset(self, queryset: BookingQuerySet) -> BookingQuerySet:
        return matching(queryset, self.search_query, contacts=True) if self.is_searching else queryset

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": reverse("desk:all_bookings"), "label": str(self.page_title)}]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        for event, people in people_by_event(context["object_list"]):
            note_looked_at(self.request, "bookings.viewed", event=event, people=people, now=timezone.now())
        return context


def _of(request: HttpRequest, *, results_only: bool = False) -> Any:
    return AllBookingsView.as_view(results_only=results_only)(request)


@require_GET
def all_bookings(request: HttpRequest) -> Any:
    return _of(request)


@require_GET
def all_bookings_results(request: HttpRequest) -> Any:
    return _of(request, results_only=True)
