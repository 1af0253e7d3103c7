"""How the log of who has seen personal data is narrowed."""

from __future__ import annotations

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from events.backoffice.permissions import Permission, events_for, organisations_for
from events.models.audit import AuditEntry
from events.models.events import Event, EventQuerySet
from events.models.people_places import Organisation
from events.reports.disclosure import KINDS, disclosures


def readable(request: HttpRequest | None) -> QuerySet[Organisation]:
    """The organisations whose log somebody may read."""
    return organisations_for(request.user, Permission.SEE_LOG) if request else Organisation.objects.none()


def _people(request: HttpRequest | None) -> QuerySet[User]:
    return User.objects.filter(pk__in=disclosures(readable(request)).order_by().values("user")).order_by("username")


def _events(request: HttpRequest | None) -> EventQuerySet:
    return events_for(request.user, Permission.SEE_LOG) if request else Event.objects.none()


class LogFilters(WagtailFilterSet):
    user = django_filters.ModelChoiceFilter(label=_("Who"), queryset=_people)
    kind = django_filters.ChoiceFilter(label=_("What"), choices=list(KINDS.items()), method="filter_kind")
    event = django_filters.ModelChoiceFilter(label=_("Event"), queryset=_events)
    organisation = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=readable)
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def filter_kind(self, entries: QuerySet[AuditEntry], _name: str, value: str) -> QuerySet[AuditEntry]:
        return entries.filter(action__endswith=f".{value}")
