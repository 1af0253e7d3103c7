"""Sample people whose names are hard to print."""

from __future__ import annotations

import hashlib
import unicodedata

from events.choices import Role
from events.documents.badges import Badge, BadgeSheetHead
from events.documents.lists import SheetHead
from events.models.codes import ALPHABET

LONG_WORD = "Wolfeschlegelsteinhausenbergerdorffsampl"
FORTY_LETTERS = LONG_WORD
LONG_NAME = "Maximiliana Bartholomew-Alexandra Sample-Enghraifft van Person"
LONG_ORGANISATION = (
    "Sample University Health Board, Patient Experience and Public Involvement Team of the South West and the Valleys"
)

OUR_LETTERS = [
    "Sam Sample",
    "Llŷr Sampl",
    "Gwŷdd Ŵyn ap Enghraifft",
    unicodedata.normalize("NFD", "Gwŷdd Ŵyn ap Enghraifft"),
    "Gwenllian Sampl",
    "Maximiliana Sample-Enghraifft",
    "Dr Bartholomew-Alexander Featherstonehaugh-Sample van der Enghraifft",
    "Sample",
    LONG_NAME,
    FORTY_LETTERS,
    f"{FORTY_LETTERS} Sample",
    f"Jo {FORTY_LETTERS}",
    "W" * 30,
    "Ffion-Angharad-Gwenllian-Myfanwy Sampl",
    "Ĳsbrand Łódź-Čačić",
]
"""Names that our own fonts can set."""

OTHER_LETTERS = [
    "محمد عينة",
    "שרה דוגמה",
    "Nguyễn Văn Mẫu",
    unicodedata.normalize("NFD", "Nguyễn Văn Mẫu"),
    "Σοφία Παράδειγμα",
    "Александра Примерова-Образцова",
    "😀 Emoji",
    "Samq̂ Sample",
    "آ" * 45,
]
"""Names that need another font or real shaping."""


def code(number: int) -> str:
    """A code for sample person `number`: always the same, different from all others."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:12])


def badge(number: int, name: str, **facts: object) -> Badge:
    roles = list(Role)
    values = {
        "organisation": ("Cyngor Enghraifft", "", LONG_ORGANISATION)[number % 3],
        "pronouns": ("", "she/her", "they/them/theirs")[number % 3],
        "role": roles[number % len(roles)],
        "speaks_welsh": number % 2 == 0,
        "no_photos": number % 5 == 0,
        "code": code(number),
        **facts,
    }
    return Badge(name=name, **values)  # type: ignore[arg-type]


def badge_head(language: str = "en", **facts: object) -> BadgeSheetHead:
    values = {
        "event_title": "Conversations that last",
        "when": "11 February 2027",
        "language": language,
        "slug": "conversations",
        "threads": "t-plum",
        **facts,
    }
    return BadgeSheetHead(**values)  # type: ignore[arg-type]


def sheet_head(language: str = "en", **facts: object) -> SheetHead:
    values = {
        "event_title": "Conversations that last",
        "when": "Thursday 11 February 2027, 10am",
        "where": "Neuadd Enghraifft, Wrexham",
        "printed_by": "Sam Staff",
        "printed_at": "10 February 2027, 4.15pm",
        "language": language,
        **facts,
    }
    return SheetHead(**values)  # type: ignore[arg-type]
