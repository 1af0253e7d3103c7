"""The mail with a code for time credits. It may belong to no event: whoever asks for a statement has booked nothing."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from events.calendars.plain_text import one_line
from events.messaging.inert import inert, tidy_text
from events.messaging.look import style_of
from events.models.messages import Message
from events.models.time_credits import CreditCode
from events.payments.credit_codes import GOOD_FOR, code_of
from home.models import SiteDetails

FOLDER = "events/emails/credit_code"


def code_letter(message: Message, *, language: str) -> dict[str, str]:
    """One language's half of it. Raises CreditCode.DoesNotExist when its code is gone: it would open nothing."""
    asked = CreditCode.objects.select_related("issuer", "booking__event").get(pk=message.context["code"])
    with override(language):
        context = _context(message, asked, language=language)
        return {
            "language": language,
            "subject": one_line(render_to_string(f"{FOLDER}/subject.txt", context)),
            "text": tidy_text(render_to_string(f"{FOLDER}/body.txt", context)),
            "html": render_to_string(f"{FOLDER}/body.html", context),
            "preview": "",
        }


def site_style() -> dict[str, str]:
    site = _site()
    return style_of(site.brand, site.accent)


def _site() -> SiteDetails:
    return SiteDetails.objects.filter(site__is_default_site=True).first() or SiteDetails()


def _context(message: Message, asked: CreditCode, *, language: str) -> dict[str, Any]:
    site = _site()
    code = code_of(asked)
    return {
        "language": language,
        "style": style_of(site.brand, site.accent),
        "site_name": one_line(site.in_language("name", language)),
        "name": inert(message.to_name),
        "issuer": one_line(asked.issuer.in_language("name", language)),
        "title": one_line(asked.booking.event.say("title", language)) if asked.booking else "",
        "code": f"{code[:3]} {code[3:]}",
        "minutes": int(GOOD_FOR.total_seconds() // 60),
        "phone": one_line(asked.issuer.phone or site.phone),
        "can_reply": False,
        "other_url": "",
    }
