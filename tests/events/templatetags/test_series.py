import datetime as dt

import pytest

from events.models.events import Event, Session
from events.templatetags.series import series_of

BEFORE = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def session(pk: int, starts: str, hours: int = 1, **facts) -> Session:
    starts_at = dt.datetime.fromisoformat(starts).replace(tzinfo=dt.UTC)
    return Session(pk=pk, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=hours), **facts)


FIRST, SECOND, THIRD = session(1, "2027-02-02T11:00"), session(2, "2027-03-02T11:00"), session(3, "2027-04-06T10:00")


def test_series_counts_its_dates_and_knows_the_next_and_the_last():
    series = series_of(Event(), [THIRD, FIRST, SECOND], now=BEFORE)

    assert (series.number, series.next, series.last) == (3, FIRST, THIRD)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-02-02T11:59", FIRST),
        ("2027-02-02T12:00", SECOND),
        ("2027-03-02T12:00", THIRD),
        ("2028-01-01T00:00", THIRD),
    ],
)
def test_next_session_is_the_one_that_is_not_over(now, expected):
    now = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)

    assert series_of(Event(), [FIRST, SECOND, THIRD], now=now).next is expected


def test_festival_on_days_that_follow_each_other_is_no_series():
    days = [session(number, f"2027-06-{9 + number}T10:00") for number in (1, 2, 3)]

    assert series_of(Event(), days, now=BEFORE) is None


def test_sessions_of_one_day_are_no_series():
    assert series_of(Event(), [session(1, "2027-06-10T10:00"), session(2, "2027-06-10T14:00")], now=BEFORE) is None


@pytest.mark.parametrize("sessions", [[], [FIRST], [FIRST, Session(pk=9)]])
def test_less_than_two_dates_are_no_series(sessions):
    assert series_of(Event(), sessions, now=BEFORE) is None


def test_withdrawn_sessions_do_not_count():
    gone = session(4, "2027-05-04T10:00", withdrawn=True)

    assert series_of(Event(), [FIRST, SECOND, gone], now=BEFORE).number == 2


def test_days_are_those_of_the_events_own_zone():
    # 00:30 and 23:30 in Auckland on two days that follow each other, with a day between them in Greenwich
    sessions = [session(1, "2027-06-09T12:30"), session(2, "2027-06-11T11:30", hours=0)]

    assert series_of(Event(timezone="Pacific/Auckland"), sessions, now=BEFORE) is None
    assert series_of(Event(timezone="UTC"), sessions, now=BEFORE).number == 2
