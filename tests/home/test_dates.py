import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.formats import date_format

from home import dates
from home.date_words import ENGLISH, WELSH, words_for

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")


def at(text: str, zone: ZoneInfo = LONDON) -> dt.datetime:
    """An instant from a wall clock: "2027-02-11 10:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(dt.UTC)


# days


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Thursday 11 February 2027"), ("cy", "dydd Iau 11 Chwefror 2027"), ("en-gb", "Thursday 11 February 2027")],
)
def test_day_text_says_weekday_day_month_and_year(language, expected):
    assert dates.day_text(dt.date(2027, 2, 11), language=language) == expected


def test_day_text_can_leave_the_year_out():
    assert dates.day_text(dt.date(2026, 2, 3), language="cy", year=False) == "dydd Mawrth 3 Chwefror"


def test_day_text_in_welsh_names_every_day_of_a_week_unmutated():
    monday = dt.date(2027, 2, 8)

    days = [dates.day_text(monday + dt.timedelta(days=n), language="cy", year=False) for n in range(7)]

    assert days == [
        "dydd Llun 8 Chwefror",
        "dydd Mawrth 9 Chwefror",
        "dydd Mercher 10 Chwefror",
        "dydd Iau 11 Chwefror",
        "dydd Gwener 12 Chwefror",
        "dydd Sadwrn 13 Chwefror",
        "dydd Sul 14 Chwefror",
    ]


def test_month_text_in_welsh_names_every_month():
    months = [dates.month_text(dt.date(2027, month, 1), language="cy") for month in range(1, 13)]

    assert months == [
        "Ionawr 2027",
        "Chwefror 2027",
        "Mawrth 2027",
        "Ebrill 2027",
        "Mai 2027",
        "Mehefin 2027",
        "Gorffennaf 2027",
        "Awst 2027",
        "Medi 2027",
        "Hydref 2027",
        "Tachwedd 2027",
        "Rhagfyr 2027",
    ]


def test_month_text_in_english():
    assert dates.month_text(dt.date(2027, 2, 28), language="en") == "February 2027"


@pytest.mark.parametrize(
    ("first", "last", "english", "welsh"),
    [
        ("2027-06-10", "2027-06-10", "Thursday 10 June 2027", "dydd Iau 10 Mehefin 2027"),
        (
            "2027-06-10",
            "2027-06-12",
            "Thursday 10 to Saturday 12 June 2027",
            "dydd Iau 10 i ddydd Sadwrn 12 Mehefin 2027",
        ),
        (
            "2027-01-30",
            "2027-02-02",
            "Saturday 30 January to Tuesday 2 February 2027",
            "dydd Sadwrn 30 Ionawr i ddydd Mawrth 2 Chwefror 2027",
        ),
        (
            "2027-12-30",
            "2028-01-02",
            "Thursday 30 December 2027 to Sunday 2 January 2028",
            "dydd Iau 30 Rhagfyr 2027 i ddydd Sul 2 Ionawr 2028",
        ),
        (
            "2027-06-10",
            "2028-06-10",
            "Thursday 10 June 2027 to Saturday 10 June 2028",
            "dydd Iau 10 Mehefin 2027 i ddydd Sadwrn 10 Mehefin 2028",
        ),
    ],
)
def test_days_text_repeats_month_and_year_only_where_they_differ(first, last, english, welsh):
    span = dt.date.fromisoformat(first), dt.date.fromisoformat(last)

    assert dates.days_text(*span, language="en") == english
    assert dates.days_text(*span, language="cy") == welsh


def test_every_language_has_all_days_and_months():
    for words in (ENGLISH, WELSH):
        assert {len(words.days), len(words.days_after), len(words.short_days)} == {7}
        assert {len(words.months), len(words.short_months)} == {12}
        assert len(set(words.short_days)) == 7
        assert len(set(words.short_months)) == 12


def test_words_for_unknown_languages_are_english():
    assert words_for("fr") is ENGLISH
    assert words_for("cy-gb") is WELSH


# clock times


@pytest.mark.parametrize(
    ("clock", "english", "welsh"),
    [
        ("00:00", "midnight", "hanner nos"),
        ("00:05", "12.05am", "12.05am"),
        ("09:05", "9.05am", "9.05am"),
        ("10:00", "10am", "10am"),
        ("12:00", "noon", "hanner dydd"),
        ("12:30", "12.30pm", "12.30pm"),
        ("15:30", "3.30pm", "3.30pm"),
        ("23:59", "11.59pm", "11.59pm"),
    ],
)
def test_clock_text(clock, english, welsh):
    moment = at(f"2027-02-11 {clock}")

    assert dates.clock_text(moment, LONDON, language="en") == english
    assert dates.clock_text(moment, LONDON, language="cy") == welsh


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2027-10-31T00:30", "1.30am BST"),
        ("2027-10-31T01:30", "1.30am GMT"),
        ("2027-10-30T23:30", "12.30am"),
        ("2027-10-31T02:00", "2am"),
    ],
)
def test_clock_text_names_the_hour_that_happens_twice(utc, expected):
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)

    assert dates.clock_text(moment, LONDON, language="en") == expected


@pytest.mark.parametrize(("utc", "expected"), [("2027-03-28T00:59", "12.59am"), ("2027-03-28T01:00", "2am")])
def test_clock_text_follows_the_clocks_forward(utc, expected):
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)

    assert dates.clock_text(moment, LONDON, language="en") == expected


@pytest.mark.parametrize("day", ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"])
def test_times_text_keeps_the_wall_clock_on_both_sides_of_a_clock_change(day):
    assert dates.times_text(at(f"{day} 11:00"), at(f"{day} 12:00"), LONDON, language="en") == "11am to noon"


def test_times_text_names_another_zone():
    start, end = at("2027-02-11 10:00", NEW_YORK), at("2027-02-11 15:30", NEW_YORK)

    assert dates.times_text(start, end, NEW_YORK, language="en") == "10am to 3.30pm, New York time"
    assert dates.times_text(start, end, NEW_YORK, language="cy") == "10am i 3.30pm, amser New York"


def test_times_text_without_an_end():
    assert dates.times_text(at("2027-02-11 10:00"), None, LONDON, language="en") == "10am"


def test_times_text_does_not_repeat_an_end_that_is_the_start():
    assert dates.times_text(at("2027-02-11 10:00"), at("2027-02-11 10:00"), LONDON, language="en") == "10am"


def test_times_text_until_midnight_stays_on_the_day():
    assert dates.times_text(at("2027-02-11 19:00"), at("2027-02-12 00:00"), LONDON, language="en") == "7pm to midnight"


def test_times_text_of_several_days_names_the_days():
    start, end = at("2027-06-10 14:00"), at("2027-06-12 12:00")

    english = dates.times_text(start, end, LONDON, language="en")
    welsh = dates.times_text(start, end, LONDON, language="cy")

    assert english == "Starts at 2pm on Thursday, ends at noon on Saturday"
    assert welsh == "Yn dechrau am 2pm ddydd Iau, yn gorffen am hanner dydd ddydd Sadwrn"


def test_times_text_of_a_week_or_more_names_the_dates():
    start, end = at("2027-06-10 14:00"), at("2027-06-17 12:00")

    english = dates.times_text(start, end, LONDON, language="en")
    welsh = dates.times_text(start, end, LONDON, language="cy")

    assert english == "Starts at 2pm on 10 June, ends at noon on 17 June"
    assert welsh == "Yn dechrau am 2pm ar 10 Mehefin, yn gorffen am hanner dydd ar 17 Mehefin"


# whole lines


def test_when_text_of_one_day():
    start, end = at("2027-02-11 10:00"), at("2027-02-11 15:30")

    assert dates.when_text(start, end, LONDON, language="en") == "Thursday 11 February 2027, 10am to 3.30pm"
    assert dates.when_text(start, end, LONDON, language="cy") == "dydd Iau 11 Chwefror 2027, 10am i 3.30pm"


def test_when_text_of_several_days_has_no_times():
    text = dates.when_text(at("2027-06-10 14:00"), at("2027-06-12 12:00"), LONDON, language="en")

    assert text == "Thursday 10 to Saturday 12 June 2027"


def test_when_text_reads_the_day_in_the_events_own_zone():
    start, end = at("2027-02-11 21:00", NEW_YORK), at("2027-02-11 22:00", NEW_YORK)

    text = dates.when_text(start, end, NEW_YORK, language="en")

    assert text == "Thursday 11 February 2027, 9pm to 10pm, New York time"


def test_when_text_across_the_clock_change_keeps_the_last_day():
    text = dates.when_text(at("2027-10-30 10:00"), at("2027-10-31 16:00"), LONDON, language="en")

    assert text == "Saturday 30 to Sunday 31 October 2027"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (None, dt.date(2027, 2, 11)),
        ("2027-02-11 15:30", dt.date(2027, 2, 11)),
        ("2027-02-12 00:00", dt.date(2027, 2, 11)),
        ("2027-02-12 00:01", dt.date(2027, 2, 12)),
        ("2027-02-11 10:00", dt.date(2027, 2, 11)),
    ],
)
def test_last_day_of_an_event_that_ends_at_midnight_is_the_day_before(end, expected):
    assert dates.last_day(at("2027-02-11 10:00"), end and at(end), LONDON) == expected


def test_last_day_is_never_before_the_first():
    midnight = at("2027-02-11 00:00")

    assert dates.last_day(midnight, midnight, LONDON) == dt.date(2027, 2, 11)


def test_moment_text_of_a_deadline():
    deadline = at("2027-02-12 10:00")

    assert dates.moment_text(deadline, LONDON, language="en") == "Friday 12 February, 10am"
    assert dates.moment_text(deadline, LONDON, language="cy", year=True) == "dydd Gwener 12 Chwefror 2027, 10am"


def test_moment_text_in_another_zone_names_it():
    assert (
        dates.moment_text(at("2027-02-12 10:00"), NEW_YORK, language="en") == "Friday 12 February, 5am, New York time"
    )


# the block on a card


@pytest.mark.parametrize(
    ("end", "language", "expected"),
    [
        ("2027-06-10 16:00", "en", dates.DateBlock("Thu", "10", "Jun", is_span=False)),
        ("2027-06-10 16:00", "cy", dates.DateBlock("Iau", "10", "Meh", is_span=False)),
        ("2027-06-12 12:00", "en", dates.DateBlock("Thu–Sat", "10–12", "Jun", is_span=True)),
        ("2027-07-02 12:00", "cy", dates.DateBlock("Iau–Gwe", "10–2", "Meh–Gorff", is_span=True)),
    ],
)
def test_date_block(end, language, expected):
    assert dates.date_block(at("2027-06-10 14:00"), at(end), LONDON, language=language) == expected


@pytest.mark.parametrize("how", ["j F Y", "j E Y"])
def test_django_writes_welsh_months_as_we_do(how):
    days = [dt.date(2027, month, 1) for month in range(1, 13)]
    with translation.override("cy"):
        assert [date_format(day, how) for day in days] == [f"1 {name} 2027" for name in words_for("cy").months]
