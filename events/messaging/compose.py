"""Turns a message's row into a mail: subject, text and HTML that say the same, and a calendar file where it helps.

What the rules put into `context`, all of it optional: `names` (cancellation: who no longer comes), `deadline_at`
(offer, request: an ISO instant), `position` (waitlist: 1 is next), `free` (news for the queue: places that are free),
`reason` (request turned down: the organiser's words), `changed` (event changed: any of "when", "where"),
`leaves` (passed on: whether the person who booked stays away).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from events.booking.waitlist import position
from events.calendars.entries import organiser
from events.calendars.ical import Calendar, booked_calendar, withdrawn_calendar
from events.calendars.plain_text import lines, one_line
from events.choices import Attendance, BookingSource, BookingState, DateState, MessageKind
from events.messaging.credit_codes import code_letter, site_style
from events.messaging.dossier import Dossier, everybody, open_dossier
from events.messaging.facts import facts, facts_text, instant, short_date
from events.messaging.inert import inert, tidy_text
from events.messaging.mailing_words import said_in_mailing, spoken_in, unsubscribe_headers
from events.models.bookings import Booking, email_key
from events.models.messages import Message
from events.models.money import sum_text
from home.dates import moment_text

FOLDER = "events/emails"
OTHER_LANGUAGE = {"en": ("cy", "Cymraeg"), "cy": ("en", "English")}
RULER = "-" * 60
LONGEST_SUBJECT = 200


def compose(message: Message, *, now: dt.datetime) -> EmailMultiAlternatives:
    """Write the mail of one message, in the person's language, or in Welsh and then in English when it is unknown.

    Issues a new secret link where the mail carries one. Raises ValueError for a message that belongs to no event.
    """
    if message.kind == MessageKind.CREDIT_CODE:
        spoken = (message.language,) if message.language else ("cy", "en")
        return _mail(message, [code_letter(message, language=language) for language in spoken], style=site_style())
    return written(open_dossier(message, now=now))


def written(dossier: Dossier) -> EmailMultiAlternatives:
    """The mail that tells what stands in a dossier."""
    message, calendar = dossier.message, _calendar(dossier)
    spoken = spoken_in(message.mailing, (message.language,) if message.language else ("cy", "en"))
    letters = [letter(dossier, language=language, has_calendar=calendar is not None) for language in spoken]
    mail = _mail(message, letters, style=dossier.style)
    mail.from_email = _from(dossier, message.language)
    mail.reply_to = [dossier.reply_to] if dossier.reply_to else []
    mail.extra_headers |= unsubscribe_headers(dossier)
    if calendar:
        mail.attach(f"{dossier.event.slug}.ics", calendar.body.decode(), f"text/calendar; method={calendar.method}")
    return mail


def _mail(message: Message, letters: list[dict[str, str]], *, style: dict[str, str]) -> EmailMultiAlternatives:
    """The letters of all languages in one mail from the site itself."""
    mail = EmailMultiAlternatives(
        subject=subject([each["subject"] for each in letters]),
        body=f"\n\n{RULER}\n\n".join(each["text"] for each in letters) + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    frame = {"letters": letters, "language": letters[0]["language"], "style": style, "subject": mail.subject}
    mail.attach_alternative(render_to_string(f"{FOLDER}/_frame.html", frame), "text/html")
    return mail


def letter(dossier: Dossier, *, language: str, has_calendar: bool) -> dict[str, str]:
    """`subject`, `text`, `html` (a fragment), `preview` and `language` of one language's half of a mail."""
    with override(language):
        context = _context(dossier, language=language) | {"has_calendar": has_calendar}
        folder = f"{FOLDER}/{dossier.message.kind}"
        return {
            "language": language,
            "subject": one_line(render_to_string(f"{folder}/subject.txt", context)),
            "text": tidy_text(render_to_string(f"{folder}/body.txt", context)),
            "html": render_to_string(f"{folder}/body.html", context),
            "preview": context["preview"],
        }


def subject(said: list[str]) -> str:
    """One line for both languages, cut before it grows beyond what mail programs take."""
    line = " / ".join(dict.fromkeys(said))
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def message_id(message: Message) -> str:
    """The same for every attempt at one message, so that a second copy can be recognised as one."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<message-{message.pk}-{message.created_at:%Y%m%d%H%M%S%f}@{host}>"


def _from(dossier: Dossier, language: str) -> str:
    """Our own address, under the host's name."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = organiser(dossier.event, language=language)[0] if dossier.event.host else name
    return formataddr((inert(host), address))


