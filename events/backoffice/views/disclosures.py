"""Who has looked at, printed or taken away personal data: for whoever answers for it in an organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from events.backoffice.access import on_event, refused
from events.backoffice.columns import LabelledColumn, MomentColumn
from events.backoffice.forms.log_filters import LogFilters, readable
from events.backoffice.log import staff_of
from events.backoffice.paginator import EntryPaginator
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import DESK, HOME
from events.backoffice.words import action_words, who_acted
from events.models.audit import AuditEntry
from events.models.events import Event
from events.reports.disclosure import disclosures, note_log_exported
from events.reports.spreadsheet import CSV_TYPE, csv_pieces

TITLE = gettext_lazy("Who has seen personal data")


def for_log_readers(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, **rest: Any) -> Any:
        if not readable(request).exists():
            return refused(request, for_the_role=True)
        return view(request, **rest)

    return guarded


class LogView(BaseListingView):
    """Made by `log` only, which has checked who asks."""

    model = AuditEntry
    page_title = TITLE
    header_icon = "history"
    verbose_name_plural = gettext_lazy("entries")
    template_name = "events/backoffice/listing.html"
    index_url_name = "desk:log"
    index_results_url_name = "desk:log_results"
    filterset_class = LogFilters
    paginate_by = 100
    paginator_class = EntryPaginator
    default_ordering = ("-at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            MomentColumn("at", label=_("When"), sort_key="at"),
            LabelledColumn("who", label=_("Who"), accessor=who_acted),
            LabelledColumn("what", label=_("What"), accessor=action_words),
            LabelledColumn("event", label=_("Event"), accessor=_about),
            LabelledColumn("count", label=_("People"), sort_key="count"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = f"{reverse('desk:log_csv')}?{self.request.GET.urlencode()}"
        return [HeaderButton(_("Download CSV"), url=url, icon_name="download")]

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return disclosures(readable(self.request))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, DESK, {"url": "", "label": str(TITLE)}]


def _about(entry: AuditEntry) -> str:
    """The event, and the booking where it was one alone."""
    event = str(entry.event) if entry.event else "–"
    return f"{event} ({entry.booking.reference})" if entry.booking else event


log = require_GET(for_log_readers(LogView.as_view()))
log_results = require_GET(for_log_readers(LogView.as_view(results_only=True)))


@require_GET
@on_event(Permission.SEE_LOG)
def event_log(_request: HttpRequest, *, event: Event) -> HttpResponse:
    return redirect(f"{reverse('desk:log')}?event={event.pk}")


@require_GET
@for_log_readers
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """The log as it is filtered on the screen. Taking it away is an entry of its own.

    The rows are made before they are sent: later the reader's language is no longer active.
    """
    found = LogFilters(request.GET, queryset=disclosures(readable(request)), request=request)
    organisations = list(readable(request).filter(pk__in=found.qs.order_by().values("organisation")))
    rows = list(_rows(found.qs))
    note_log_exported(organisations, by=staff_of(request), now=timezone.now(), entries=len(rows))
    headings = [_("When"), _("Who"), _("What"), _("Organisation"), _("Event"), _("Booking"), _("People")]
    response = StreamingHttpResponse(csv_pieces(headings, rows), content_type=CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="who-has-seen-personal-data.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    for entry in entries:
        yield [
            timezone.localtime(entry.at),
            who_acted(entry),
            action_words(entry),
            str(entry.organisation or ""),
            str(entry.event or ""),
            entry.booking.reference if entry.booking else "",
            entry.count,
        ]
