"""Where events are near to."""

import pytest
from django.utils.translation import override

from events.pages.nearby import Town, away_text, miles, miles_by_venue, towns
from tests.factories.events import make_venue

CARDIFF, LONDON = (51.4816, -3.1791), (51.5074, -0.1278)


def test_miles_are_those_of_the_map():
    assert round(miles(CARDIFF, LONDON)) == 131
    assert miles(CARDIFF, CARDIFF) == 0
    assert round(miles((0, 179), (0, -179))) == 138


@pytest.mark.django_db
def test_towns_are_those_of_venues_with_a_position():
    make_venue(latitude="51.0", longitude="-3.0")
    make_venue(latitude="52.0", longitude="-4.0")
    make_venue(town_en="Bangor", town_cy="Bangor")
    make_venue(town_en="", town_cy="", latitude="51.0", longitude="-3.0")
    with override("cy"):
        assert towns() == [Town("cardiff", "Caerdydd", 51.5, -3.5)]


@pytest.mark.django_db
def test_miles_by_venue_leaves_out_what_is_too_far():
    here = make_venue(latitude="51.4816", longitude="-3.1791")
    make_venue(town_en="London", latitude="51.5074", longitude="-0.1278")
    assert miles_by_venue("cardiff", within=100) == {here.pk: 0}
    assert miles_by_venue("atlantis", within=100) == {}


def test_away_text_counts_whole_miles():
    with override("cy"):
        assert [away_text(far) for far in (0.4, 1.2, 2, 34.4)] == [
            "0 milltir i ffwrdd",
            "1 filltir i ffwrdd",
            "2 filltir i ffwrdd",
            "34 milltir i ffwrdd",
        ]
