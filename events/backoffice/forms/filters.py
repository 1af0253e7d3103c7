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
from events.models.events import Event, EventQuerySet, Session, TicketType
from events.models.folding import folded
from events.models.people_places import EventKind, Organisation
from events.payments.balance import balances

FULL = [("full", _("Full")), ("free", _("Places left"))]
WHEN = [("upcoming", _("Upcoming")), ("past", _("Past"))]
Choices = list[tuple[str, str]]
STATES = [choice for choice in BookingState.choices if choice[0] != BookingState.HELD]


def organisations_of(request: HttpRequest | None) -> QuerySet[Organisation]:
    """Those whose events the user may see: no list of choices shows another's name."""
    if request is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=events_for(request.user).values("host"))


def kinds_of(request: HttpRequest | None) -> QuerySet[EventKind]:
    if request is None:
        return EventKind.objects.none()
    return EventKind.objects.filter(pk__in=events_for(request.user).values("kind"))


def events_with_bookers(request: HttpRequest | None) -> EventQuerySet:
    """Those whose bookings stand in the list of all."""
    return events_for(request.user, Permission.SEE_CONTACTS) if request else Event.objects.none()


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
    kind = django_filters.ModelChoiceFilter(label=_("Kind of event"), queryset=kinds_of)
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


class PlacesFilters(WagtailFilterSet):
    """By what is booked, not only by the booking: one place of a ticket or a session that stands is enough."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    ticket = django_filters.ChoiceFilter(label=_("Ticket"), method="filter_ticket")
    session = django_filters.ChoiceFilter(label=_("Session"), method="filter_session")
    source = django_filters.MultipleChoiceFilter(
        label=_("Booked through"), choices=BookingSource.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Booking
        fields: list[str] = []

    def offer(self, tickets: Choices, sessions: Choices) -> None:
        """Nobody is asked about sessions where there are none."""
        self.filters["ticket"].extra["choices"] = tickets
        self.filters["session"].extra["choices"] = sessions
        if not sessions:
            del self.filters["session"]

    def filter_ticket(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        return bookings.filter(_with_place(ticket_type__in=self.meant("ticket", value)))

    def filter_session(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        return bookings.filter(_with_place(chosen_sessions__session__in=self.meant("session", value)))

    def meant(self, _filter: str, value: str) -> list[int]:
        """The rows behind a choice."""
        return [int(value)]


def _with_place(**kind: Any) -> Exists:
    return Exists(Attendee.objects.filter(booking=OuterRef("pk"), cancelled_at=None, **kind))


class AllBookingsFilters(PlacesFilters):
    """Tickets and sessions of one name are one choice, whichever events have them: those of the chosen event, once
    there is one."""

    event__host = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=organisations_of)
    event = django_filters.ModelChoiceFilter(label=_("Event"), queryset=events_with_bookers)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = events_with_bookers(self.request)
        if chosen := self.data.get("event", ""):
            events = events.filter(pk=chosen) if chosen.isdecimal() else events.none()
        self._named = {
            "ticket": _by_name(TicketType.objects.filter(event__in=events)),
            "session": _by_name(Session.objects.filter(event__in=events)),
        }
        self.offer(*([(text, text) for text in named] for named in self._named.values()))

    def meant(self, _filter: str, value: str) -> list[int]:
        return self._named[_filter][value]


def _by_name(rows: QuerySet[TicketType] | QuerySet[Session]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.name, []).append(row.pk)
    return dict(sorted(found.items(), key=lambda item: folded(item[0])))


class BookingFilters(PlacesFilters):
    """Of one event. `paid` asks, for who sees money, whether what has come in and stays reaches the price."""

    paid = django_filters.ChoiceFilter(label=_("Payment"), choices=PAID, method="filter_paid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event, sees_money = _asked_about(self.request)
        if event is not None:
            rows = (event.ticket_types.all(), event.sessions.all())
            self.offer(*([(str(row.pk), row.name) for row in found] for found in rows))
        if not sees_money:
            del self.filters["paid"]

    def filter_paid(self, bookings: BookingQuerySet, _name: str, value: str) -> BookingQuerySet:
        found = balances(bookings.order_by())
        wanted = {
            "free": [pk for pk, row in found.items() if not row.price and not row.received],
            "owing": [pk for pk, row in found.items() if not row.is_settled],
            "paid": [pk for pk, row in found.items() if row.price and row.is_settled],
        }
        return bookings.filter(pk__in=wanted[value])
