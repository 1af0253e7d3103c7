"""What is held about one person, for the person who asks: shown, taken away as a file, erased.

The address travels in the body of a POST: in an address line it would stand in logs and histories.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.backoffice.access import refused
from events.backoffice.forms.person import EraseForm, PersonForm
from events.backoffice.log import staff_of
from events.backoffice.permissions import Permission, events_for
from events.backoffice.views.crumbs import DESK, HOME
from events.errors import CroesoError
from events.models.events import Event
from events.reports.disclosure import disclose
from events.retention.erase import erase
from events.retention.subject_access import Holding, bookings_of, holding_of

TEMPLATE = "events/backoffice/person/person.html"


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """`do` says what was pressed: find (the usual), download or erase."""
    events = events_for(request.user, Permission.SEE_LOG)
    if not events.exists():
        return refused(request)
    wanted = request.POST.get("do", "find")
    if request.method != "POST":
        return _page(request, PersonForm())
    form = EraseForm(request.POST) if wanted == "erase" else PersonForm(request.POST)
    is_valid = form.is_valid()
    if isinstance(form, EraseForm) and is_valid and _erased(request, form):
        return redirect(reverse("desk:person"))
    email = form.cleaned_data.get("email", "")
    if not email:
        return _page(request, form)
    held = _held(request, email)
    return _file(held) if wanted == "download" else _page(request, form, held=held)


def _held(request: HttpRequest, email: str) -> Holding:
    """Needs are shown for the events whose needs this user may see, and for no other."""
    events = events_for(request.user, Permission.SEE_LOG)
    seen = events_for(request.user, Permission.SEE_NEEDS)
    for event in Event.objects.filter(pk__in=bookings_of(email, events).values("event")):
        disclose("person.viewed", event=event, by=staff_of(request), now=timezone.now(), people=1)
    return holding_of(email, events=events, events_with_needs=seen)


def _file(held: Holding) -> HttpResponse:
    response = JsonResponse(held.as_values(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    response["Cache-Control"] = "no-store"
    return response


def _erased(request: HttpRequest, form: EraseForm) -> bool:
    events = events_for(request.user, Permission.SEE_LOG)
    try:
        number = erase(form.cleaned_data["email"], events=events, now=timezone.now(), by=staff_of(request))
    except CroesoError as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext("%(number)d booking was emptied.", "%(number)d bookings were emptied.", number)
    messages.success(request, said % {"number": number})
    return True


def _page(request: HttpRequest, form: PersonForm, *, held: Holding | None = None) -> HttpResponse:
    title = _("What we hold about a person")
    context: dict[str, Any] = {
        "form": form if not isinstance(form, EraseForm) else PersonForm(initial={"email": form.data.get("email", "")}),
        "erase_form": form if isinstance(form, EraseForm) else EraseForm(auto_id="erase_%s"),
        "held": held,
        "header_title": title,
        "breadcrumbs_items": [HOME, DESK, {"url": request.path, "label": title}],
    }
    return TemplateResponse(request, TEMPLATE, context)
