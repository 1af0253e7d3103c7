"""Finished badge sheets, looked at as people and machines will: each code at its place, beside the right name."""

from __future__ import annotations

import functools
import io
import itertools
import math
import unicodedata

import pypdf
import pytest
from django.utils import translation
from pypdf.generic import DecodedStreamObject, NameObject

from events.choices import Role
from events.documents.badge_layouts import LAYOUTS, MARGINS
from events.documents.badges import Badge, badge_sheets
from events.documents.qr import grouped
from events.models.names import split, tidy
from tests.events.documents import reading
from tests.events.documents.reading import Found, Place, found_at
from tests.events.documents.samples import LONG_ORGANISATION, OTHER_LETTERS, OUR_LETTERS, badge, badge_head, code

PLACES = {
    name: [Place(left, top, layout.width, layout.height) for left, top in layout.corners]
    for name, layout in LAYOUTS.items()
}
TOPS = {"card": 8, "slip": 3.2, "lanyard": 35}
WORDS = {
    name: Place(
        MARGINS[layout.design],
        TOPS[layout.design],
        layout.words_width,
        layout.height - TOPS[layout.design] - layout.foot,
    )
    for name, layout in LAYOUTS.items()
}
CODES = {"card": (4, 2.5, 15), "slip": (3, 2, 15), "lanyard": (6, 10.5, 28)}
"""From the right, from below, and how large."""
CODE = {
    name: Place(layout.width - right - size, layout.height - below - size, size, size)
    for name, layout in LAYOUTS.items()
    for right, below, size in [CODES[layout.design]]
}
NAMES = [*OUR_LETTERS, *OTHER_LETTERS, "Sam Sample"]


@pytest.fixture(params=["a4-90x55", "a6", "63x38"])
def layout(request: pytest.FixtureRequest) -> str:
    """One of each design."""
    return str(request.param)


@pytest.fixture(params=list(LAYOUTS))
def each_layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def people() -> list[Badge]:
    return [badge(number, name) for number, name in enumerate(NAMES)]


def sheets(badges: list[Badge], layout: str, **options: int) -> bytes:
    return badge_sheets(badges, badge_head(), layout=LAYOUTS[layout], **options)


def squeezed(text: str) -> str:
    """Letters only: extraction may put spaces between scripts, a sign for the hyphen at a line's end, and marks that
    no letter has built in behind the next letter."""
    composed = unicodedata.normalize("NFC", "".join(text.split())).replace("\x02", "-")
    return "".join(char for char in composed if not unicodedata.combining(char))


def wrong_places(document: bytes, badges: list[Badge], layout: str) -> list[tuple[int, Found]]:
    """(number, what is there) of each badge whose place does not show exactly its own name and its own code."""
    found = list(itertools.chain.from_iterable(found_at(document, PLACES[layout])))
    assert len(found) >= len(badges)
    return [
        (number, there)
        for number, (person, there) in enumerate(zip(badges, found, strict=False))
        if there.codes != [person.code]
        or grouped(person.code) not in there.text
        or not all(word in squeezed(there.text) for word in map(squeezed, tidy(person.name).split()))
    ]


def test_every_code_is_on_the_badge_of_its_name(each_layout: str) -> None:
    badges = people() + [badge(number, f"Sample Person{number}") for number in range(30, 42)]
    assert wrong_places(sheets(badges, each_layout), badges, each_layout) == []


def test_all_500_codes_are_at_their_places() -> None:
    badges = [badge(number, f"Sample Person{number}") for number in range(500)]
    assert wrong_places(sheets(badges, "a4-90x55"), badges, "a4-90x55") == []


def with_codes_appended(document: bytes, *, wrapped: bool) -> bytes:
    """The sheet as it would be, had the codes been appended to pages that WeasyPrint drew: it leaves the axes flipped,
    unless its content is wrapped in `q` … `Q`. (Without the weave, on which the codes would land unreadable.)"""
    pdf = pypdf.PdfWriter(io.BytesIO(document))
    for page in pdf.pages:
        lines = page.get_contents().get_data().splitlines()
        codes = [line for line in lines if line.startswith(b"q ") and b" cm 0 g " in line]
        others = [line for line in lines if line not in codes and not line.endswith(b" Do Q")]
        flipped = [b"1 0 0 -1 0 841.89 cm"]
        content = DecodedStreamObject()
        content.set_data(
            b"\n".join([b"q", *flipped, b"Q", *others, *codes] if wrapped else [*others, *flipped, *codes])
        )
        page[NameObject("/Contents")] = pdf._add_object(content)
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("wrapped", "wrong"), [(True, []), (False, [0, 1, 2, 3, 6, 7, 8, 9])])
def test_control_codes_on_flipped_axes_are_found_out(wrapped: bool, wrong: list[int]) -> None:
    """Without the wrapping every code can still be decoded, upside down and on other people's badges; only looking at
    each place shows it. (The middle row changes places with itself.)"""
    badges = [badge(number, f"Sample Person{number}") for number in range(10)]
    document = with_codes_appended(sheets(badges, "a4-90x55"), wrapped=wrapped)
    [[whole]] = found_at(document, [Place(0, 0, 210, 297)])
    assert sorted(whole.codes) == sorted(person.code for person in badges)
    assert [number for number, _there in wrong_places(document, badges, "a4-90x55")] == wrong


