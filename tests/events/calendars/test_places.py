"""Where an event is, in one line."""

import pytest
from django.utils.translation import override

from events.calendars.places import place_line, venue_line
from events.choices import Attendance
from tests.factories.events import make_event, make_venue

pytestmark = pytest.mark.django_db


def place(event, language="en"):
    with override(language):
        return place_line(event, language=language)


def test_venue_line_joins_address_town_and_postcode():
    venue = make_venue(address="1 Sample Street\r\nSample Quarter\r\n", postcode="LL00 0AA")
    assert venue_line(venue, language="en") == "Example Hall, 1 Sample Street, Sample Quarter, Cardiff LL00 0AA"
    assert venue_line(venue, language="cy") == "Neuadd Enghraifft, 1 Sample Street, Sample Quarter, Caerdydd LL00 0AA"


def test_venue_line_leaves_out_what_is_not_known():
    assert venue_line(make_venue(town_en="", town_cy=""), language="en") == "Example Hall"


def test_place_line_says_the_venue():
    assert place(make_event(venue=make_venue())) == "Example Hall, Cardiff"


def test_place_line_of_an_event_online_names_no_venue():
    assert place(make_event(venue=make_venue(), attendance=Attendance.ONLINE)) == "Online"


def test_place_line_of_a_hybrid_event_says_both():
    assert place(make_event(venue=make_venue(), attendance=Attendance.HYBRID)) == "Example Hall, Cardiff, and online"


def test_place_line_of_a_hybrid_event_whose_venue_is_not_known_yet():
    assert place(make_event(attendance=Attendance.HYBRID)) == "At a venue and online"


def test_place_line_is_empty_when_nothing_is_known():
    assert place(make_event()) == ""
