"""The line of code that shows an organisation's events on its own site, ready to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import Button
from wagtail.models import Page

from events.backoffice.permissions import Permission, organisations_for
from events.backoffice.views.crumbs import DESK, HOME
from events.models.people_places import Organisation

LIST = "eventindexpage"
"""The kind of page that can be shown elsewhere, as Wagtail names it: the desk does not know the pages themselves."""

FRAME = '<iframe src="{}/embed{}?{}" title="{}" width="100%" height="700"></iframe>'


@dataclass(frozen=True)
class Snippet:
    """`code` is what goes into a page of `organisation`, for its readers of one language."""

    organisation: str
    language: str
    code: str


@require_http_methods(["GET", "HEAD"])
def embed_code(request: HttpRequest) -> HttpResponse:
    """For each organisation of the user and each list that everybody may read."""
    organisations = organisations_for(request.user, Permission.SEE_NUMBERS).order_by("name_en", "pk")
    if not organisations:
        raise PermissionDenied
    pages = Page.objects.live().public().filter(content_type__app_label="events", content_type__model=LIST)
    pages = pages.select_related("locale").order_by("-locale__language_code", "pk")
    title = _("Show events on another site")
    context = {
        "snippets": list(_snippets(list(organisations), list(pages))),
        "header_title": title,
        "breadcrumbs_items": [HOME, DESK, {"url": request.path, "label": title}],
    }
    return TemplateResponse(request, "events/backoffice/sharing.html", context)


def _snippets(organisations: list[Organisation], pages: list[Page]) -> Iterator[Snippet]:
    names = dict(settings.LANGUAGES)
    lists = [(page, page.get_url(), page.locale.language_code) for page in pages]
    for organisation in organisations:
        for page, path, spoken in lists:
            query = urlencode({"host": organisation.slug})
            title = f"{page.title}: {organisation.in_language('name', spoken)}"
            code = format_html(FRAME, settings.SITE_URL, path, query, title)
            yield Snippet(str(organisation), str(names[spoken]), str(code))


def embed_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """In the head of a list of events, in the explorer and in the editor, for whoever has something to show."""
    if page.cached_content_type.model == LIST and organisations_for(user, Permission.SEE_NUMBERS).exists():
        yield Button(_("Show events on another site"), reverse("desk:embed_code"), icon_name="code", priority=60)
