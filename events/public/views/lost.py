"""Lost my link: the answer is the same whether or not the address is known."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.booking.fresh_links import send_links
from events.inputs import AddressField
from events.public import refusals, visitors
from events.public.forgery import looks_forged, notes_forgery
from home.problems import problems_of


class LostForm(forms.Form):
    email = AddressField(label=_("E-mail address"))


@notes_forgery
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponseBase:
    wish = request.POST.get("switch") or request.GET.get("language")
    with override(wish) if wish in dict(settings.LANGUAGES) else nullcontext():
        return _lost_page(request)


def _lost_page(request: HttpRequest) -> HttpResponse:
    other = "en" if get_language() == "cy" else "cy"
    context: dict[str, Any] = {"other_language_url": f"?language={other}", "switch_form": "lost"}
    form = LostForm()
    if "switch" in request.POST:
        form = LostForm(initial={"email": request.POST.get("email", "")})
    elif request.method == "POST":
        form = LostForm(request.POST)
        if looks_forged(request):
            context["refusal"] = refusals.FormTooOld()
        elif visitors.is_too_fast(request, doing="lost", most=visitors.LOST_LINKS):
            context["refusal"] = refusals.TooFast()
        elif form.is_valid():
            send_links(email=form.cleaned_data["email"], now=timezone.now())
            context |= {"sent": True, "switch_form": ""}
        else:
            context["problems"] = list(problems_of(form))
    return render(request, "events/my_booking/lost_link.html", context | {"form": form})