def test_control_exchanged_codes_are_found_out() -> None:
    badges = [badge(number, f"Sample Person{number}") for number in range(10)]
    exchanged = [badges[1], badges[0], *badges[2:]]
    assert [number for number, _found in wrong_places(sheets(badges, "a4-90x55"), exchanged, "a4-90x55")] == [0, 1]


Letter = tuple[str, tuple[float, float, float, float]]


@functools.cache
def letters_by_name(layout: str) -> dict[str, list[Letter]]:
    """What stands on the badge of each hard name: visible characters, with boxes in mm from the badge's top left."""
    document = sheets([badge(2 + 3 * number, name) for number, name in enumerate(NAMES)], layout)
    places, found = PLACES[layout], {}
    pages = [reading.letters(document, page) for page in range(math.ceil(len(NAMES) / len(places)))]
    for number, name in enumerate(NAMES):
        page, place = divmod(number, len(places))
        found[name] = [item for item in (_on(places[place], *letter) for letter in pages[page]) if item]
    return found


def _on(place: Place, letter: str, edges: tuple[float, float, float, float]) -> Letter | None:
    left, bottom, right, top = (edge / reading.POINTS_PER_MM for edge in edges)
    box = (left - place.left, 297 - top - place.top, right - place.left, 297 - bottom - place.top)
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    is_here = letter.strip() and 0 <= across < place.width and 0 <= down < place.height
    return (letter, box) if is_here else None


def test_words_stay_in_their_room_and_off_the_code(each_layout: str) -> None:
    """Nothing is cut at the edge, nothing runs into the marks, the printed code or the QR code."""
    wrong = [name for name in NAMES if not _is_in_its_room(each_layout, name)]
    assert wrong == []


def _is_in_its_room(layout: str, name: str) -> bool:
    found, room, corner = letters_by_name(layout)[name], WORDS[layout], CODE[layout]
    words = [box for _letter, box in found if room.top - 3 <= box[1] < room.top + room.height]
    slack = 0.6  # round letters reach a little over the lines they are set on, marks over the first line
    fits = all(
        room.left - slack <= left
        and right <= room.left + room.width + slack
        and room.top - 3 <= top
        and bottom <= room.top + room.height + 2
        for left, top, right, bottom in words
    )
    is_off_the_code = all(
        right <= corner.left
        or left >= corner.left + corner.width
        or bottom <= corner.top
        or top >= corner.top + corner.height
        for _letter, (left, top, right, bottom) in found
    )
    return fits and is_off_the_code and len(words) >= len(squeezed("".join(split(name))))


def test_lines_of_words_do_not_overlap(each_layout: str) -> None:
    assert [name for name in OUR_LETTERS if _overlaps(each_layout, name)] == []


def _overlaps(layout: str, name: str) -> bool:
    """Small letters of a line stand above the tops of the next line's."""
    room = WORDS[layout]
    lines: dict[float, list[tuple[float, float, float, float]]] = {}
    for letter, box in letters_by_name(layout)[name]:
        if letter in "aceimnorsuvwxz" and box[1] < room.top + room.height:
            lines.setdefault(round(box[3] * 2) / 2, []).append(box)
    return any(
        lower - upper > 1 and max(box[3] for box in lines[upper]) >= min(box[1] for box in lines[lower])
        for upper, lower in itertools.pairwise(sorted(lines))
    )


def test_start_leaves_used_labels_blank() -> None:
    badges = [badge(number, f"Sample Person{number}") for number in range(8)]
    pages = found_at(sheets(badges, "a4-90x55", start=5), PLACES["a4-90x55"])
    texts = [there.text for page in pages for there in page]
    assert texts[:4] == [""] * 4
    assert ["Person" in text for text in texts] == [False] * 4 + [True] * 8 + [False] * 8
    assert len(pages) == 2


def test_blank_labels_carry_no_ink_at_all() -> None:
    document = sheets([badge(1, "Sample Person")], "a4-90x55", start=10)
    with reading.pypdfium2.PdfDocument(document) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("L")
    width, height = image.size
    assert image.crop((0, 0, width, int(height * 0.77))).getextrema() == (255, 255)
    assert image.getextrema()[0] == 0


