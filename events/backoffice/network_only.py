"""Wagtail's reports and whatever else tells of all organisations at once: for the network's own people.

They ask nobody whose a row is, or name everybody who ever changed one: the history of the site, the last edited page of
each type, all translations, pages named by number.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.models import GroupPagePermission
from wagtail_localize.views.report import TranslationsReportView

from events.backoffice.access import refused
from events.models.staff import GROUPS

REPORTS = {
    "reports/aging-pages/": AgingPagesView,
    "reports/locked/": LockedPagesView,
    "reports/page-types-usage/": PageTypesUsageReportView,
    "reports/site-history/": LogEntriesView,
    "reports/workflow/": WorkflowView,
    "reports/workflow_tasks/": WorkflowTasksView,
    "localize/reports/translations/": TranslationsReportView,
}


def works_for_the_network(user: Any) -> bool:
    """Administrators, and who was let into the pages by a group that an administrator made."""
    rows = GroupPagePermission.objects.filter(group__user=user.pk).exclude(group__name__in=GROUPS.values())
    return bool(user.is_active and (user.is_superuser or rows.exists()))


def network_only(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_for_the_network(request.user):
            return refused(request)
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    return require_admin_access(guarded)


def construct_reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hook that takes the lines off which lead nowhere."""
    if not works_for_the_network(request.user):
        items[:] = [item for item in items if not str(item.url).endswith(tuple(REPORTS))]


urlpatterns: list[URLPattern] = [
    path("choose-page/chosen-multiple/", network_only(ChosenMultipleView.as_view())),
    *(path(at, network_only(view.as_view())) for at, view in REPORTS.items()),
    *(path(f"{at}results/", network_only(view.as_view(results_only=True))) for at, view in REPORTS.items()),
]
"""The same addresses as Wagtail's, tried before them."""
