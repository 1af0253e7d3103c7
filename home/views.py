"""What is asked for by machines: the picture of a page, the map of the site, and what robots may read."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from home.share import card_of
from home.share_picture import draw
from home.site_map import entries, public_pages

KEEP_SECONDS = 7 * 24 * 3600
FOR_GOOD = "public, max-age=31536000, immutable"
SITEMAP = "application/xml; charset=utf-8"


@require_http_methods(["GET", "HEAD"])
def share_picture(request: HttpRequest, page: int, digest: str) -> HttpResponseBase:
    """The picture of a page that everybody may read. It is kept under what it shows; an older address leads to the
    newest one."""
    key = f"share-picture-{page}-{digest}"
    picture: bytes | None = cache.get(key)
    if picture is None:
        shown = public_pages().filter(pk=page).select_related("locale").first()
        if shown is None:
            raise Http404
        with override(shown.locale.language_code):
            card = card_of(shown.specific, request)
        if card.digest() != digest:
            return HttpResponseRedirect(reverse("share_picture", args=[page, card.digest()]))
        picture = draw(card)
        cache.set(key, picture, KEEP_SECONDS)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": FOR_GOOD})


@require_http_methods(["GET", "HEAD"])
def site_map(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "sitemap.xml", {"entries": entries()}, content_type=SITEMAP)
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@require_http_methods(["GET", "HEAD"])
def robots(request: HttpRequest) -> HttpResponse:
    context = {"admin_path": settings.ADMIN_PATH, "site_map_url": f"{settings.SITE_URL}{reverse('site_map')}"}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")
