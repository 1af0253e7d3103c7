"""Certificates of attendance: one A4 page for each person, with both languages side by side and equally large."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.documents.pdf import render
from events.documents.press import Tell, tell_nobody
from events.documents.qr import grouped
from events.documents.woven import piece
from events.models.names import tidy
from home.dates import days_text

LANGUAGES = ("cy", "en")
"""In the order in which they stand on the page."""

TILES = (21, 3)
LONG, LONGEST = 20, 36
"""Letters from which a name is set smaller."""

MANY = 4
"""Events from which a certificate over a series is set smaller."""


@dataclass(frozen=True)
class CameTo:
    """One event that somebody came to. `titles`, `kinds` and `places` are by language; `last` is its last day."""

    titles: dict[str, str]
    kinds: dict[str, str]
    places: dict[str, str]
    first: dt.date
    last: dt.date
    hours: Decimal = Decimal(0)


@dataclass(frozen=True)
class Certificate:
    """`code` is what is typed at `check_at`, an address without "https://", to see that it is true. `slug` and
    `threads` choose the weave. The hosts are by language."""

    name: str
    came_to: tuple[CameTo, ...]
    hosts: dict[str, str]
    code: str
    check_at: str
    slug: str
    threads: str = ""

    @property
    def hours(self) -> Decimal:
        return sum((event.hours for event in self.came_to), Decimal(0))


def certificate_pages(certificates: Sequence[Certificate], *, language: str, tell: Tell = tell_nobody) -> bytes:
    """A tagged PDF in the order of `certificates`. `language` is what the file says it is in: it is in both."""
    pages = []
    for number, certificate in enumerate(certificates):
        tell(number, len(certificates))
        pages.append(_page(certificate))
    with translation.override(language):
        context = {"pages": pages, "language": language, "title": _both(_title)}
        return render(render_to_string("events/documents/certificates.html", context))


def hours_text(hours: Decimal) -> str:
    """In the active language: "5 hours of learning", "" for none."""
    if not hours:
        return ""
    number = f"{hours.normalize():f}"
    words = ngettext("%(hours)s hour of learning", "%(hours)s hours of learning", math.ceil(hours))
    return words % {"hours": number}


def _page(certificate: Certificate) -> dict[str, Any]:
    name = tidy(certificate.name)
    is_long = len(certificate.came_to) >= MANY
    rows = [[_lines(event, language, is_long=is_long) for language in LANGUAGES] for event in certificate.came_to]
    is_series = len(certificate.came_to) > 1
    return {
        "headings": [_in(language, _title) for language in LANGUAGES],
        "given": _both(_given_to),
        "name": name,
        "name_class": "name--longest" if len(name) > LONGEST else "name--long" if len(name) > LONG else "",
        "is_long": is_long,
        "rows": rows,
        "total": [_in(language, lambda: _total(certificate)) for language in LANGUAGES] if is_series else [],
        "host": " · ".join(dict.fromkeys(filter(None, (certificate.hosts.get(each, "") for each in LANGUAGES)))),
        "check_at": f"{certificate.check_at}{grouped(certificate.code).replace(' ', '-')}",
        "check": _both(_check_it),
        "weave": piece(certificate.slug, certificate.threads, *TILES),
    }


def _lines(event: CameTo, language: str, *, is_long: bool) -> list[str]:
    with translation.override(language):
        day = capfirst(days_text(event.first, event.last, language=language))
        what = ", ".join(filter(None, [event.kinds.get(language, ""), hours_text(event.hours)]))
        where = ", ".join(filter(None, [day, event.places.get(language, "")]))
        if is_long:
            what, where = "", ", ".join(filter(None, [day, hours_text(event.hours)]))
    return [tidy(line) for line in (event.titles.get(language, ""), what, where) if line]


def _total(certificate: Certificate) -> str:
    number = len(certificate.came_to)
    words = ngettext("%(number)d event", "%(number)d events", number) % {"number": number}
    return ", ".join(filter(None, [words, hours_text(certificate.hours)]))


def _title() -> str:
    return _("Certificate of attendance")


def _given_to() -> str:
    return _("Given to")


def _check_it() -> str:
    return _("check this certificate")


def _in(language: str, say: Any) -> str:
    with translation.override(language):
        return str(say())


def _both(say: Any) -> str:
    return " · ".join(_in(language, say) for language in LANGUAGES)
