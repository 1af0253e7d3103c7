"""Certificates as they are printed: both languages, one page for each person, the name never cut."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from events.documents.certificates import CameTo, Certificate, certificate_pages, hours_text
from tests.events.documents import reading
from tests.events.documents.samples import FORTY_LETTERS, LONG_NAME


def came_to(number=1, hours="5"):
    return CameTo(
        titles={"cy": f"Sgyrsiau sy’n para {number}", "en": f"Conversations that last {number}"},
        kinds={"cy": "Dosbarth meistr", "en": "Masterclass"},
        places={"cy": "Wrecsam", "en": "Wrexham"},
        first=dt.date(2027, 2, 11),
        last=dt.date(2027, 2, 11),
        hours=Decimal(hours),
    )


def certificate(name="Llŷr Sampl", events=1, **facts):
    values = {
        "came_to": tuple(came_to(number) for number in range(1, events + 1)),
        "hosts": {"cy": "Rhwydwaith Sampl", "en": "Sample Network"},
        "code": "ACDEFGHJKMNP",
        "check_at": "events.example.org/certificates/",
        "slug": "conversations",
        "threads": "t-gorse",
        **facts,
    }
    return Certificate(name=name, **values)


def texts(*certificates, language="en"):
    return [" ".join(text.split()) for text in reading.page_texts(certificate_pages(certificates, language=language))]


def test_both_languages_say_what_when_where_and_how_long():
    [text] = texts(certificate())
    wanted = (
        "Tystysgrif presenoldeb Certificate of attendance",
        "Rhoddwyd i · Given to",
        "Llŷr Sampl",
        "Dosbarth meistr, 5 awr o ddysgu",
        "Masterclass, 5 hours of learning",
        "Wrecsam",
        "Rhwydwaith Sampl · Sample Network",
        "events.example.org/certificates/ACDE-FGHJ-KMNP",
    )
    assert [words for words in wanted if words not in text] == []


def test_each_person_has_a_page():
    assert ["Jo Person" in text for text in texts(certificate(), certificate("Jo Person"))] == [False, True]


def test_a_series_lists_its_events_and_adds_the_hours():
    [text] = texts(certificate(events=3))
    assert "Conversations that last 3" in text
    assert "3 events, 15 hours of learning" in text
    assert "15 awr o ddysgu" in text


@pytest.mark.parametrize("name", [LONG_NAME, FORTY_LETTERS, "W" * 30, "Gwŷdd Ŵyn ap Enghraifft"])
@pytest.mark.parametrize("events", [1, 8])
def test_the_name_is_whole_and_stays_on_its_page(name, events):
    document = certificate_pages([certificate(name, events=events)], language="en")
    [text] = reading.page_texts(document)
    assert "".join(name.split()) in "".join(text.replace("\x02", "-").split())
    boxes = [box for letter, box in reading.letters(document) if letter.strip()]
    assert min(box[0] for box in boxes) >= 20 * reading.POINTS_PER_MM
    assert max(box[2] for box in boxes) <= 190 * reading.POINTS_PER_MM
    assert min(box[1] for box in boxes) >= 22 * reading.POINTS_PER_MM


@pytest.mark.parametrize("language", ["en", "cy"])
def test_title_language_and_headings_are_tagged(language):
    document = certificate_pages([certificate()], language=language)
    pdf = reading.reader(document)
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert pdf.metadata["/Title"] == "Tystysgrif presenoldeb · Certificate of attendance"
    assert len(reading.tree(document).all("H1")) == 1


@pytest.mark.parametrize(
    ("hours", "english", "welsh"),
    [
        ("0", "", ""),
        ("1", "1 hour of learning", "1 awr o ddysgu"),
        ("2.5", "2.5 hours of learning", "2.5 awr o ddysgu"),
        ("10.0", "10 hours of learning", "10 awr o ddysgu"),
    ],
)
def test_hours_are_said_as_people_say_them(hours, english, welsh):
    said = []
    for language in ("en", "cy"):
        with translation.override(language):
            said.append(hours_text(Decimal(hours)))
    assert said == [english, welsh]


def test_markup_in_a_name_is_only_text():
    [text] = texts(certificate("<b>Sam</b> & {{ x }}"))
    assert "<b>Sam</b> & {{ x }}" in text
