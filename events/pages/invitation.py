"""Asks for the code of an event by invitation before anything about it is shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.booking.admission import require_code
from events.errors import WrongCode
from events.models.events import Event
from home.frame import other_language_url


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Invitation code"),
        max_length=40,
        help_text=_("Capital letters do not matter."),
        error_messages={"required": _("Type the code from your invitation.")},
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            require_code(self.event, code)
        except WrongCode as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return code


def closed_door(page: Page, event: Event, request: HttpRequest) -> HttpResponseBase | None:
    """What to answer instead of the page: nothing for an event that is open to all, or opened by the code in the
    address; else the question for it. A code that was typed leads to the address that holds it."""
    if not event.is_by_invitation:
        return None
    typed = request.POST if request.method == "POST" else request.GET
    form = CodeForm(typed if "code" in typed else None, event=event)
    if form.is_bound and form.is_valid():
        if request.method != "POST":
            return None
        return HttpResponseRedirect(f"{request.path}?{urlencode(form.cleaned_data)}")
    problems = [{"anchor": form["code"].id_for_label, "text": text} for text in form.errors.get("code", [])]
    context = {
        "form": form,
        "problems": problems,
        "event_url": request.path,
        "other_language_url": other_language_url(page, request),
    }
    return TemplateResponse(request, "events/invitation.html", context)
