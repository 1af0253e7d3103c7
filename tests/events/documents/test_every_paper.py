"""What holds for each paper that is printed: tagged, with a title, in a language, and nothing beyond its sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from events.documents.badges import badge_sheets
from events.documents.certificates import certificate_pages
from events.documents.door_list import DoorRow, door_list
from events.documents.invoices import invoice_pdf
from events.documents.lists import ListRow, attendee_list, sign_in_sheet
from events.documents.needs_sheets import Help, access_sheet, kitchen_sheet
from events.documents.statements import StatementPaper, StatementRow, statement_pdf
from events.documents.tickets import ticket_pages
from events.models.folding import letters
from tests.events.documents import reading
from tests.events.documents.samples import FORTY_LETTERS, LONG_NAME, LONG_ORGANISATION, badge, badge_head, sheet_head
from tests.events.documents.test_certificates import certificate
from tests.events.documents.test_invoices import PAPER
from tests.events.documents.test_needs_sheets import WHOLE
from tests.events.documents.test_tickets import head as ticket_head
from tests.events.documents.test_tickets import ticket

NAMES = (LONG_NAME, FORTY_LETTERS)


def statement(language: str, name: str = LONG_NAME) -> bytes:
    rows = [StatementRow("11 February 2027", name, "+4", "4")]
    about = {"owner": name, "email": f"{FORTY_LETTERS}@example.org", "issuer": LONG_ORGANISATION, "today": "today"}
    return statement_pdf(StatementPaper(language=language, balance=4, rows=rows, **about))


def invoice(language: str, *, is_credit_note: bool = False) -> bytes:
    payer = [*NAMES, LONG_ORGANISATION]
    paper = replace(PAPER, language=language, payer_lines=payer, event_title=LONG_NAME, po_number=FORTY_LETTERS)
    return invoice_pdf(replace(paper, is_credit_note=is_credit_note, corrects="INV-0041" * is_credit_note))


PAPERS: dict[str, Callable[[str], bytes]] = {
    "attendees": lambda language: attendee_list([ListRow(name, "K7QM") for name in NAMES], sheet_head(language)),
    "sign-in": lambda language: sign_in_sheet(NAMES, sheet_head(language)),
    "door list": lambda language: door_list([DoorRow("TUV2", name) for name in NAMES], sheet_head(language)),
    "kitchen": lambda language: kitchen_sheet([WHOLE], sheet_head(language)),
    "access": lambda language: access_sheet([Help(name, helps=FORTY_LETTERS) for name in NAMES], sheet_head(language)),
    "badges": lambda language: badge_sheets([badge(*one) for one in enumerate(NAMES)], badge_head(language)),
    "certificates": lambda language: certificate_pages([certificate(name) for name in NAMES], language=language),
    "tickets": lambda language: ticket_pages([ticket(*one) for one in enumerate(NAMES)], ticket_head(language)),
    "statement": statement,
    "invoice": invoice,
    "credit note": lambda language: invoice(language, is_credit_note=True),
}


@cache
def made(paper: str, language: str) -> bytes:
    return PAPERS[paper](language)


@pytest.mark.parametrize(
    ("paper", "language"),
    [*((paper, "en") for paper in PAPERS), ("statement", "cy"), ("invoice", "cy"), ("kitchen", "cy")],
)
def test_a_paper_is_tagged_with_a_title_and_its_language(paper: str, language: str) -> None:
    document = made(paper, language)
    pdf = reading.reader(document)
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"]), bool(pdf.metadata["/Title"])) == (language, True, True)
    assert root["/StructTreeRoot"]["/K"]


@pytest.mark.parametrize("paper", sorted(set(PAPERS) - {"kitchen"}))
def test_long_names_stay_on_the_sheet_and_whole(paper: str) -> None:
    document = made(paper, "en")
    pages = reading.reader(document).pages
    said = ""
    for number, page in enumerate(pages):
        found = [(letter, box) for letter, box in reading.letters(document, number) if letter.strip()]
        said += "".join(letter for letter, _box in found)
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        out = [
            letter for letter, (left, low, right, high) in found if min(left, low) < 0 or right > width or high > height
        ]
        assert out == []
    assert [word for name in NAMES for word in map(letters, name.split()) if word not in letters(said)] == []
