"""Tickets on paper: one page for each person, the right code on it."""

from __future__ import annotations

import pypdfium2
import pytest

from events.documents.qr import grouped
from events.documents.tickets import Ticket, TicketHead, ticket_pages
from tests.events.documents import reading
from tests.events.documents.reading import Place, found_at
from tests.events.documents.samples import LONG_NAME, OTHER_LETTERS, OUR_LETTERS, code

PAGE = [Place(0, 0, 210, 297)]


def ticket(number: int, name: str = "", **facts: object) -> Ticket:
    values = {"name": name or f"Sample Person{number}", "ticket_type": "Organisation ticket", **facts}
    return Ticket(code=code(number), reference="K7QM-4XRD", **values)  # type: ignore[arg-type]


def head(language: str = "en", **facts: object) -> TicketHead:
    values = {
        "event_title": "Conversations that last",
        "kind": "Masterclass",
        "when": "Thursday 11 February 2027, 10am to 3.30pm",
        "place": "Neuadd Enghraifft, 1 Sample Street, Wrexham LL00 0AA",
        "slug": "conversations",
        "threads": "t-plum",
        "getting_there": ("Ten minutes on foot from the railway station.",),
        "access": ("Hearing loop", "Quiet room"),
        "contact": "Sample Network, hello@example.org",
        **facts,
    }
    return TicketHead(language=language, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*OUR_LETTERS, *OTHER_LETTERS])
def test_each_ticket_is_one_page_with_its_own_code(name: str) -> None:
    tickets = [ticket(1, name), ticket(2)]
    pages = found_at(ticket_pages(tickets, head()), PAGE)
    assert [[there.codes for there in page] for page in pages] == [[[code(1)]], [[code(2)]]]
    assert grouped(code(1)) in pages[0][0].text
    assert "Sample Person2" in pages[1][0].text


def test_a_ticket_says_what_the_door_and_the_person_need() -> None:
    [[there]] = found_at(ticket_pages([ticket(1, LONG_NAME, sessions=("Morning circle",))], head()), PAGE)
    for words in (
        "Your ticket",
        "Masterclass",
        "Conversations that last",
        "Thursday 11 February 2027, 10am to 3.30pm",
        "Neuadd Enghraifft, 1 Sample Street, Wrexham LL00 0AA",
        "Organisation ticket",
        "Morning circle",
        "Ten minutes on foot",
        "Hearing loop",
        "hello@example.org",
        "Booking K7QM-4XRD",
    ):
        assert words in there.text


def test_headings_without_anything_under_them_are_left_out() -> None:
    text = reading.page_texts(ticket_pages([ticket(1)], head(getting_there=(), access=(), contact="", kind="")))[0]
    assert "Getting there" not in text
    assert "Access" not in text
    assert "Plans changed?" in text


def test_a_screen_reader_gets_headings_and_the_code_in_words() -> None:
    top = reading.tree(ticket_pages([ticket(1)], head()))
    assert [node.full_text for node in top.all("H1")] == ["Your ticket"]
    assert [node.full_text for node in top.all("H2")][:2] == ["Conversations that last", "Getting there"]
    [figure] = [node for node in top.all("Figure") if "/Alt" in node.raw]
    assert figure.raw["/Alt"] == f"QR code of the code {grouped(code(1))}"


def test_title_and_language() -> None:
    pdf = reading.reader(ticket_pages([ticket(1)], head("cy")))
    assert pdf.trailer["/Root"]["/Lang"] == "cy"
    assert "Conversations that last" in str((pdf.metadata or {})["/Title"])


def test_names_and_titles_are_inert() -> None:
    nasty = '<img src="http://127.0.0.1:9/a.png">{{ x }}'
    document = ticket_pages([ticket(1, nasty)], head(event_title=nasty, place=nasty))
    assert "".join(reading.page_texts(document)[0].split()).count("".join(nasty.split())) == 3


def test_the_same_ticket_makes_the_same_file() -> None:
    assert ticket_pages([ticket(1)], head()) == ticket_pages([ticket(1)], head())


def test_nothing_is_cut_at_the_edge_of_the_ticket() -> None:
    document = ticket_pages([ticket(1, "W" * 60)], head(event_title="W" * 40, place="Caerdydd"))
    with pypdfium2.PdfDocument(document) as pdf:
        assert len(pdf) == 1
    boxes = [box for letter, box in reading.letters(document) if letter == "W"]
    assert len(boxes) == 100
    assert max(box[2] for box in boxes) <= (14 + 120) * reading.POINTS_PER_MM
