"""One act on many bookings: a page that says whom it concerns and what will happen, and the press that does it."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.backoffice.access import may, on_event, refused
from events.backoffice.board import filled_in, people_on
from events.backoffice.choosing import SHOWN, chosen_of
from events.backoffice.forms.together import TogetherForm
from events.backoffice.log import note_looked_at
from events.backoffice.permissions import Permission
from events.backoffice.together import MOST_AT_ONCE, TOGETHER, Chosen, Together, as_they_stand
from events.backoffice.views.crumbs import crumbs
from events.backoffice.work_kinds import KINDS
from events.models.bookings import Booking
from events.models.events import Event
from events.models.work import Work
from events.work.jobs import ask, asked_before, carry_out_now


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.SEE_NAMES)
def together(request: HttpRequest, *, event: Event, deed: str) -> HttpResponse:
    wanted = TOGETHER.get(deed)
    if wanted is None or not may(request, wanted.permission):
        return refused(request, for_the_role=wanted is not None)
    if request.method == "POST":
        form = TogetherForm(request.POST, act=wanted)
        if form.is_valid():
            return redirect("desk:work", event.pk, _begun(request, event, wanted, form).pk)
        return _page(request, event, wanted, _as_chosen(event, form), form)
    bookings = chosen_of(request, event)
    if not bookings:
        messages.warning(request, _("Tick the bookings that you mean."))
        return redirect("desk:bookings", event.pk)
    return _page(request, event, wanted, bookings, None)


def _begun(request: HttpRequest, event: Event, act: Together, form: TogetherForm) -> Work:
    """The work of this press, done already where it is short. A second press finds the first one's."""
    user, now = request.user, timezone.now()
    if not isinstance(user, User):
        raise TypeError("nobody is signed in")
    wish: dict[str, Any] = {
        "kind": act.kind,
        "event": event,
        "by": user,
        "language": (get_language() or "en")[:2],
        "parameters": form.parameters,
    }
    work = asked_before(**wish) or ask(now=now, **wish)
    if len(form.cleaned_data["chosen"]) <= MOST_AT_ONCE:
        acts = {act.kind: KINDS[act.kind].act}
        carry_out_now(work, acts=acts, now=now, worker=f"desk:{secrets.token_hex(8)}")
    return work


def _as_chosen(event: Event, form: TogetherForm) -> list[Booking]:
    """Those of a form that has to be filled in once more; none where it cannot be read."""
    pks = [pk for pk, _mark in form.cleaned_data.get("chosen", [])]
    return list(filled_in(event).filter(pk__in=pks).order_by("name", "pk"))


def _page(
    request: HttpRequest, event: Event, act: Together, bookings: list[Booking], form: TogetherForm | None
) -> HttpResponse:
    stand = as_they_stand(act, bookings)
    suiting = [row for row in stand if row.suits]
    now = timezone.now()
    shown = suiting[:SHOWN]
    left = [row for row in stand if not row.suits][:SHOWN]
    note_looked_at(
        request, "bookings.viewed", event=event, people=people_on(row.booking for row in [*shown, *left]), now=now
    )
    context = {
        "event": event,
        "act": act,
        "form": form or TogetherForm(initial=_initial(suiting), act=act),
        "suiting": shown,
        "number": len(suiting),
        "more": len(suiting) - len(shown),
        "left": left,
        "left_number": len(stand) - len(suiting),
        "takes_long": len(suiting) > MOST_AT_ONCE,
        "header_title": str(act.label),
        "breadcrumbs_items": crumbs(
            event, (reverse("desk:bookings", args=[event.pk]), _("Bookings")), (request.path, str(act.label))
        ),
    }
    return TemplateResponse(request, "events/backoffice/together.html", context)


def _initial(suiting: list[Chosen]) -> dict[str, object]:
    pairs = " ".join(f"{row.booking.pk}:{row.mark}" for row in suiting)
    return {"chosen": pairs, "paid_on": timezone.localdate()}
