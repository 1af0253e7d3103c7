"""A list of events within a partner's own site: one page without scripts, for an iframe."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods

from events.pages.cards import by_month, read_cards
from events.pages.choices import Choices
from events.pages.feeds import find_index
from events.pages.filters import chosen_events

MOST, USUAL = 50, 10
EVERYWHERE = "*"


@require_http_methods(["GET", "HEAD"])
@xframe_options_exempt
@csp_replace({"frame-ancestors": [EVERYWHERE], "script-src": ["'none'"]})  # type: ignore[arg-type]  # it knows views without arguments only
def embedded_list(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    """The next events of a list, with the filters of its page; `most` says how many. Only this page may be framed by
    others: it has no form and no cookie, and its links open the site itself."""
    index = find_index(path, language=language)
    choices, now = Choices.from_query(request.GET), timezone.now()
    with override(language):
        cards = read_cards(chosen_events(choices, now=now), index=index, now=now, most=_most(request))
        context = {"page": index, "groups": by_month(cards), "all_url": f"{index.get_url(request)}{choices.query()}"}
        response: HttpResponse = render(request, "events/embed.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    return get_conditional_response(request, response=response) or response


def _most(request: HttpRequest) -> int:
    asked = request.GET.get("most", "")
    return min(max(int(asked), 1), MOST) if asked.isascii() and asked.isdigit() and len(asked) < 4 else USUAL
