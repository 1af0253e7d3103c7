"""What a mailing says to one person in one language: the organiser's words or the usual ones, with values put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from events.calendars.places import place_line
from events.calendars.plain_text import lines, one_line
from events.choices import Occasion
from events.messaging.dossier import Dossier
from events.messaging.facts import Fact, when_lines
from events.messaging.inert import inert
from events.messaging.opt_out import opt_out_token
from events.messaging.placeholders import fill
from events.messaging.prose import as_html, as_text
from events.messaging.standard import usual_words
from events.models.mailings import Mailing

LANGUAGES = ("cy", "en")
ITS_BUTTON = frozenset({Occasion.REMINDER, Occasion.JOINING})


def words_of(mailing: Mailing, language: str) -> tuple[str, str] | None:
    """(subject, text) in this language with placeholders, or None where nobody has written any."""
    own = mailing.own_words(language)
    if own or not mailing.occasion:
        return own
    if any(mailing.own_words(other) for other in LANGUAGES):
        return None
    return usual_words(Occasion(mailing.occasion), language=language)


def spoken_in(mailing: Mailing | None, wanted: Sequence[str]) -> tuple[str, ...]:
    """The languages of a mail. What was written in one language only is sent in that one, once."""
    if mailing is None:
        return tuple(wanted)
    there = [language for language in LANGUAGES if words_of(mailing, language)]
    found = [language for language in wanted if language in there] or there
    return tuple(found)


def said_in_mailing(dossier: Dossier, *, language: str, facts: Sequence[Fact]) -> dict[str, Any]:
    """What the templates of a mailing need, in `language`, which must be the active one.

    Raises ValueError for a mailing without words in it.
    """
    mailing = dossier.message.mailing
    found = words_of(mailing, language) if mailing else None
    if mailing is None or found is None:
        raise ValueError("a mailing needs words in the language it is sent in")
    values = values_for(dossier, language=language)
    text = fill(lines(found[1]), values)
    return {
        "said_subject": one_line(fill(found[0], values)),
        "said_text": as_text(text),
        "said_html": as_html(text, link_style=dossier.style["link"], text_style=dossier.style["text"]),
        "shows_button": mailing.occasion in ITS_BUTTON,
        "has_facts": bool(facts),
        "opt_out_url": opt_out_url(dossier) if mailing.is_news else "",
        "leave_url": dossier.link if dossier.interest else "",
    }


def values_for(dossier: Dossier, *, language: str) -> dict[str, str]:
    """The value of every placeholder, harmless in a mail; "" for what this person does not have."""
    event, host = dossier.event, dossier.event.host
    when = when_lines(event, language=language)
    path = event.say("path", language)
    return {
        "name": inert(dossier.message.to_name),
        "event": one_line(event.say("title", language)),
        "date": when[0],
        "time": when[1] if len(when) > 1 else "",
        "place": place_line(event, language=language),
        "reference": dossier.booking.reference if dossier.booking else "",
        "link": dossier.link,
        "join_link": dossier.join_url,
        "page": f"{settings.SITE_URL}{one_line(path)}" if path else "",
        "organiser": one_line(host.in_language("name", language)) if host else "",
    }


def opt_out_url(dossier: Dossier) -> str:
    host = dossier.event.host_id
    if host is None:
        return ""
    return f"{settings.SITE_URL}/bookings/news/{opt_out_token(dossier.message.to_email, host)}/"


def unsubscribe_headers(dossier: Dossier) -> dict[str, str]:
    """For news only (RFC 2369, RFC 8058): mail programs then show a button of their own, which posts to the address."""
    mailing = dossier.message.mailing
    url = opt_out_url(dossier) if mailing and mailing.is_news else ""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
