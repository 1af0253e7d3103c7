import datetime as dt

import pytest
from django.utils import translation

from events.models.events import Event, Session
from events.models.people_places import Venue
from events.templatetags.event_words import in_words, nth_day, said, when_of, where_of

START, END = dt.datetime(2027, 2, 11, 10, tzinfo=dt.UTC), dt.datetime(2027, 2, 11, 15, 30, tzinfo=dt.UTC)
HALL = Venue(name_en="Sample Hall", name_cy="Neuadd Enghraifft", town_en="Wrexham", town_cy="Wrecsam")


def test_when_of_a_fixed_date_speaks_the_language_of_the_page():
    event = Event(starts_at=START, ends_at=END)

    assert when_of(event) == "Thursday 11 February 2027, 10am to 3.30pm"
    with translation.override("cy"):
        assert when_of(event) == "dydd Iau 11 Chwefror 2027, 10am i 3.30pm"


def test_when_of_speaks_the_language_that_is_named_and_leaves_the_page_alone():
    with translation.override("en"):
        assert when_of(Event(starts_at=START, ends_at=END), "cy") == "dydd Iau 11 Chwefror 2027, 10am i 3.30pm"
        assert translation.get_language() == "en"


def test_when_of_a_cancelled_event_still_says_when_it_was_to_be():
    assert when_of(Event(starts_at=START, date_state="cancelled")) == "Thursday 11 February 2027, 10am"


@pytest.mark.parametrize(
    ("state", "words", "expected"),
    [
        ("to_be_confirmed", {}, "Date to be confirmed"),
        ("to_be_confirmed", {"when_text": "January or February"}, "January or February"),
        ("postponed", {}, "Postponed to a later date"),
        ("postponed", {"when_text": "In spring"}, "In spring"),
        ("fixed", {}, "Date to be confirmed"),
        ("cancelled", {}, "Date to be confirmed"),
    ],
)
def test_when_of_an_event_without_a_date_says_what_is_known(state, words, expected):
    assert when_of(Event(date_state=state, words={"en": words})) == expected


def test_when_of_a_postponed_event_does_not_repeat_the_old_date():
    assert when_of(Event(starts_at=START, date_state="postponed")) == "Postponed to a later date"


@pytest.mark.parametrize(
    ("attendance", "venue", "expected"),
    [
        ("venue", HALL, "Sample Hall, Wrexham"),
        ("venue", Venue(name_en="Sample Hall"), "Sample Hall"),
        ("venue", None, "Place to be confirmed"),
        ("online", None, "Online"),
        ("online", HALL, "Online"),
        ("hybrid", HALL, "Sample Hall, Wrexham and online"),
        ("hybrid", None, "Place to be confirmed and online"),
    ],
)
def test_where_of(attendance, venue, expected):
    assert where_of(Event(attendance=attendance, venue=venue)) == expected


def test_where_of_uses_the_places_name_in_the_language():
    assert where_of(Event(venue=HALL), "cy") == "Neuadd Enghraifft, Wrecsam"


def test_where_of_never_gives_the_link_to_join():
    assert where_of(Event(attendance="online", join_url="https://meet.example/secret")) == "Online"


def test_nth_day_counts_from_the_first_day():
    event = Event(starts_at=dt.datetime(2027, 6, 10, 13, tzinfo=dt.UTC))

    assert [nth_day(event, number) for number in (1, 2)] == ["Thursday 10 June", "Friday 11 June"]
    assert nth_day(event, 2, "cy") == "dydd Gwener 11 Mehefin"


def test_nth_day_without_a_date_is_a_number():
    assert nth_day(Event(), 2) == "Day 2"


def test_said_gives_the_words_of_a_booked_row():
    session = Session(words={"en": {"description": "Bring a friend."}, "cy": {"description": "Dewch â ffrind."}})

    assert said(session, "description") == "Bring a friend."
    with translation.override("cy"):
        assert said(session, "description") == "Dewch â ffrind."


def test_said_of_nothing_is_empty():
    assert said(Session(), "description") == ""


def test_in_words_gives_the_other_language_where_one_is_missing():
    with translation.override("cy"):
        assert in_words(Venue(parking_en="Behind the hall"), "parking") == "Behind the hall"
