"""Attendee lists and sign-in sheets: every row once, in order, nothing over anything else, and a true table."""

from __future__ import annotations

import itertools
import random

import pytest
from django.utils import translation

from events.documents.lists import ListRow, attendee_list, sign_in_sheet
from events.models.names import last_first, sort_key, tidy
from tests.events.documents import reading
from tests.events.documents.samples import LONG_ORGANISATION, OTHER_LETTERS, OUR_LETTERS, code, sheet_head

MM = reading.POINTS_PER_MM


def row(number: int, name: str = "", **facts: str) -> ListRow:
    values = {
        "name": name or f"Sample Person{number:04}",
        "reference": f"{code(number)[:4]}-{code(number)[4:8]}",
        "organisation": ("Cyngor Enghraifft", "", LONG_ORGANISATION)[number % 3],
        "ticket": ("Free place", "Organisation ticket")[number % 2],
        "email": f"person{number}@example.org",
        **facts,
    }
    return ListRow(**values)


def listed(document: bytes) -> list[list[str]]:
    """Texts of the cells of each person's row, in the order of the structure tree."""
    [table] = reading.tree(document).all("Table")
    rows = [[cell.text for cell in line.children] for line in table.all("TR")]
    return [cells for cells in rows[1:] if len(cells) > 1]


def hard_rows() -> list[ListRow]:
    names = [*OUR_LETTERS, *OTHER_LETTERS]
    return [row(number, name) for number, name in enumerate(names)] + [row(number) for number in range(50, 140)]


def test_every_person_is_listed_once_by_last_name() -> None:
    rows = hard_rows()
    random.Random(7).shuffle(rows)
    found = listed(attendee_list(rows, sheet_head()))
    in_order = sorted(rows, key=lambda row: (sort_key(row.name), row.reference))
    assert [cells[-1] for cells in found] == [row.reference for row in in_order]
    assert [cells[-2] for cells in found] == [row.email for row in in_order]


def test_5000_people_are_all_there_in_order() -> None:
    rows = [row(number) for number in range(5000)]
    text = "\n".join(reading.page_texts(attendee_list(reversed(rows), sheet_head())))
    places = [text.find(row.email) for row in rows]
    assert min(places) > 0
    assert places == sorted(places)
    assert [text.count(row.reference) for row in rows[::97]] == [1] * len(rows[::97])


def test_a_row_reads_name_first_and_reference_last() -> None:
    [cells] = listed(attendee_list([row(1, "Gwŷdd ap Enghraifft", organisation="Cyngor")], sheet_head()))
    assert cells == [
        "",
        "ap Enghraifft, Gwŷdd",
        "Cyngor",
        "Organisation ticket",
        "person1@example.org",
        f"{code(1)[:4]}-{code(1)[4:8]}",
    ]


def test_names_head_their_rows_and_columns_have_headings() -> None:
    [table] = reading.tree(attendee_list([row(1)], sheet_head())).all("Table")
    head, letter, person = table.all("TR")
    assert [cell.text for cell in head.children] == ["Here", "Name", "Organisation", "Ticket", "E-mail", "Booking"]
    assert {cell.raw["/A"]["/Scope"] for cell in head.children} == {"/Column"}
    assert [(cell.tag, cell.text, cell.raw["/A"]["/ColSpan"]) for cell in letter.children] == [("TH", "P", 6)]
    assert [cell.tag for cell in person.children] == ["TD", "TH", "TD", "TD", "TD", "TD"]
    assert person.children[1].raw["/A"]["/Scope"] == "/Row"


def test_columns_that_are_empty_for_everybody_are_left_out() -> None:
    def headings(*rows: ListRow) -> list[str]:
        return [cell.text for cell in reading.tree(attendee_list(rows, sheet_head())).all("TR")[0].children]

    assert "Sessions" not in headings(row(1), row(2))
    told = row(2, sessions="Morning circle", note="Wheelchair space")
    assert headings(row(1), told)[4:6] == ["Sessions", "At the door"]


def rules_and_letters(document: bytes, page: int) -> list[tuple[str, tuple[float, float, float, float]]]:
    return [(letter, box) for letter, box in reading.letters(document, page) if letter.strip()]


