"""Messages to the people of an event: what was sent, what goes out by itself, and one message on its own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from events.backoffice.access import may, on_event, refused
from events.backoffice.choosing import chosen_of, keys_of, named
from events.backoffice.forms.mailings import MailingForm, SendForm
from events.backoffice.letterbox import find_mailing, keep_words, letterbox_of, page_of
from events.backoffice.log import note_looked_at, staff_of
from events.backoffice.permissions import Permission
from events.backoffice.views.crumbs import crumbs
from events.choices import MailingState, Placeholder
from events.errors import CroesoError
from events.messaging import mailings
from events.messaging.audience import Recipient, Selection, key_of, recipients
from events.models.events import Event
from events.models.mailings import Mailing

SHOWN_AS = 50
"""As so many of the people a message can be looked at."""


@require_http_methods(["GET", "HEAD"])
@on_event(Permission.SEND_MESSAGES)
def index(request: HttpRequest, *, event: Event) -> HttpResponse:
    context = {"box": letterbox_of(event, now=timezone.now())}
    return _page(request, event, "events/backoffice/mailings/index.html", _("Messages"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_event(Permission.SEND_MESSAGES)
def write(request: HttpRequest, *, event: Event, which: str = "") -> HttpResponse:
    """A new message, or the words of one that was not sent yet."""
    mailing = find_mailing(event, which, now=timezone.now()) if which else None
    if which and mailing is None:
        return refused(request)
    if mailing and mailing.state == MailingState.SENT:
        return redirect(page_of(mailing))
    chosen = keys_of(chosen_of(request, event))
    form = MailingForm(
        request.POST if request.method == "POST" else None, event=event, mailing=mailing, bookings=chosen
    )
    if form.is_valid():
        kept = keep_words(form, event=event, by=staff_of(request), now=timezone.now())
        return redirect(page_of(kept))
    title = _("Change the message") if mailing else _("New message")
    context = {
        "form": form,
        "named": named(request, event, str(form["bookings"].value())) if form.chosen else None,
        "mailing": mailing,
        "placeholders": Placeholder.choices,
    }
    return _page(request, event, "events/backoffice/mailings/write.html", title, context)


@require_http_methods(["GET", "HEAD"])
@on_event(Permission.SEND_MESSAGES)
def mailing(request: HttpRequest, *, event: Event, which: str) -> HttpResponse:
    found = find_mailing(event, which, now=timezone.now())
    return _mailing(request, event, found) if found else refused(request)


def _mailing(request: HttpRequest, event: Event, found: Mailing, form: SendForm | None = None) -> HttpResponse:
    people = recipients(Selection.of(found)) if found.state != MailingState.SENT else []
    context = {
        "mailing": found,
        "which": found.pk or found.occasion,
        "people": people,
        "number": found.recipients if found.state == MailingState.SENT else len(people),
        "progress": mailings.progress_of([found]).get(found.pk),
        "form": form or SendForm(event=event, now=timezone.now()),
        "languages": [("en", _("English")), ("cy", _("Welsh"))],
        **(_choices(request, event, people) if may(request, Permission.SEE_CONTACTS) else {}),
    }
    return _page(request, event, "events/backoffice/mailings/mailing.html", str(found), context)


def _choices(request: HttpRequest, event: Event, people: list[Recipient]) -> dict[str, Any]:
    """Real people whose message can be looked at; their names are all that this page shows."""
    rows = [(key_of(one), one.name or one.email) for one in people[:SHOWN_AS]]
    chosen = request.GET.get("as", "")
    if rows:
        note_looked_at(request, "recipients.viewed", event=event, people=len(rows), now=timezone.now())
    return {"choices": rows, "chosen": chosen if chosen in dict(rows) else ""}


@require_POST
@on_event(Permission.SEND_MESSAGES)
def send(request: HttpRequest, *, event: Event, which: str) -> HttpResponse:
    """Now or at an instant. A message to nobody is kept back: whoever sends it means somebody."""
    now, found = timezone.now(), find_mailing(event, which, now=timezone.now())
    if found is None:
        return refused(request)
    form = SendForm(request.POST, event=event, now=now)
    if not form.is_valid():
        return _mailing(request, event, found, form)
    try:
        kept = mailings.keep_occasion(found)
        kept.event, kept.ignores_quiet_hours = event, form.cleaned_data["at_night"]
        mailings.schedule(kept, send_at=form.cleaned_data["send_at"], now=now, by=staff_of(request))
    except CroesoError as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(found))
    messages.success(request, _("The message goes out at the time you see here."))
    return redirect(page_of(kept))


@require_POST
@on_event(Permission.SEND_MESSAGES)
def stop(request: HttpRequest, *, event: Event, which: str) -> HttpResponse:
    now, found = timezone.now(), find_mailing(event, which, now=timezone.now())
    if found is None:
        return refused(request)
    try:
        kept = mailings.keep_occasion(found)
        kept.event = event
        mailings.stop(kept, now=now, by=staff_of(request))
    except CroesoError as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(found))
    messages.success(request, _("The message is not sent. You can send it later all the same."))
    return redirect(page_of(kept))


@require_POST
@on_event(Permission.SEND_MESSAGES)
def test(request: HttpRequest, *, event: Event, which: str) -> HttpResponse:
    """In both languages as two mails, for that is what people get."""
    now, found = timezone.now(), find_mailing(event, which, now=timezone.now())
    if found is None:
        return refused(request)
    kept = mailings.keep_occasion(found)
    kept.event = event
    user = staff_of(request).user
    try:
        sent = [mailings.send_test(kept, user=user, language=language, now=now) for language in ("en", "cy") if user]
    except CroesoError as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(kept))
    said = ngettext("%(number)d test is on its way to %(email)s.", "%(number)d tests are on their way to %(email)s.", 2)
    messages.success(request, said % {"number": len(sent), "email": user.email if user else ""})
    return redirect(page_of(kept))


def _page(request: HttpRequest, event: Event, template: str, title: str, context: dict[str, Any]) -> TemplateResponse:
    box = (reverse("desk:mailings", args=[event.pk]), _("Messages"))
    steps = [box] if request.path == box[0] else [box, (request.path, title)]
    return TemplateResponse(
        request,
        template,
        {"event": event, "header_title": title, "breadcrumbs_items": crumbs(event, *steps), **context},
    )
