import datetime as dt

import pytest

from events.management.demo import moving_dates
from events.management.demo.moving_dates import LONDON, Span


def at(text: str) -> dt.datetime:
    """An instant in London."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


WORKSHOP = {"kind": "month_day", "month_day": "09-20", "days": 1, "from": "09:30", "to": "15:30"}
FESTIVAL = {"kind": "month_day", "month_day": "09-19", "days": 5, "from": "10:00", "to": "13:30"}
COFFEE = {"kind": "monthly", "weekday": "tuesday", "nth": 1, "times": 12, "from": "11:00", "to": "12:00"}
PAST = {"kind": "past", "days_ago": 60, "weekday": "thursday", "from": "10:00", "to": "15:45"}
JANUARY_AND_FEBRUARY = [
    {"month": 1, "weekday": "wednesday", "nth": 3},
    {"month": 2, "weekday": "tuesday", "nth": 1},
]


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2026-11-23T12:00", "2027-09-20T09:30"),
        ("2027-03-01T12:00", "2027-09-20T09:30"),
        ("2027-09-20T09:29", "2027-09-20T09:30"),
        ("2027-09-20T09:30", "2028-09-20T09:30"),
        ("2027-12-31T23:59", "2028-09-20T09:30"),
    ],
)
def test_spans_moves_a_day_to_the_next_year_in_which_it_lies_ahead(now, starts):
    assert moving_dates.spans(WORKSHOP, now=at(now))[0].starts_at == at(starts)


def test_spans_says_when_a_day_ends():
    assert moving_dates.spans(WORKSHOP, now=at("2026-11-23T12:00")) == [
        Span(at("2027-09-20T09:30"), at("2027-09-20T15:30"))
    ]


def test_spans_gives_each_day_of_several():
    found = moving_dates.spans(FESTIVAL, now=at("2026-11-23T12:00"))
    assert [span.starts_at.date().isoformat() for span in found] == [f"2027-09-{day}" for day in range(19, 24)]
    assert {(span.starts_at.hour, span.ends_at.hour) for span in found} == {(10, 13)}


def test_spans_does_not_move_an_event_that_has_begun_into_its_second_day():
    assert moving_dates.spans(FESTIVAL, now=at("2027-09-20T09:00"))[0].starts_at == at("2028-09-19T10:00")


def test_spans_repeats_on_the_first_tuesday_for_a_year():
    found = moving_dates.spans(COFFEE, now=at("2026-11-23T12:00"))
    assert [span.starts_at.date().isoformat() for span in found] == [
        "2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02", "2027-04-06", "2027-05-04",
        "2027-06-01", "2027-07-06", "2027-08-03", "2027-09-07", "2027-10-05", "2027-11-02",
    ]  # fmt: skip


def test_spans_keeps_eleven_in_london_across_both_clock_changes():
    found = moving_dates.spans(COFFEE, now=at("2026-11-23T12:00"))
    assert {span.starts_at.hour for span in found} == {11}
    hours = [span.starts_at.astimezone(dt.UTC).hour for span in found]
    assert hours == [11, 11, 11, 11, 10, 10, 10, 10, 10, 10, 10, 11]


def test_spans_begins_next_month_once_this_months_has_begun():
    before, after = at("2026-12-01T10:59"), at("2026-12-01T11:00")
    assert moving_dates.spans(COFFEE, now=before)[0].starts_at == at("2026-12-01T11:00")
    assert moving_dates.spans(COFFEE, now=after)[0].starts_at == at("2027-01-05T11:00")


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-23T12:00", "2026-09-24"),  # sixty days before is that very Thursday
        ("2026-11-24T12:00", "2026-09-24"),
        ("2026-11-29T12:00", "2026-09-24"),
        ("2026-11-30T12:00", "2026-10-01"),
    ],
)
def test_spans_keeps_a_past_event_in_the_past(now, day):
    assert moving_dates.spans(PAST, now=at(now)) == [Span(at(f"{day}T10:00"), at(f"{day}T15:45"))]


def test_last_weekday_counts_days_as_london_does():
    late = dt.datetime(2027, 7, 1, 23, 30, tzinfo=dt.UTC)  # already Friday 2 July in London
    assert moving_dates.last_weekday("friday", days_ago=0, now=late) == dt.date(2027, 7, 2)


@pytest.mark.parametrize(("nth", "day"), [(1, "2027-06-01"), (2, "2027-06-08"), (5, "2027-06-29")])
def test_nth_weekday_counts_within_the_month(nth, day):
    assert moving_dates.nth_weekday(2027, 6, "tuesday", nth).isoformat() == day


def test_nth_weekday_refuses_a_fifth_that_is_not_there():
    with pytest.raises(ValueError, match="day"):
        moving_dates.nth_weekday(2027, 7, "tuesday", 5)


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        ("2026-11-23T12:00", "2027-01-20T10:00", "2027-02-02T10:00"),
        ("2027-01-20T09:59", "2027-01-20T10:00", "2027-02-02T10:00"),
        ("2027-01-25T12:00", "2028-01-19T10:00", "2028-02-01T10:00"),
    ],
)
def test_proposed_offers_days_that_all_lie_ahead(now, first, last):
    found = moving_dates.proposed(JANUARY_AND_FEBRUARY, now=at(now))
    assert [span.starts_at for span in found] == [at(first), at(last)]
    assert {span.ends_at - span.starts_at for span in found} == {dt.timedelta(hours=6)}


def test_session_span_lies_on_its_day_of_the_event():
    days = moving_dates.spans(FESTIVAL, now=at("2026-11-23T12:00"))
    session = {"day": 3, "from": "18:30", "to": "20:00"}
    assert moving_dates.session_span(session, event=days) == Span(at("2027-09-21T18:30"), at("2027-09-21T20:00"))


def test_session_span_is_none_while_the_day_is_to_be_confirmed():
    assert moving_dates.session_span({"day": None, "from": None, "to": None}, event=[]) is None
