"""Addresses, in the order in which they are tried."""

from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.site_theme import theme_sheet


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))


urlpatterns: list[URLPattern | URLResolver] = [
    path(settings.ADMIN_PATH.lstrip("/"), include("events.backoffice.network_only")),
    path(settings.ADMIN_PATH.lstrip("/"), include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures only: a document can be private, and its own address above asks who is there.
    path("media/images/<path:path>", picture),
    re_path(
        r"^theme/(?P<brand>[0-9a-f]{6})-(?P<accent>[0-9a-f]{6})\.(?P<version>[0-9a-f]{8})\.css$",
        theme_sheet,
        name="theme",
    ),
    path("", include("home.urls")),
    path("", include("events.urls")),
    *i18n_patterns(path("", include(wagtail_urls))),
]
