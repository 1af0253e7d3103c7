"""Beginning a translation, and bringing one up to date, only for who may edit the page.

Wagtail Localize asks for its own permission in the first place and for none in the second, never for the page's.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


class SubmitOwnPage(SubmitPageTranslationView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require_edit(request, self.get_object())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class UpdateOwnTranslations(UpdateTranslationsView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require_edit(request, self.get_object().get_source_instance())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


def _require_edit(request: HttpRequest, row: Any) -> None:
    if isinstance(row, Page):
        allowed = row.permissions_for_user(request.user).can_edit()
    else:
        allowed = request.user.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}")
    if not allowed:
        raise PermissionDenied


def translation_doors() -> list[URLPattern]:
    """The same addresses as Localize's own; those registered first are found first."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitOwnPage.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateOwnTranslations.as_view()),
    ]