@pytest.mark.parametrize("start", [0, 11, -1])
def test_start_must_be_a_label_of_the_sheet(start: int) -> None:
    with pytest.raises(ValueError, match="start must be between 1 and 10"):
        sheets([badge(1, "Sample Person")], "a4-90x55", start=start)


def test_no_badges_are_one_empty_sheet(layout: str) -> None:
    assert reading.page_texts(sheets([], layout)) == [""]


def test_sheets_are_a4_at_full_size(layout: str) -> None:
    [page] = reading.reader(sheets([badge(1, "Sample Person")], layout)).pages
    assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)


def test_a_badge_says_role_welsh_and_photos(layout: str) -> None:
    person = Badge("Sam Sample", code(1), role=Role.SPEAKER, speaks_welsh=True, no_photos=True)
    [[there, *_]] = found_at(sheets([person], layout), PLACES[layout])
    assert "no photos" in there.text
    assert "Speaker" in there.text
    assert "Cymraeg" in there.text
    plain = Badge("Sam Sample", code(1))
    [[there, *_]] = found_at(sheets([plain], layout), PLACES[layout])
    assert there.text.split()[-4:] == ["Attendee", *grouped(code(1)).split()]


def test_fields_that_were_not_chosen_leave_no_trace(layout: str) -> None:
    [[there, *_]] = found_at(sheets([Badge("Sam Sample", "", role="")], layout), PLACES[layout])
    words = there.text.removeprefix("Conversations that last 11 February 2027").split()
    assert (words, there.codes) == (["Sam", "Sample"], [])


def test_ticket_and_sessions_stand_below_the_organisation(layout: str) -> None:
    person = Badge("Sam Sample", code(1), organisation="Cyngor", note="Free place · Workshop A")
    [[there, *_]] = found_at(sheets([person], layout), PLACES[layout])
    assert "Sample Cyngor Free place · Workshop A" in there.text


@pytest.mark.parametrize("name", ["63x38", "99x38"])
def test_on_a_low_label_the_organisation_gives_way_to_the_name(name: str) -> None:
    person = badge(1, "Sam Sample", organisation=LONG_ORGANISATION, pronouns="")
    [[there, *_]] = found_at(sheets([person], name), PLACES[name])
    assert "Sample University Health Board" in there.text
    assert "Valleys" not in there.text
    sizes = [box[3] - box[1] for letter, box in badge_letters(sheets([person], name), name) if letter == "S"]
    assert max(sizes) == sizes[0]


def test_pronouns_only_when_given() -> None:
    documents = [sheets([Badge("Sam Sample", code(1), pronouns=said)], "a4-90x55") for said in ("", "hi")]
    assert ["(" in reading.page_texts(document)[0] for document in documents] == [False, True]


def test_a_person_without_a_name_gets_a_badge_to_write_on() -> None:
    [[there, *_]] = found_at(sheets([Badge("", code(1))], "a4-90x55"), PLACES["a4-90x55"])
    assert there == Found(f"Attendee {grouped(code(1))}", [code(1)])


def test_decomposed_names_are_set_like_composed_ones() -> None:
    name = "Gwŷdd Ŵyn"
    both = [sheets([badge(1, unicodedata.normalize(form, name))], "a6") for form in ("NFC", "NFD")]
    assert both[0] == both[1]


def test_only_scripts_that_need_it_are_laid_out_by_weasyprint() -> None:
    fonts = [
        {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in document_fonts(sheets([person], "a6"))}
        for person in (badge(1, "Gwŷdd Ŵyn Łódź"), badge(1, "محمد عينة"))
    ]
    assert fonts[0] == {"Croeso"}
    assert "Croeso" in fonts[1]
    assert len(fonts[1]) > 1


def document_fonts(document: bytes) -> list[pypdf.generic.DictionaryObject]:
    objects = (entry.get_object() for entry in pypdf.PdfWriter(io.BytesIO(document))._objects if entry)
    return [item for item in objects if isinstance(item, dict) and item.get("/Subtype") == "/Type0"]


def test_a_screen_reader_gets_every_badge_in_order() -> None:
    badges = people()
    top = reading.tree(sheets(badges, "a4-90x55"))
    assert [person.tag for person in top.children] == ["Sect"] * len(badges)
    for person, element in zip(badges, top.children, strict=True):
        *words, marks, printed, figure = element.children
        assert words[0].tag == "P"
        assert (marks.tag, printed.tag, figure.tag) == ("P", "P", "Figure")
        assert str(Role(person.role).label) in marks.text
        assert printed.text.split() == grouped(person.code).split()
        assert figure.raw["/Alt"] == "QR code of the code before it"
        assert len(figure.raw["/A"]["/BBox"]) == 4


