"""The sessions of a series."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from events.pages.repeats import MOST_SESSIONS, Every, Rule, Span, first_session, occurrences

LONDON = ZoneInfo("Europe/London")


def at(text: str, zone: ZoneInfo = LONDON) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def span(starts: str, ends: str) -> Span:
    return Span(at(starts), at(ends))


def starts(first: Span, rule: Rule, zone: ZoneInfo = LONDON) -> list[str]:
    return [f"{found.starts_at.astimezone(zone):%Y-%m-%d %H:%M}" for found in occurrences(first, rule, zone=zone)]


COFFEE = span("2026-12-01 11:00", "2026-12-01 12:00")


def test_occurrences_keep_the_first_tuesday_of_each_month():
    found = starts(COFFEE, Rule(Every.WEEKDAY_OF_MONTH, times=5))
    assert found == ["2026-12-01 11:00", "2027-01-05 11:00", "2027-02-02 11:00", "2027-03-02 11:00", "2027-04-06 11:00"]


def test_occurrences_keep_the_time_of_day_over_both_clock_changes():
    """The clocks go forward on 28 March and back on 31 October 2027."""
    found = occurrences(COFFEE, Rule(Every.WEEKDAY_OF_MONTH, times=12), zone=LONDON)
    offsets = [row.starts_at.astimezone(LONDON).utcoffset() for row in found]
    assert [f"{row.starts_at.astimezone(LONDON):%H:%M}" for row in found] == ["11:00"] * 12
    assert offsets == [dt.timedelta(hours=hours) for hours in (0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)]
    assert {row.ends_at - row.starts_at for row in found} == {dt.timedelta(hours=1)}


def test_occurrences_in_another_zone_change_with_its_clocks():
    zone = ZoneInfo("America/New_York")
    first = Span(at("2027-03-08 09:00", zone), at("2027-03-08 10:00", zone))  # clocks there change on 14 March
    found = occurrences(first, Rule(Every.WEEK, times=2), zone=zone)
    assert [row.starts_at.astimezone(dt.UTC).hour for row in found] == [14, 13]


def test_occurrences_over_the_night_of_a_clock_change_last_by_the_clock():
    first = span("2027-03-20 22:00", "2027-03-21 03:00")
    last = occurrences(first, Rule(Every.WEEK, times=2), zone=LONDON)[1]
    assert last.ends_at.astimezone(LONDON) == at("2027-03-28 03:00")
    assert last.ends_at - last.starts_at == dt.timedelta(hours=4)


def test_occurrences_at_a_time_that_the_clocks_skip_come_an_hour_later():
    first = span("2027-03-21 01:30", "2027-03-21 02:30")
    skipped = occurrences(first, Rule(Every.WEEK, times=2), zone=LONDON)[1]
    assert f"{skipped.starts_at.astimezone(LONDON):%H:%M}" == "02:30"


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (Every.DAY, ["2027-01-29 18:00", "2027-01-30 18:00", "2027-01-31 18:00"]),
        (Every.WEEK, ["2027-01-29 18:00", "2027-02-05 18:00", "2027-02-12 18:00"]),
        (Every.TWO_WEEKS, ["2027-01-29 18:00", "2027-02-12 18:00", "2027-02-26 18:00"]),
        (Every.LAST_WEEKDAY_OF_MONTH, ["2027-01-29 18:00", "2027-02-26 18:00", "2027-03-26 18:00"]),
        (Every.WEEKDAY_OF_MONTH, ["2027-01-29 18:00", "2027-04-30 18:00", "2027-07-30 18:00"]),
        (Every.DAY_OF_MONTH, ["2027-01-29 18:00", "2027-03-29 18:00", "2027-04-29 18:00"]),
    ],
)
def test_occurrences_of_each_rule(every, expected):
    """29 January 2027 is a fifth Friday: months without such a day are left out."""
    assert starts(span("2027-01-29 18:00", "2027-01-29 19:00"), Rule(every, times=3)) == expected


def test_occurrences_include_the_last_day():
    rule = Rule(Every.WEEK, until=dt.date(2026, 12, 15))
    assert starts(COFFEE, rule) == ["2026-12-01 11:00", "2026-12-08 11:00", "2026-12-15 11:00"]


def test_occurrences_end_with_whatever_comes_first():
    rule = Rule(Every.WEEK, times=2, until=dt.date(2026, 12, 31))
    assert starts(COFFEE, rule) == ["2026-12-01 11:00", "2026-12-08 11:00"]


def test_occurrences_without_an_end_stop_somewhere():
    assert len(occurrences(COFFEE, Rule(Every.DAY), zone=LONDON)) == MOST_SESSIONS


def row(starts_at: dt.datetime | None, ends_at: dt.datetime | None) -> SimpleNamespace:
    return SimpleNamespace(starts_at=starts_at, ends_at=ends_at)


def test_first_session_is_the_earliest_that_is_there():
    early, late = (
        row(at("2027-01-05 11:00"), at("2027-01-05 12:00")),
        row(at("2027-02-02 11:00"), at("2027-02-02 12:00")),
    )
    event = row(at("2027-01-05 11:00"), at("2027-02-02 12:00"))
    assert first_session(event, [late, early, row(None, None)]) == Span(early.starts_at, early.ends_at)


def test_first_session_without_sessions_is_the_event_itself():
    assert first_session(row(COFFEE.starts_at, COFFEE.ends_at), []) == COFFEE


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (None, None),
        (at("2027-01-05 11:00"), None),
        (at("2027-01-05 11:00"), at("2027-01-08 12:00")),
        (at("2027-01-05 11:00"), at("2027-01-05 10:00")),
    ],
)
def test_first_session_needs_a_start_and_an_end_on_one_day(starts_at, ends_at):
    assert first_session(row(starts_at, ends_at), []) is None
