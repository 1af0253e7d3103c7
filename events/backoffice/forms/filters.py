"""How the lists of the back office are narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from events.backoffice.permissions import events_for
from events.choices import BookingState
from events.models.bookings import Booking
from events.models.events import Event, EventQuerySet
from events.models.people_places import Organisation

WHEN = [("upcoming", _("Upcoming")), ("past", _("Past"))]
STATES = [choice for choice in BookingState.choices if choice[0] != BookingState.HELD]


def organisations_of(request: HttpRequest | None) -> QuerySet[Organisation]:
    """Those whose events the user may see: no list of choices shows another's name."""
    if request is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=events_for(request.user).values("host"))


class EventFilters(WagtailFilterSet):
    when = django_filters.ChoiceFilter(label=_("When"), choices=WHEN, empty_label=_("All"), method="filter_when")
    host = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=organisations_of)

    class Meta:
        model = Event
        fields: list[str] = []

    def filter_when(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        now = timezone.now()
        return events.past(now) if value == "past" else events.upcoming(now)


class BookingFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)

    class Meta:
        model = Booking
        fields: list[str] = []