def test_rows_keep_their_distance_and_their_columns() -> None:
    """No letter of one row reaches into the next, none of a column into its neighbour, none over the room for rows."""
    document = attendee_list(hard_rows(), sheet_head())
    for page in range(len(reading.page_texts(document))):
        found = rules_and_letters(document, page)
        assert min(box[1] for _letter, box in found) >= 7 * MM
        assert max(box[2] for _letter, box in found) <= (297 - 14) * MM + 1
        rows = by_rows(document, page)
        for upper, lower in itertools.pairwise(rows):
            assert min(box[1] for box in upper) > max(box[3] for box in lower) - 0.5
        last = min(box[1] for box in rows[-1])
        assert last >= 15 * MM


def by_rows(document: bytes, page: int) -> list[list[tuple[float, float, float, float]]]:
    """Boxes of the letters between two horizontal rules, from top to bottom; the foot is below the last rule."""
    edges = horizontal_rules(document, page)
    found = [box for _letter, box in rules_and_letters(document, page)]
    rows = []
    for upper, lower in itertools.pairwise(edges):
        rows.append([box for box in found if lower < (box[1] + box[3]) / 2 < upper])
        assert all(box[3] <= upper + 0.5 and box[1] >= lower - 0.5 for box in rows[-1])
    return [row for row in rows if row]


def horizontal_rules(document: bytes, page: int) -> list[float]:
    """Heights of the lines across the table, from top to bottom."""
    content = reading.reader(document).pages[page].get_contents().get_data().decode("ascii")
    [path] = [line for line in content.splitlines() if line.endswith(" S Q")]
    numbers = path.split(" RG ")[1].split()
    segments = [tuple(map(float, numbers[n : n + 2] + numbers[n + 3 : n + 5])) for n in range(0, len(numbers) - 2, 6)]
    return sorted({y1 for x1, y1, x2, y2 in segments if y1 == y2}, reverse=True)


def test_rows_are_as_tall_as_their_tallest_cell_and_9_5_mm_at_least() -> None:
    document = attendee_list([row(1, organisation="Cyngor"), row(2, organisation=LONG_ORGANISATION)], sheet_head())
    edges = horizontal_rules(document, 0)
    heights = [upper - lower for upper, lower in itertools.pairwise(edges)]
    assert heights[2] == pytest.approx(9.5 * MM, abs=1.2)
    assert heights[3] > heights[2] + 10


def test_head_and_foot_are_on_every_page() -> None:
    texts = reading.page_texts(attendee_list([row(number) for number in range(60)], sheet_head()))
    total = len(texts)
    assert total > 3
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {total}" in text
        assert "Printed 10 February 2027, 4.15pm by Sam Staff." in text
        assert "shred it after" in text
        assert "Conversations that last" in text
        assert "Organisation" in text
        assert "Here" in text


def test_repeated_heads_are_read_out_once() -> None:
    top = reading.tree(attendee_list([row(number) for number in range(60)], sheet_head()))
    assert [node.text for node in top.all("H1")] == ["Who is coming: 60 people"]
    assert [node.text for node in top.children if node.tag == "P"][:2] == [
        "Conversations that last",
        "Thursday 11 February 2027, 10am, Neuadd Enghraifft, Wrexham",
    ]
    assert len(top.all("THead")) == 1
    assert len(top.all("Table")) == 1


def test_a_letter_never_stands_alone_at_the_end_of_a_page() -> None:
    rows = [
        row(number, f"Sam {letter}sample{number}") for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz" * 4)
    ]
    [table] = reading.tree(attendee_list(rows, sheet_head())).all("Table")
    for body in table.all("TBody"):
        assert len(body.children[-1].children) > 1


def test_one_letter_heads_each_group() -> None:
    names = ["Sam Ŵyn", "Sam Watkin-Sample", "Ann O'Sample", "Ann ap Rhys", "Élan Sample", "42"]
    [table] = reading.tree(attendee_list([row(n, name) for n, name in enumerate(names)], sheet_head())).all("Table")
    assert [line.children[0].text for line in table.all("TR")[1:] if len(line.children) == 1] == [
        "#",
        "A",
        "O",
        "S",
        "W",
    ]