def _calendar(dossier: Dossier) -> Calendar | None:
    """The calendar file of a mail: put in or changed for those who come, taken out for those who no longer do."""
    booking, message = dossier.booking, dossier.message
    if booking is None or dossier.event.starts_at is None or dossier.event.date_state == DateState.TO_BE_CONFIRMED:
        return None
    options: dict[str, Any] = {"people": dossier.people, "language": message.language, "at": message.created_at}
    match MessageKind(message.kind):
        case MessageKind.CONFIRMATION if dossier.is_theirs:
            return booked_calendar(booking, **options)
        case MessageKind.CHANGE | MessageKind.LINK | MessageKind.EVENT_CHANGED if dossier.is_theirs:
            return booked_calendar(booking, **options) if booking.state == BookingState.CONFIRMED else None
        case MessageKind.CANCELLATION if booking.confirmed_at and not dossier.people and not _comes_anyway(message):
            return withdrawn_calendar(booking, **options | {"people": everybody(booking)})
        case MessageKind.PASSED_ON if message.context.get("leaves") and not _comes_anyway(message):
            return withdrawn_calendar(booking, **options) if booking.confirmed_at else None
        case MessageKind.EVENT_CANCELLED if booking.confirmed_at:
            return withdrawn_calendar(booking, **options | {"people": everybody(booking)})
    return None


def _comes_anyway(message: Message) -> bool:
    """Whether the same person has another booking, whose calendar entry must stay."""
    others = Booking.objects.filter(event=message.event_id, email_key=email_key(message.to_email))
    return others.with_state(BookingState.CONFIRMED).exclude(messages=message).exists()


def _context(dossier: Dossier, *, language: str) -> dict[str, Any]:
    event, booking, given = dossier.event, dossier.booking, dossier.context
    rows = facts(dossier, language=language)
    other, other_name = OTHER_LANGUAGE[language]
    ends = instant(given.get("deadline_at")) or (booking.deadline_at if booking else None)
    has_room = event.attendance != Attendance.ONLINE
    place = given.get("position") or (position(booking) if booking else None)
    return {
        "language": language,
        "style": dossier.style,
        "site_name": one_line(dossier.site.in_language("name", language)),
        "name": inert(dossier.message.to_name),
        "title": one_line(event.say("title", language)),
        "date": short_date(event, language=language),
        "facts": rows,
        "facts_text": facts_text(rows),
        "preview": " · ".join(line for row in rows[:2] for line in row.lines),
        "number": len(dossier.people),
        "gone": len(dossier.gone),
        "deadline": moment_text(ends, event.zone, language=language) if ends else "",
        "position": place,
        "free": given.get("free"),
        **_money(booking, given),
        "invoice": dossier.invoice.name if dossier.invoice else "",
        "reason": lines(str(given.get("reason", "")) or event.say("reason", language)),
        "changed": given.get("changed", []),
        "credits": given.get("credits", 0),
        "without_credits": given.get("without_credits", False),
        "has_room": has_room,
        "is_interested": booking is not None and booking.source == BookingSource.INTEREST,
        "is_postponed": event.date_state == DateState.POSTPONED,
        "join_url": dossier.join_url,
        "link": dossier.link,
        "tickets_url": f"{dossier.link}?next=tickets" if has_room and dossier.link else "",
        "event_url": _page(event.words, language),
        "other_url": _page(event.words, other, only=True) if dossier.message.language else "",
        "other_language": other,
        "other_name": other_name,
        "phone": one_line(dossier.phone),
        "can_reply": bool(dossier.reply_to),
        **(said_in_mailing(dossier, language=language, facts=rows) if dossier.message.mailing else {}),
    }


def _money(booking: Booking | None, given: Mapping[str, Any]) -> dict[str, str]:
    currency = booking.currency if booking else ""
    names = ("amount", "back")
    return {name: sum_text(Decimal(given[name]), currency=currency) if given.get(name) else "" for name in names}


def _page(words: Mapping[str, Mapping[str, str]], language: str, *, only: bool = False) -> str:
    """The event's page in a language (`only` that one), or "" where none is live."""
    said = [words.get(language, {}), *([] if only else words.values())]
    path = next((found["path"] for found in said if found.get("path")), "")
    return f"{settings.SITE_URL}{one_line(path)}" if path else ""
