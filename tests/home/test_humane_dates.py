import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

CONTEXT = {
    "start": dt.datetime(2027, 2, 11, 10, tzinfo=dt.UTC),
    "end": dt.datetime(2027, 2, 11, 15, 30, tzinfo=dt.UTC),
    "last": dt.datetime(2027, 2, 13, 15, 30, tzinfo=dt.UTC),
    "lunch": dt.time(12),
    "zone": ZoneInfo("Europe/London"),
}


def render(source: str, language: str) -> str:
    with translation.override(language):
        return Template("{% load humane_dates %}" + source).render(Context(CONTEXT))


@pytest.mark.parametrize(
    ("source", "english", "welsh"),
    [
        (
            "{% when start end zone %}",
            "Thursday 11 February 2027, 10am to 3.30pm",
            "dydd Iau 11 Chwefror 2027, 10am i 3.30pm",
        ),
        ("{% days start end zone %}", "Thursday 11 February 2027", "dydd Iau 11 Chwefror 2027"),
        (
            "{% days start last zone %}",
            "Thursday 11 to Saturday 13 February 2027",
            "dydd Iau 11 i ddydd Sadwrn 13 Chwefror 2027",
        ),
        ("{% times start end zone %}", "10am to 3.30pm", "10am i 3.30pm"),
        ("{% clock end zone %}", "3.30pm", "3.30pm"),
        ("{% day start zone %}", "Thursday 11 February", "dydd Iau 11 Chwefror"),
        ("{% deadline end zone %}", "Thursday 11 February 2027, 3.30pm", "dydd Iau 11 Chwefror 2027, 3.30pm"),
        ("{{ lunch|time_of_day }}", "noon", "hanner dydd"),
        ("{{ start|month }}", "February 2027", "Chwefror 2027"),
        (
            "{% date_block start last zone as block %}{{ block.weekday }} {{ block.day }} {{ block.month }}",
            "Thu–Sat 11–13 Feb",
            "Iau–Sad 11–13 Chwef",
        ),
    ],
)
def test_dates_are_written_in_the_language_of_the_page(source, english, welsh):
    assert render(source, "en") == english
    assert render(source, "cy") == welsh


def test_dates_are_written_in_the_language_that_is_named():
    assert render('{% day start zone "cy" %}', "en") == "dydd Iau 11 Chwefror"
