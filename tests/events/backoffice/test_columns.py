"""Columns of the back office's lists."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from events.backoffice.columns import MomentColumn


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/London", "1 July 2027, 9am"),
        ("cy", "Europe/London", "1 Gorffennaf 2027, 9am"),
        ("en", "Asia/Tokyo", "1 July 2027, 5pm"),
    ],
)
def test_moment_column_says_the_instant_in_the_language_and_zone_of_the_reader(language, zone, words):
    row = SimpleNamespace(at=dt.datetime(2027, 7, 1, 8, tzinfo=dt.UTC))
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        assert MomentColumn("at").get_value(row) == words
