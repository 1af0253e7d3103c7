"""The clock of a zone, described in a calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.calendars.zones import time_zone


def text(key, first, last):
    return time_zone(key, first, last).to_ical().decode().replace("\r\n", "\n")


def test_summer_time_starts_by_the_clock_before_it():
    assert "BEGIN:DAYLIGHT\nDTSTART:20260329T010000\n" in text("Europe/London", 2026, 2026)
    assert "BEGIN:STANDARD\nDTSTART:20261025T020000\n" in text("Europe/London", 2026, 2026)


def test_time_zone_names_later_years_as_further_dates():
    assert "DTSTART:20260329T010000\nRDATE:20270328T010000,20280326T010000\n" in text("Europe/London", 2026, 2028)


def test_time_zone_of_another_continent():
    assert "BEGIN:DAYLIGHT\nDTSTART:20260308T020000\n" in text("America/New_York", 2026, 2026)


def test_time_zone_without_summer_time_has_one_part():
    described = text("Asia/Kolkata", 2026, 2028)
    assert described.count("BEGIN:STANDARD") == 1
    assert "TZOFFSETTO:+0530\n" in described
    assert "DAYLIGHT" not in described


@pytest.mark.parametrize(("first", "last"), [(1, 3), (9998, 10000)])
def test_years_that_nobody_means_are_kept_within_bounds(first, last):
    assert text("Europe/London", first, last).startswith("BEGIN:VTIMEZONE")


@pytest.mark.parametrize("key", ["Europe/London", "America/New_York", "Africa/Casablanca", "Asia/Kolkata"])
def test_every_hour_of_two_years_reads_as_in_the_zone(key):
    read = time_zone(key, 2026, 2028).to_tz(lookup_tzid=False)
    zone = ZoneInfo(key)
    begins = dt.datetime(2026, 6, 1, tzinfo=dt.UTC).replace(tzinfo=None)
    different = []
    for hour in range(2 * 365 * 24):
        local = begins + dt.timedelta(hours=hour)
        aware = local.replace(tzinfo=zone)
        is_clear = aware.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local
        is_twice = aware.utcoffset() != aware.replace(fold=1).utcoffset()
        if is_clear and not is_twice and local.replace(tzinfo=read).utcoffset() != aware.utcoffset():
            different.append(local)
    assert different == []
