"""Wanting no more news of an organisation: by one press on a page, or by the mail program's own button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events import errors
from events.messaging.opt_out import Wish, is_out, opt_in, opt_out, wish_of
from events.models.people_places import Organisation
from events.public.views.opened import link_dead


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest, token: str) -> HttpResponseBase:
    """The token is the secret that lets somebody choose; a foreign page that posts here must know it, so no other
    proof is asked for. Mail programs post from their own servers (RFC 8058) and have none."""
    try:
        wish = wish_of(token)
    except errors.LinkDead:
        return link_dead(request)
    wanted = request.POST.get("switch") or request.GET.get("language")
    with override(wanted if wanted in ("en", "cy") else get_language()):
        return _page(request, wish)


def _page(request: HttpRequest, wish: Wish) -> HttpResponse:
    if request.method == "POST" and "switch" not in request.POST:
        if "again" in request.POST:
            opt_in(wish)
        else:
            opt_out(wish, now=timezone.now())
    other = "en" if get_language() == "cy" else "cy"
    context = {
        "organisation": Organisation.objects.get(pk=wish.organisation),
        "is_out": is_out(wish),
        "other_language_url": f"{request.path}?language={other}",
    }
    response = render(request, "events/news/news.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
