"""The events desk: every event of the user's organisations, with how full it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets import HeaderButton

from events.backoffice.forms.filters import EventFilters
from events.backoffice.new_event import new_event_address
from events.backoffice.paginator import EventPaginator
from events.backoffice.permissions import Permission, events_for, organisations_for
from events.choices import BookingState, DateState, PaymentState
from events.models.bookings import Attendee
from events.models.events import Event, EventQuerySet
from events.models.payments import Payment, Refund
from events.payments.balance import NOTHING
from events.templatetags.event_words import when_of
from events.templatetags.price_words import pounds


class PlacesColumn(Column):
    cell_template_name = "events/backoffice/_places_cell.html"


class PaidColumn(Column):
    """What has come in and stays. Empty where nothing was paid, and where the money is not the user's to see."""

    def get_value(self, instance: Any) -> str:
        if instance.money_in is None:
            return ""
        return pounds(instance.money_in - (instance.money_back or NOTHING))


class DeskView(BaseListingView):
    """Upcoming events first, the next one on top; then those without a date; past ones last, the newest first."""

    model = Event
    page_title = gettext_lazy("Events desk")
    header_icon = "events-desk"
    verbose_name_plural = gettext_lazy("events")
    template_name = "events/backoffice/listing.html"
    index_url_name = "desk:index"
    index_results_url_name = "desk:index_results"
    filterset_class = EventFilters
    is_searchable = True
    paginate_by = 50
    paginator_class = EventPaginator

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        address = new_event_address(self.request.user)
        return [HeaderButton(_("New event"), address, icon_name="plus")] if address else []

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Event"), accessor=str, get_url=_event_url),
            Column("when", label=_("When"), accessor=when_of, sort_key="starts_at"),
            PlacesColumn("booked", label=_("Booked"), accessor="booked", sort_key="booked"),
            *([PaidColumn("paid", label=_("Paid"), classname="desk-wide")] if self._sees_money else []),
            Column("waiting", label=_("Waiting"), accessor=_waiting, sort_key="waiting", classname="desk-wide"),
            Column("state", label=_("State"), accessor=_state, classname="desk-wide"),
        ]

    @cached_property
    def _sees_money(self) -> frozenset[int]:
        """Organisations whose money this user may see."""
        return frozenset(organisations_for(self.request.user, Permission.SEE_MONEY).values_list("pk", flat=True))

    def get_base_queryset(self) -> EventQuerySet:
        events = counted(events_for(self.request.user), now=timezone.now()).select_related("host")
        return with_paid(events, hosts=self._sees_money) if self._sees_money else events

    def order_queryset(self, queryset: EventQuerySet) -> QuerySet[Event]:
        if self.ordering:
            return super().order_queryset(queryset)
        return next_first(queryset, now=timezone.now())

    def search_queryset(self, queryset: EventQuerySet) -> EventQuerySet:
        if not self.is_searching:
            return queryset
        paths = ("words__en__title", "words__cy__title", "slug")
        found = Q()
        for path in paths:
            found |= Q(**{f"{path}__icontains": self.search_query})
        return queryset.filter(found)


def counted(events: EventQuerySet, *, now: dt.datetime) -> EventQuerySet:
    """With how many people are `booked` and `waiting`."""
    people = Attendee.objects.filter(event=OuterRef("pk"))
    confirmed = people.filter(booking__state=BookingState.CONFIRMED, claimed_until__gt=now)
    waiting = people.filter(booking__state=BookingState.WAITING, cancelled_at=None)
    return events.annotate(booked=_number(confirmed), waiting=_number(waiting))


def with_paid(events: EventQuerySet, *, hosts: Iterable[int]) -> EventQuerySet:
    """With what came in (`money_in`) and what went back (`money_back`) for events of these organisations only."""
    shown = Q(host__in=hosts)
    came = Payment.objects.filter(booking__event=OuterRef("pk"), state=PaymentState.PAID)
    back = Refund.objects.promised().filter(booking__event=OuterRef("pk"))
    return events.annotate(
        money_in=Case(When(shown, then=_sum(came))),
        money_back=Case(When(shown, then=_sum(back))),
    )


def _sum(rows: QuerySet[Any]) -> Subquery:
    sums = rows.order_by().values("booking__event").annotate(total=Sum("amount")).values("total")
    return Subquery(sums, output_field=DecimalField(max_digits=12, decimal_places=2))


def next_first(events: EventQuerySet, *, now: dt.datetime) -> QuerySet[Event]:
    over = Q(ends_at__lte=now) | Q(ends_at=None, starts_at__lte=now)
    rank = Case(
        When(starts_at=None, then=Value(1)), When(over, then=Value(2)), default=Value(0), output_field=IntegerField()
    )
    coming = Case(When(over, then=Value(None)), default=F("starts_at"))
    return events.annotate(rank=rank, coming=coming).order_by("rank", "coming", "-starts_at", "pk")


def _number(people: QuerySet[Attendee]) -> Coalesce:
    numbers = people.order_by().values("event").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def _event_url(event: Event) -> str:
    return reverse("desk:event", args=[event.pk])


def _waiting(event: Event) -> str:
    """Nothing where nobody waits: the few that have a queue stand out."""
    return str(event.waiting or "")  # type: ignore[attr-defined]  # annotated above


def _state(event: Event) -> str:
    if event.date_state == DateState.CANCELLED:
        return _("Cancelled")
    if not event.is_live:
        return _("Not published")
    return _("Past") if event.is_over(timezone.now()) else _("Live")


index = DeskView.as_view()
index_results = DeskView.as_view(results_only=True)