@pytest.mark.parametrize("name", [*OUR_LETTERS, *OTHER_LETTERS])
def test_names_of_every_script_can_be_read_out(name: str) -> None:
    text = "".join(reading.page_texts(attendee_list([row(1, name)], sheet_head()))[0].split()).replace("\x02", "-")
    for word in tidy(last_first(name)).replace(",", "").split():
        assert word in text or "\u0302" in word


def test_an_empty_list_says_so_with_its_head() -> None:
    document = attendee_list([], sheet_head())
    assert [node.text for node in reading.tree(document).all("H1")] == ["Who is coming: 0 people"]
    assert "Page 1 of 1" in reading.page_texts(document)[0]


def test_the_list_is_landscape_a4_in_the_language_asked_for() -> None:
    pdf = reading.reader(attendee_list([row(1)], sheet_head("cy")))
    assert [float(edge) for edge in pdf.pages[0].mediabox] == pytest.approx([0, 0, 841.89, 595.276], abs=0.01)
    assert pdf.trailer["/Root"]["/Lang"] == "cy"
    with translation.override("cy"):
        assert translation.gettext("Organisation") in reading.page_texts(attendee_list([row(1)], sheet_head("cy")))[0]


def test_markup_and_formulas_are_only_text() -> None:
    nasty = "<b>Sample</b> {{ x }} %(y)s \\"
    document = attendee_list([row(1, nasty, organisation="=1+1")], sheet_head(event_title=nasty, printed_by=nasty))
    text = reading.page_texts(document)[0]
    assert text.count("<b>Sample</b> {{ x }} %(y)s \\") >= 2
    assert "=1+1" in text


def test_tick_boxes_are_six_millimetres() -> None:
    document = attendee_list([row(1, "Sam Sample")], sheet_head())
    with reading.pypdfium2.PdfDocument(document) as pdf:
        image = pdf[0].render(scale=300 / 72).to_pil().convert("L")
    edges = [297 * 0 + 14 + 2, *horizontal_rules(document, 0)]
    middle = 210 - (edges[3] + edges[4]) / 2 / MM
    line = [image.getpixel((x, int(middle / 25.4 * 300))) for x in range(int(15 / 25.4 * 300), int(26 / 25.4 * 300))]
    dark = [x for x, shade in enumerate(line) if shade < 128]
    assert (dark[-1] - dark[0]) / 300 * 25.4 == pytest.approx(6, abs=0.3)


def test_the_same_list_makes_the_same_file() -> None:
    assert attendee_list(hard_rows(), sheet_head()) == attendee_list(hard_rows(), sheet_head())


def test_sign_in_sheets_show_names_and_nothing_else() -> None:
    names = [f"Sample Person{number:02}" for number in range(40)]
    document = sign_in_sheet(reversed(names), sheet_head())
    found = listed(document)
    assert [cells[0] for cells in found] == [*names, "", "", "", ""]
    assert {len(cells) for cells in found} == {3}
    assert {cell for cells in found for cell in cells[1:]} == {""}
    text = "".join(reading.page_texts(document))
    assert "@" not in text


def test_sign_in_sheets_are_upright_with_room_to_sign() -> None:
    document = sign_in_sheet(["Sam Sample"], sheet_head(), blank_rows=2)
    [page] = reading.reader(document).pages
    assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)
    edges = horizontal_rules(document, 0)
    heights = [upper - lower for upper, lower in itertools.pairwise(edges)]
    assert heights[1:] == pytest.approx([13 * MM] * 3, abs=1.2)


def test_sign_in_sheets_speak_both_languages_whatever_the_sheet_is_in() -> None:
    heads = {
        tuple(cell.text for cell in reading.tree(sign_in_sheet([], sheet_head(language))).all("TR")[0].children)
        for language in ("en", "cy")
    }
    [head] = heads
    said = []
    for language in ("en", "cy"):
        with translation.override(language):
            said.append(translation.gettext("Name"))
    assert head[0] == " · ".join(dict.fromkeys(said))
