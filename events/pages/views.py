"""The editor's views for events: publishing all or nothing, and a new event that begins with its kind."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.usage import ContentTypeUseView

from events.choices import BookingState
from events.errors import CroesoError
from events.inputs.offered import offered
from events.models.bookings import Attendee
from events.models.events import Event
from events.models.people_places import EventKind
from events.pages.hosts import only_host
from events.pages.prefill import prefill

NO_KIND = "none"


class AtomicPublish:
    """Publishing saves the page and projects its event, or does neither. A refusal is shown above the form, which keeps
    everything that was typed."""

    request: HttpRequest
    page: Any
    form: Any

    def publish_action(self) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().publish_action()  # type: ignore[misc]
                return response
        except CroesoError as refusal:
            messages.error(self.request, str(refusal))
            return self._shown_again()

    def _shown_again(self) -> HttpResponse:
        """The form with what was typed. The page in memory believes to be saved, so it is made anew."""
        self.page = self.fresh_page()
        self.form = self.form_class(  # type: ignore[attr-defined]
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,  # type: ignore[attr-defined]
            parent_page=self.page.get_parent() if self.page.pk else self.parent_page,  # type: ignore[attr-defined]
            for_user=self.request.user,
        )
        self.form.is_valid()
        self.has_unsaved_changes, self.errors_debug = True, None
        response: HttpResponse = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        return response

    def fresh_page(self) -> Any:
        return self.get_object()  # type: ignore[attr-defined]


class EventCreate(AtomicPublish, CreateView):
    """Asks for the kind first. The press that creates the event goes to the same address and needs no kind: by then it
    is a field of the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("kind")
        kinds = offered(EventKind, request.user)
        kind = kinds.filter(slug=chosen).first()
        if kind is None and chosen != NO_KIND and kinds.exists():
            return render(request, "events/admin/choose_kind.html", self._choice(kinds))
        prefill(self.page, kind, language=self.page.locale.language_code)
        self.page.host = only_host(request.user)
        response: HttpResponse = super().get(request)
        return response

    def _choice(self, kinds: QuerySet[EventKind]) -> dict[str, Any]:
        kinds = kinds.prefetch_related("tickets", "questions")
        return {"kinds": kinds, "parent_page": self.parent_page, "no_kind": NO_KIND, "next": self.next_url}

    def fresh_page(self) -> Any:
        page = self.page_class(owner=self.request.user)
        page.locale = self.parent_page.locale
        return page


class EventEdit(AtomicPublish, EditView):
    pass


class EventRevert(AtomicPublish, RevisionsRevertView):
    pass


class WithNumbers:
    """A list of events with dates and numbers of bookings. All of it comes with the same query."""

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        event = Event.objects.filter(key=OuterRef("translation_key"))
        people = Attendee.objects.filter(event__key=OuterRef("translation_key")).order_by().values("event")
        booked = people.annotate(number=Count("pk", filter=Q(claimed_until__gt=now)))
        waiting = people.annotate(
            number=Count("pk", filter=Q(booking__state=BookingState.WAITING, cancelled_at=None)),
        )
        counted: QuerySet[Any] = super().annotate_queryset(  # type: ignore[misc]
            pages.annotate(
                event_pk=Subquery(event.values("pk")),
                event_starts_at=Subquery(event.values("starts_at")),
                event_places=Subquery(event.values("capacity")),
                booked=Coalesce(Subquery(booked.values("number")), 0),
                waiting=Coalesce(Subquery(waiting.values("number")), 0),
            )
        )
        return counted


class EventIndex(WithNumbers, ExplorableIndexView):
    pass


class AllEvents(WithNumbers, ContentTypeUseView):
    """The list to which the report of page types leads."""
