"""How the lists of the back office are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from events.backoffice.permissions import Permission, events_for
from events.choices import BookingSource, BookingState
from events.models.bookings import Attendee, Booking, BookingQuerySet
from events.models.events import Event, EventQuerySet
from events.models.people_places import EventKind, Organisation
from events.payments.balance import balances

FULL = [("full", _("Full")), ("free", _("Places left"))]
WHEN = [("upcoming", _("Upcoming")), ("past", _("Past"))]
STATES = [choice for choice in BookingState.choices if choice[0] != BookingState.HELD]


def organisations_of(request: HttpRequest | None) -> QuerySet[Organisation]:
    """Those whose events the user may see: no list of choices shows another's name."""
    if request is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=events_for(request.user).values("host"))


def _asked_about(request: HttpRequest | None) -> tuple[Event | None, bool]:
    """The event of the page that asks, which has checked who may see it, and whether they may see money."""
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or "event_id" not in match.kwargs:
        return None, False
    event = events_for(request.user).filter(pk=match.kwargs["event_id"]).first()
    allowed = getattr(request, "event_permissions", frozenset())
    return event, Permission.SEE_MONEY in allowed


class EventFilters(WagtailFilterSet):
    when = django_filters.ChoiceFilter(label=_("When"), choices=WHEN, empty_label=_("All"), method="filter_when")
    host = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=organisations_of)
    kind = django_filters.ModelChoiceFilter(label=_("Kind of event"), queryset=EventKind.objects.all())
    full = django_filters.ChoiceFilter(label=_("Places"), choices=FULL, empty_label=_("All"), method="filter_full")

    class Meta:
        model = Event
        fields: list[str] = []

    def filter_when(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        now = timezone.now()
        return events.past(now) if value == "past" else events.upcoming(now)

    def filter_full(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        """By claims, as the gate counts: a place that is held or offered is taken."""
        people = Attendee.objects.filter(event=OuterRef("pk"), claimed_until__gt=timezone.now()).order_by()
        taken = people.values("event").annotate(number=Count("pk")).values("number")
        is_full = Q(taken__gte=F("capacity"), capacity__isnull=False)
        events = events.annotate(taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0))
        return events.filter(is_full) if value == "full" else events.exclude(is_full)


PAID = [("paid", _("Paid")), ("owing", _("Not paid yet")), ("free", _("Nothing to pay"))]


class AllBookingsFilters(WagtailFilterSet):
    """`paid` asks whether what has come in and stays reaches the price."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    source = django_filters.MultipleChoiceFilter(
        label=_("Booked through"), choices=BookingSource.choices, widget=CheckboxSelectMultiple
    )
    event__host = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=organisations_of)

    class Meta:
        model = Booking
        fields: list[str] = []


class BookingFilters(WagtailFilterSet):
    """Of one event: its tickets and sessions can be chosen, and for who sees money whether it is paid."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    ticket = django_filters.ChoiceFilter(label=_("Ticket"), method="filter_ticket")
    session = django_filters.ChoiceFilter(label=_("Session"), method="filter_session")
    source = django_filters.MultipleChoiceFilter(
        label=_("Booked through"), choices=BookingSource.choices, widget=CheckboxSelectMultiple
    )
    paid = django_filters.ChoiceFilter(label=_("Payment"), choices=PAID, method="filter_paid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event, sees_money = _asked_about(self.request)
        if event is not None:
            tickets, sessions = event.ticket_types.all(), event.sessions.all()
            self.filters["ticket"].extra["choices"] = [(str(row.pk), row.name) for row in tickets]
            self.filters["session"].extra["choices"] = [(str(row.pk), row.name) for row in sessions]
            if not sessions:
                del self.filters["session"]
        if not sees_money:
            del self.filters["paid"]

    def filter_ticket(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        people = Attendee.objects.filter(booking=OuterRef("pk"), cancelled_at=None, ticket_type=int(value))
        return bookings.filter(Exists(people))

    def filter_session(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        people = Attendee.objects.filter(booking=OuterRef("pk"), cancelled_at=None, chosen_sessions__session=int(value))
        return bookings.filter(Exists(people))

    def filter_paid(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        found = balances(bookings.order_by())
        wanted = {
            "free": [pk for pk, row in found.items() if not row.price and not row.received],
            "owing": [pk for pk, row in found.items() if not row.is_settled],
            "paid": [pk for pk, row in found.items() if row.price and row.is_settled],
        }
        return bookings.filter(pk__in=wanted[value])

    class Meta:
        model = Booking
        fields: list[str] = []
