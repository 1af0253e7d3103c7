"""The bookings of one event, and one booking with its people, answers and history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from events.backoffice.access import may, on_event, refused, template_permissions
from events.backoffice.board import filled_in, people_on
from events.backoffice.columns import MomentColumn
from events.backoffice.dossier import dossier_of
from events.backoffice.finding import matching
from events.backoffice.forms.cancellation import CancelForm
from events.backoffice.forms.filters import BookingFilters
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.paginator import BookingPaginator
from events.backoffice.permissions import Permission
from events.backoffice.together import Together, offered
from events.backoffice.views.crumbs import crumbs
from events.choices import LIVE
from events.errors import BookingError
from events.models.bookings import Attendee, Booking, BookingQuerySet
from events.models.events import Event
from events.payments.gateway import connected
from events.payments.refunds import cancel as cancel_with_money
from events.templatetags.desk_words import tickets

ONLY_WIDE = "desk-wide"
"""Class of columns that a telephone has no room for."""


class ChooseColumn(Column):
    """A box to tick, named after the booking."""

    cell_template_name = "events/backoffice/_choose_cell.html"


class StateColumn(Column):
    cell_template_name = "events/backoffice/_state_cell.html"


class BookingsView(BaseListingView):
    """Made by `bookings` only, which has checked who asks."""

    model = Booking
    page_title = gettext_lazy("Bookings")
    verbose_name_plural = gettext_lazy("bookings")
    template_name = "events/backoffice/listing.html"
    results_template_name = "events/backoffice/bookings_results.html"
    filterset_class = BookingFilters
    is_searchable = True
    paginate_by = 50
    paginator_class = BookingPaginator
    default_ordering = ("-created_at", "-pk")

    @property
    def event(self) -> Event:
        event: Event = self.kwargs["event"]
        return event

    @cached_property
    def columns(self) -> list[Column]:
        sees_more = may(self.request, Permission.SEE_CONTACTS)
        choose = [ChooseColumn("choose", label=_("Tick"), classname="desk-choose")]
        return [
            *(choose if self._deeds or self._chosen_tools else []),
            TitleColumn("name", label=_("Name"), sort_key="name", get_url=booking_url if sees_more else None),
            Column("size", label=_("People"), sort_key="size", classname=ONLY_WIDE),
            Column("tickets", label=_("Tickets"), accessor=tickets, classname=ONLY_WIDE),
            Column("reference", label=_("Booking"), classname=f"{ONLY_WIDE} desk-ref"),
            MomentColumn("created_at", label=_("Booked"), sort_key="created_at", classname=ONLY_WIDE),
            StateColumn("state", label=_("State")),
        ]

    @cached_property
    def _deeds(self) -> list[Together]:
        return offered(self.event, self.request.event_permissions)

    @cached_property
    def _chosen_tools(self) -> list[dict[str, str]]:
        """Pages that ask more about the chosen ones themselves."""
        tools = (
            (Permission.SEND_MESSAGES, "desk:mailing_new", _("Write to them")),
            (Permission.PRINT, "desk:badges", _("Print their badges")),
        )
        return [
            {"url": reverse(name, args=[self.event.pk]), "label": label}
            for permission, name, label in tools
            if may(self.request, permission)
        ]

    @property
    def _kept(self) -> list[tuple[str, str]]:
        """What narrows this list, for who means all of it."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if value and name not in ("p", "booking", "all")
        ]

    def get_base_queryset(self) -> BookingQuerySet:
        return filled_in(self.event)

    def search_queryset(self, queryset: BookingQuerySet) -> BookingQuerySet:
        """Also by the names of guests. Who may not see addresses cannot ask for them."""
        if not self.is_searching:
            return queryset
        return matching(queryset, self.search_query, contacts=may(self.request, Permission.SEE_CONTACTS))

    def get_index_url(self) -> str:
        return reverse("desk:bookings", args=[self.event.pk])

    def get_index_results_url(self) -> str:
        return reverse("desk:bookings_results", args=[self.event.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(self.event, ("", str(self.page_title)))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        people = people_on(context["object_list"])
        note_looked_at(self.request, "bookings.viewed", event=self.event, people=people, now=timezone.now())
        many = {"deeds": self._deeds, "chosen_tools": self._chosen_tools, "kept": self._kept, "event": self.event}
        return context | many


def booking_url(booking: Booking) -> str:
    return reverse("desk:booking", args=[booking.event_id, booking.reference])


bookings = require_GET(on_event(Permission.SEE_NAMES)(BookingsView.as_view()))
bookings_results = require_GET(on_event(Permission.SEE_NAMES)(BookingsView.as_view(results_only=True)))


@require_GET
@on_event(Permission.SEE_CONTACTS)
def booking(request: HttpRequest, *, event: Event, reference: str) -> HttpResponse:
    found = filled_in(event).filter(reference=reference).first()
    return _page(request, event, found) if found else refused(request)


@require_POST
@on_event(Permission.CHANGE_BOOKINGS)
def cancel(request: HttpRequest, *, event: Event, reference: str) -> HttpResponse:
    found = filled_in(event).filter(reference=reference).first()
    if found is None:
        return refused(request)
    form = CancelForm(request.POST, people=_coming(found))
    if not form.is_valid():
        return _page(request, event, found, form=form)
    by = staff_of(request, form.cleaned_data["reason"])
    try:
        cancel_with_money(found.pk, attendee_ids=form.attendee_ids, now=timezone.now(), by=by, gateway=connected())
    except BookingError as refusal:
        messages.error(request, str(refusal))
        return _page(request, event, found, form=form)
    # Supporters go with the people they support, so it may be more than were ticked.
    number = len(_coming(found)) - found.attendees.filter(cancelled_at=None).count()
    said = ngettext("%(number)d place was cancelled.", "%(number)d places were cancelled.", number)
    messages.success(request, said % {"number": number})
    return redirect(booking_url(found))


def _coming(found: Booking) -> list[Attendee]:
    """From what `filled_in` has read already."""
    return [person for person in found.attendees.all() if person.cancelled_at is None]


def _page(request: HttpRequest, event: Event, found: Booking, form: CancelForm | None = None) -> HttpResponse:
    people = _coming(found)
    note_looked_at(
        request, "booking.viewed", event=event, booking=found, people=len(found.attendees.all()), now=timezone.now()
    )
    if form is None and found.state in LIVE and people and may(request, Permission.CHANGE_BOOKINGS):
        form = CancelForm(people=people)
    context = {
        "event": event,
        "dossier": dossier_of(found),
        "booking": found,
        "form": form,
        "may": template_permissions(request),
        "header_title": found.name,
        "breadcrumbs_items": crumbs(
            event, (reverse("desk:bookings", args=[event.pk]), _("Bookings")), (booking_url(found), found.name)
        ),
    }
    return TemplateResponse(request, "events/backoffice/booking.html", context)
