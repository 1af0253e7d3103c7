"""Mails of an event that could not be delivered, each with the way to put it right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.backoffice.access import on_event
from events.backoffice.forms.mailings import MendForm
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.errors import CroesoError
from events.messaging.undelivered import mend, undelivered
from events.models.events import Event
from events.models.messages import Message

SHOWN_AT_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.CHANGE_BOOKINGS)
def undelivered_mails(request: HttpRequest, *, event: Event) -> HttpResponse:
    form = MendForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and _mended(request, event, form):
        return redirect(reverse("desk:undelivered", args=[event.pk]))
    rows = list(undelivered(event).select_related("booking")[:SHOWN_AT_MOST])
    note_looked_at(request, "undelivered.viewed", event=event, people=len(rows), now=timezone.now())
    box = (reverse("desk:mailings", args=[event.pk]), _("Messages"))
    context = {
        "event": event,
        "rows": [(row, _form_of(row, form)) for row in rows],
        "header_title": _("E-mails that could not be delivered"),
        "breadcrumbs_items": crumbs(event, box, (request.path, _("Not delivered"))),
    }
    return TemplateResponse(request, "events/backoffice/mailings/undelivered.html", context)


def _mended(request: HttpRequest, event: Event, form: MendForm) -> bool:
    wanted = form.cleaned_data["message"]
    if not Message.objects.filter(pk=wanted, event=event).exists():
        form.add_error(None, _("That e-mail is no longer there."))
        return False
    try:
        number = mend(wanted, email=form.cleaned_data["email"], now=timezone.now(), by=staff_of(request))
    except CroesoError as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext(
        "The address is put right, and %(number)d e-mail is on its way again.",
        "The address is put right, and %(number)d e-mails are on their way again.",
        number,
    )
    messages.success(request, said % {"number": number})
    return True


def _form_of(row: Message, sent: MendForm | None) -> MendForm:
    """What was typed stays with the row that it was typed for."""
    if sent is not None and sent.data.get("message") == str(row.pk):
        return sent
    return MendForm(initial={"message": row.pk, "email": row.to_email}, auto_id=f"id_%s_{row.pk}")
