import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.messaging.quiet import not_at_night

CARDIFF = ZoneInfo("Europe/London")


def local(*moment):
    return dt.datetime(*moment, tzinfo=CARDIFF)


@pytest.mark.parametrize("moment", [local(2027, 1, 11, 8), local(2027, 1, 11, 12), local(2027, 7, 11, 20, 59)])
def test_the_day_stays_as_it_is(moment):
    assert not_at_night(moment, CARDIFF) == moment


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (local(2027, 1, 11, 21), local(2027, 1, 12, 8)),
        (local(2027, 1, 11, 23, 59), local(2027, 1, 12, 8)),
        (local(2027, 1, 12, 0), local(2027, 1, 12, 8)),
        (local(2027, 1, 12, 7, 59), local(2027, 1, 12, 8)),
        (local(2027, 3, 27, 22), local(2027, 3, 28, 8)),  # the clocks go forward that night
        (local(2027, 10, 30, 22), local(2027, 10, 31, 8)),  # and back
    ],
)
def test_the_night_waits_until_eight(moment, morning):
    assert not_at_night(moment, CARDIFF) == morning


def test_night_is_where_the_event_is():
    noon_there = dt.datetime(2027, 1, 11, 22, tzinfo=dt.UTC)
    assert not_at_night(noon_there, ZoneInfo("America/Los_Angeles")) == noon_there