def test_title_and_language() -> None:
    pdf = reading.reader(badge_sheets([badge(1, "Sam Sample")], badge_head("cy")))
    assert pdf.trailer["/Root"]["/Lang"] == "cy"
    with translation.override("cy"):
        wanted = translation.gettext("Badges: %(event)s") % {"event": "Conversations that last"}
    assert dict(pdf.metadata or {}) == {"/Title": wanted, "/Producer": "WeasyPrint 70.0"}


def test_lanyards_carry_the_event(layout: str) -> None:
    text = reading.page_texts(sheets([badge(1, "Sam Sample")], layout))[0]
    assert ("Conversations that last" in text) == LAYOUTS[layout].shows_event


@pytest.mark.parametrize("length", [30, 60, 90, 250])
def test_the_title_of_an_event_stays_on_the_weave(length: int) -> None:
    title = ("Conversations that last and change what we do together " * 6)[:length].strip()
    document = badge_sheets([badge(1, "Jo")], badge_head(event_title=title), layout=LAYOUTS["a6"])
    above = [box for _letter, box in badge_letters(document, "a6") if box[1] < 34]
    assert len(above) > min(length, 100) * 0.7
    assert min(box[1] for box in above) >= 9
    assert max(box[3] for box in above) <= 30
    assert min(box[0] for box in above) >= 14
    assert max(box[2] for box in above) <= 91


@pytest.mark.parametrize("language", ["en", "cy"])
def test_marks_stay_off_the_words_and_the_printed_code(language: str, each_layout: str) -> None:
    facts = {"speaks_welsh": True, "no_photos": True, "organisation": "", "pronouns": "", "code": "W" * 12}
    people = [badge(number, "", role=role, **facts) for number, role in enumerate(Role)]
    document = badge_sheets(people, badge_head(language), layout=LAYOUTS[each_layout])
    letters = reading.letters(document)
    for place in PLACES[each_layout][: len(people)]:
        here = [item for item in (_on(place, *letter) for letter in letters) if item]
        below = [(letter, box) for letter, box in here if box[1] > TOPS[LAYOUTS[each_layout].design]]
        printed = [box for letter, box in below if letter == "W"]
        marks = [box for letter, box in below if letter != "W"]
        assert len(printed) == 12
        assert max(box[2] for box in marks) < min(box[0] for box in printed)
        assert min(box[1] for box in marks) > LAYOUTS[each_layout].height - LAYOUTS[each_layout].foot - 0.6


def badge_letters(document: bytes, layout: str) -> list[Letter]:
    """Letters on the first badge of a document."""
    return [item for item in (_on(PLACES[layout][0], *letter) for letter in reading.letters(document)) if item]


def test_saving_ink_leaves_a_line_of_the_weave() -> None:
    heights = []
    for saves_ink in (False, True):
        document = badge_sheets([badge(1, "Sam Sample")], badge_head(saves_ink=saves_ink))
        with reading.pypdfium2.PdfDocument(document) as pdf:
            image = pdf[0].render(scale=150 / 72).to_pil().convert("RGB")
        column = [image.getpixel((int(60 / 25.4 * 150), y)) for y in range(int(10 / 25.4 * 150), int(19 / 25.4 * 150))]
        heights.append(sum(1 for red, green, _blue in column if red > green + 20) / 150 * 25.4)
    assert heights[0] == pytest.approx(6, abs=0.6)
    assert heights[1] == pytest.approx(1, abs=0.4)


def test_markup_in_names_and_titles_is_only_text(layout: str) -> None:
    nasty = '<img src="http://127.0.0.1:9/a.png"> {{ x }} & %(y)s \\ ( ) >'
    person = badge(1, "Sample", organisation=nasty, pronouns=nasty[:40])
    document = badge_sheets([person], badge_head(event_title=nasty), layout=LAYOUTS[layout])
    [[there, *_]] = found_at(document, PLACES[layout])
    room = LAYOUTS[layout].longest
    shown = squeezed(nasty if room is None else nasty[: room - 1].rstrip())  # low labels shorten it
    assert shown in squeezed(there.text)
    assert there.codes == [person.code]


def test_the_same_badges_make_the_same_file(layout: str) -> None:
    assert sheets(people(), layout) == sheets(people(), layout)


def test_a_sheet_costs_little_paper_in_the_file() -> None:
    document = sheets(
        [badge(number, f"Sample Person{number}", organisation="Cyngor") for number in range(500)], "a4-90x55"
    )
    assert len(document) <= 400_000
