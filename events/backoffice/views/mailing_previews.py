"""A message as somebody would get it, in a frame of its own: as a sample, or as one real person. Sends nothing."""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from events.backoffice.access import may, on_event, refused
from events.backoffice.letterbox import find_mailing
from events.backoffice.log import note_looked_at
from events.backoffice.permissions import Permission
from events.choices import MessageKind
from events.messaging.audience import Recipient, Selection, key_of, recipients
from events.messaging.compose import written
from events.messaging.dossier import sample_dossier
from events.models.bookings import Booking, Interest
from events.models.events import Event
from events.models.mailings import Mailing
from events.models.messages import Message


@require_http_methods(["GET", "HEAD"])
@on_event(Permission.SEND_MESSAGES)
def frame(request: HttpRequest, *, event: Event, which: str) -> HttpResponse:
    """`language` and `part` (html or text) say what; `as` names a booking or an interest, such as b12 or i3."""
    now, mailing = timezone.now(), find_mailing(event, which, now=timezone.now())
    language = "cy" if request.GET.get("language") == "cy" else "en"
    if mailing is None:
        return refused(request)
    wanted = request.GET.get("as", "")
    person = _person(mailing, wanted) if wanted else None
    if wanted and (person is None or not may(request, Permission.SEE_CONTACTS)):
        return refused(request)
    if person:
        note_looked_at(request, "mailing.previewed", event=event, people=1, now=now)
    mail = _mail(mailing, event, person, language=language, now=now)
    return _shown(mail, as_text=request.GET.get("part") == "text")


def _person(mailing: Mailing, wanted: str) -> Recipient | None:
    return next((one for one in recipients(Selection.of(mailing)) if key_of(one) == wanted), None)


def _mail(
    mailing: Mailing, event: Event, person: Recipient | None, *, language: str, now: dt.datetime
) -> EmailMultiAlternatives:
    with override(language):
        name = person.name if person else _("Sample Person")
    message = Message(
        kind=MessageKind.MAILING,
        event=event,
        mailing=mailing,
        booking=Booking.objects.filter(pk=person.booking).first() if person else None,
        interest=Interest.objects.filter(pk=person.interest).first() if person else None,
        to_email=person.email if person else "sample.person@example.org",
        to_name=name,
        language=language,
        context={"is_test": True},
        created_at=now,
        due_at=now,
    )
    return written(sample_dossier(message))


def _shown(mail: EmailMultiAlternatives, *, as_text: bool) -> HttpResponse:
    if as_text:
        body, kind = f"{mail.subject}\n\n{mail.body}", "text/plain; charset=utf-8"
    else:
        body, kind = str(mail.alternatives[0][0]), "text/html; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response
