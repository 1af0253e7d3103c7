"""How many days there are, and in what state an event is."""

import datetime as dt

import pytest

from events.backoffice.headline import badges_of, countdown, is_near
from events.choices import DateState
from events.models.events import Event

START = dt.datetime(2030, 2, 11, 10, 0, tzinfo=dt.UTC)


def an_event(**facts):
    usual = {"starts_at": START, "ends_at": START + dt.timedelta(hours=5), "is_live": True}
    return Event(**{**usual, **facts})


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (dt.datetime(2030, 1, 27, 23, 0, tzinfo=dt.UTC), "In 15 days"),
        (dt.datetime(2030, 2, 10, 23, 59, tzinfo=dt.UTC), "Tomorrow"),
        (dt.datetime(2030, 2, 11, 0, 0, tzinfo=dt.UTC), "Today"),
        (dt.datetime(2030, 2, 11, 14, 0, tzinfo=dt.UTC), "Today"),
        (dt.datetime(2030, 2, 11, 16, 0, tzinfo=dt.UTC), "Over"),
        (dt.datetime(2030, 2, 12, 0, 0, tzinfo=dt.UTC), "1 day ago"),
    ],
)
def test_countdown_counts_midnights(now, words):
    assert countdown(an_event(), now=now) == words


def test_countdown_of_an_event_without_a_date_is_empty():
    assert countdown(an_event(starts_at=None, ends_at=None), now=START) == ""


@pytest.mark.parametrize(
    ("hours", "near"), [(-18, False), (-17, True), (-10, True), (0, True), (4.9, True), (5, False)]
)
def test_is_near_from_five_in_the_evening_before_until_the_end(hours, near):
    assert is_near(an_event(), now=START + dt.timedelta(hours=hours)) is near


def test_is_near_is_never_a_cancelled_event():
    assert not is_near(an_event(date_state=DateState.CANCELLED), now=START)


@pytest.mark.parametrize(
    ("facts", "taken", "words"),
    [
        ({}, 5, ["Live"]),
        ({"capacity": 40}, 33, ["Live"]),
        ({"capacity": 40}, 34, ["Live", "Few places left"]),
        ({"capacity": 40}, 40, ["Live", "Full"]),
        ({"capacity": 0}, 0, ["Live", "Full"]),
        ({"is_live": False}, 0, ["Not published"]),
        ({"date_state": DateState.CANCELLED}, 0, ["Cancelled"]),
        ({"date_state": DateState.POSTPONED}, 0, ["Postponed"]),
    ],
)
def test_badges_of_say_where_it_stands_and_how_full_it_is(facts, taken, words):
    badges = badges_of(an_event(**facts), taken=taken, now=START - dt.timedelta(days=1))
    assert [badge.words for badge in badges] == words


def test_badges_of_a_past_event_say_so_alone():
    assert [badge.words for badge in badges_of(an_event(capacity=1), taken=1, now=START + dt.timedelta(1))] == ["Past"]
