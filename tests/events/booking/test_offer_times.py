"""When offers end: long enough, shorter near the event, never at night, right across clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.booking.offer_times import extended_end, offer_ends_at
from events.models.events import Event

LONDON = ZoneInfo("Europe/London")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def event(starts="2027-06-10 10:00", **facts):
    values = {"is_live": True, "starts_at": at(starts), "offer_hours": 24, **facts}
    return Event(**values)


@pytest.mark.parametrize(
    ("now", "starts", "ends"),
    [
        ("2027-06-01 10:00", "2027-06-10 10:00", "2027-06-02 10:00"),  # a day
        ("2027-06-01 20:59", "2027-06-10 10:00", "2027-06-02 20:59"),
        ("2027-06-01 21:00", "2027-06-10 10:00", "2027-06-03 08:00"),  # not at night: until the morning after
        ("2027-06-01 03:00", "2027-06-10 10:00", "2027-06-02 08:00"),
        ("2027-06-01 08:00", "2027-06-10 10:00", "2027-06-02 08:00"),
        ("2027-06-08 10:00", "2027-06-10 10:00", "2027-06-09 08:00"),  # a quarter of 48 hours is 12, and then a night
        ("2027-06-10 09:30", "2027-06-10 10:00", "2027-06-10 10:00"),  # never past the start
        ("2027-06-09 18:00", "2027-06-10 07:00", "2027-06-09 20:30"),  # closed by 8 in the morning: the evening before
        ("2027-03-27 22:00", "2027-04-20 10:00", "2027-03-29 08:00"),  # clocks go forward on the 28th
        ("2027-10-30 12:00", "2027-11-20 10:00", "2027-10-31 11:00"),  # and back on the 31st: 24 hours are 24 hours
    ],
)
def test_offer_ends_at(now, starts, ends):
    assert offer_ends_at(event(starts), now=at(now)) == at(ends)


@pytest.mark.parametrize(
    ("now", "facts"),
    [
        ("2027-06-10 10:00", {}),
        ("2027-06-05 10:00", {"booking_closes_at": at("2027-06-05 10:00")}),
        ("2027-06-05 10:00", {"booking_opens_at": at("2027-06-06 10:00")}),
        ("2027-06-05 10:00", {"date_state": "cancelled"}),
        ("2027-06-09 22:00", {"starts_at": at("2027-06-10 07:00")}),  # only the night is left
    ],
)
def test_offer_ends_at_is_none_when_no_offer_can_be_made(now, facts):
    assert offer_ends_at(event(**facts), now=at(now)) is None


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("days_before", [0.3, 0.9, 2, 5, 40])
def test_no_offer_ends_at_night_or_after_the_start(hour, days_before):
    starts = at("2027-11-02 09:30")
    now = (starts - dt.timedelta(days=days_before)).replace(hour=hour)
    end = offer_ends_at(event(starts_at=starts), now=now)
    if end is not None:
        local = end.astimezone(LONDON)
        assert 8 <= local.hour < 21
        assert now < end <= starts


def test_extended_end_is_a_day_later_but_not_after_booking_closes():
    made = event("2027-06-10 10:00")
    assert extended_end(made, ends_at=at("2027-06-02 10:00"), now=at("2027-06-01 10:00")) == at("2027-06-03 10:00")
    assert extended_end(made, ends_at=at("2027-06-09 20:00"), now=at("2027-06-09 10:00")) == at("2027-06-10 10:00")
    assert extended_end(made, ends_at=at("2027-06-10 10:00"), now=at("2027-06-09 10:00")) is None
