"""Which events a list shows."""

import datetime as dt

import pytest

from events.choices import DateState
from events.pages.choices import Choices
from events.pages.filters import chosen_events, events_between, months_later, next_quarter
from tests.factories.events import NOW, make_event, make_kind, make_organisation, make_ticket_type, make_venue

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def found(now: dt.datetime = NOW, **choices) -> list[str]:
    return [event.slug for event in chosen_events(Choices(**choices), now=now)]


def test_chosen_events_are_of_any_of_the_kinds():
    for slug in ("workshop", "festival", "seminar"):
        make_event(slug, kind=make_kind(slug))
    assert found(kinds=("workshop", "seminar")) == ["workshop", "seminar"]
    assert found(kinds=("unknown",)) == []


def test_chosen_events_in_both_ways_are_found_under_each():
    for attendance in ("venue", "online", "hybrid"):
        make_event(attendance, attendance=attendance)
    assert found(place="venue") == ["venue", "hybrid"]
    assert found(place="online") == ["online", "hybrid"]


def test_chosen_events_for_everyone_are_found_by_each_audience():
    for audience in ("everyone", "people", "third_sector"):
        make_event(audience.replace("_", "-"), meant_for=audience)
    assert found(audience="people") == ["everyone", "people"]


def test_chosen_events_in_both_languages_are_found_under_each():
    for language in ("cy", "en", "both"):
        make_event(language, languages=language)
    assert found(language="cy") == ["cy", "both"]
    assert found(language="en") == ["en", "both"]
    assert found(language="both") == ["both"]


def test_chosen_events_are_of_the_host():
    make_event("ours", host=make_organisation("ours"))
    make_event("theirs", host=make_organisation("theirs"))
    assert found(host="ours") == ["ours"]


@pytest.mark.parametrize(
    ("tickets", "is_free"),
    [
        ([{"price_kind": "free"}], True),
        ([{"price_kind": "fixed", "price": 0}, {"price_kind": "sponsored"}], True),
        ([{"price_kind": "free"}, {"price_kind": "fixed", "price": 5}], False),
        ([{"price_kind": "free"}, {"price_kind": "concession", "price": 5, "withdrawn": True}], True),
        ([{"price_kind": "pay_what_you_can"}], False),
        ([{"price_kind": "time_credits", "credits": 2}], False),
        ([], False),
    ],
)
def test_chosen_events_are_free_when_nobody_pays(tickets, is_free):
    event = make_event("event", tickets=[])
    for ticket in tickets:
        make_ticket_type(event, **ticket)
    assert found(free=True) == (["event"] if is_free else [])


def test_chosen_events_hold_each_word_or_a_longer_one():
    make_event("tea", search_text=" te a sgwrs yn y ty coffee ")
    assert found(words="Sgwrs TŶ") == found(words="cof") == ["tea"]
    assert found(words="offee") == found(words="sgwrs cake") == []


def test_chosen_events_are_found_by_kind_host_and_venue():
    make_event(
        "event",
        search_text=" sample ",
        kind=make_kind(name_cy="Gŵyl"),
        host=make_organisation(),
        venue=make_venue(town_cy="Caerdydd"),
    )
    make_event("other")
    for words in ("gwyl", "rhwydwaith", "caerdydd", "sample festival".split()[0]):
        assert found(words=words) == ["event"]


def test_chosen_events_of_this_month_end_with_it():
    """In London's time, and what has begun is still on."""
    begins = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    make_event("last-day", starts_at=begins - dt.timedelta(hours=2), ends_at=None)
    make_event("first-of-next", starts_at=begins, ends_at=None)
    make_event("on", starts_at=NOW - DAY, ends_at=NOW + 60 * DAY)
    assert found(when="month") == ["on", "last-day"]
    assert found(when="3months") == ["on", "last-day", "first-of-next"]


def test_chosen_events_without_a_date():
    make_event("dated")
    make_event("undated", starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    make_event("postponed", date_state=DateState.POSTPONED)
    assert set(found(when="tbc")) == {"undated", "postponed"}


def test_chosen_events_touch_the_days_from_and_until():
    make_event("three-days", starts_at=NOW + 10 * DAY, ends_at=NOW + 12 * DAY)
    make_event("one-day", starts_at=NOW + 20 * DAY, ends_at=None)
    day = NOW.date()
    assert found(since=day + 12 * DAY, until=day + 19 * DAY) == ["three-days"]
    assert found(since=day + 13 * DAY, until=day + 19 * DAY) == []
    assert found(since=day + 20 * DAY) == ["one-day"]
    assert found(until=day + 10 * DAY) == ["three-days"]
    assert found(until=dt.date.max) == ["three-days", "one-day"]


def test_chosen_events_near_a_town_come_nearest_first():
    cardiff = make_venue(latitude="51.4816", longitude="-3.1791")
    swansea = make_venue(town_en="Swansea", latitude="51.6214", longitude="-3.9436")
    make_event("swansea", venue=swansea, starts_at=NOW + DAY, ends_at=None)
    make_event("cardiff", venue=cardiff, starts_at=NOW + 9 * DAY, ends_at=None)
    make_event("online", venue=cardiff, attendance="online")
    make_event("nowhere", venue=make_venue(town_en="Somewhere"))
    events = chosen_events(Choices(near="cardiff", within=50), now=NOW)
    assert [(event.slug, round(event.miles)) for event in events] == [("cardiff", 0), ("swansea", 34)]
    assert found(near="cardiff", within=25) == ["cardiff"]
    assert found(near="atlantis") == []


def test_chosen_events_by_invitation_or_not_live_are_never_found():
    make_event("secret", invitation_code="sesame", search_text=" tea ")
    make_event("draft", is_live=False, search_text=" tea ")
    assert found() == found(words="tea") == []


def test_events_between_days_take_those_of_the_whole_world():
    make_event(
        "honolulu", timezone="Pacific/Honolulu", starts_at=dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC), ends_at=None
    )
    make_event("march", starts_at=dt.datetime(2027, 3, 20, tzinfo=dt.UTC), ends_at=None)
    make_event("long", starts_at=NOW - 30 * DAY, ends_at=NOW + 300 * DAY)
    make_event("undated", starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    make_event("postponed", date_state=DateState.POSTPONED)
    between = events_between(Choices(when="past", since=NOW.date()), dt.date(2027, 2, 1), dt.date(2027, 2, 28))
    assert [event.slug for event in between] == ["long", "honolulu"]


def test_months_later_stays_within_the_calendar():
    assert months_later(dt.date(2027, 12, 31), 1) == dt.date(2028, 1, 1)
    assert months_later(dt.date(2027, 1, 31), -1) == dt.date(2026, 12, 1)
    assert months_later(dt.date.max, 1) == dt.date(9999, 12, 1)


def test_next_quarter_of_a_day_that_does_not_exist_is_the_first_after():
    assert next_quarter(dt.date(2027, 1, 15)) == dt.date(2027, 4, 15)
    assert next_quarter(dt.date(2026, 11, 30)) == dt.date(2027, 3, 1)
