"""Calendars, read back by a calendar library."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from events.calendars.ical import booked_calendar, event_calendar, feed, sequence_at, withdrawn_calendar
from events.choices import Attendance, DateState, SessionChoice
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_kind, make_organisation, make_session, make_venue

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
JOIN = "https://meet.example.org/room"
CHANGED_AT = dt.datetime(2027, 1, 5, 12, 30, tzinfo=dt.UTC)
PAGE = "http://testserver/en/events/"


def read(body):
    return icalendar.Calendar.from_ical(body)


def entries(body):
    return read(body).walk("VEVENT")


def what_is_on(events=None, language="en"):
    return feed(Event.objects.all() if events is None else events, language=language, title="What’s on", url=PAGE)


def people(booking):
    return list(booking.attendees.all())


# --- One event --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_at", "offset"),
    [
        (dt.datetime(2027, 3, 27, 9, tzinfo=LONDON), 0),
        (dt.datetime(2027, 3, 28, 9, tzinfo=LONDON), 1),
        (dt.datetime(2027, 7, 1, 9, tzinfo=LONDON), 1),
        (dt.datetime(2027, 10, 30, 9, tzinfo=LONDON), 1),
        (dt.datetime(2027, 10, 31, 9, tzinfo=LONDON), 0),
        (dt.datetime(2027, 12, 1, 9, tzinfo=LONDON), 0),
    ],
)
def test_times_come_back_on_both_sides_of_both_changes_of_the_clock(starts_at, offset):
    event = make_event(starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2))
    (entry,) = entries(event_calendar(event, language="en").body)
    assert entry.start == starts_at
    assert entry.end == starts_at + dt.timedelta(hours=2)
    assert entry.start.utcoffset() == dt.timedelta(hours=offset)
    assert entry["DTSTART"].params["TZID"] == "Europe/London"


def test_every_zone_that_is_used_is_described():
    make_event("home")
    make_event("away", timezone="America/New_York")
    make_event("clock", timezone="UTC")
    zones = [part["TZID"] for part in read(what_is_on().body).walk("VTIMEZONE")]
    assert zones == ["America/New_York", "Europe/London"]
    assert read(what_is_on().body).get_missing_tzids() == set()


def test_whole_days_end_on_the_day_after_the_last():
    event = make_event(
        starts_at=dt.datetime(2027, 6, 10, tzinfo=LONDON), ends_at=dt.datetime(2027, 6, 12, 23, 59, tzinfo=LONDON)
    )
    body = event_calendar(event, language="en").body
    assert b"DTSTART;VALUE=DATE:20270610\r\n" in body
    assert b"DTEND;VALUE=DATE:20270613\r\n" in body
    assert b"VTIMEZONE" not in body


def test_event_calendar_says_everything_a_calendar_wants():
    host = make_organisation(email="hello@example.org")
    venue = make_venue(latitude="51.48158", longitude="-3.17909")
    venue.refresh_from_db()
    event = make_event(venue=venue, host=host, kind=make_kind(), sequence=3, changed_at=CHANGED_AT)
    calendar = read(event_calendar(event, language="en").body)
    (entry,) = calendar.walk("VEVENT")
    assert (calendar["VERSION"], calendar["METHOD"], calendar["CALSCALE"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "URL", "TRANSP")} == {
        "UID": f"event-{event.key}@testserver",
        "SUMMARY": "Sample event",
        "LOCATION": "Example Hall, Cardiff",
        "STATUS": "CONFIRMED",
        "URL": "http://testserver/en/events/sample-event/",
        "TRANSP": "TRANSPARENT",
    }
    assert entry["SEQUENCE"] == 3
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == CHANGED_AT
    assert entry["CATEGORIES"].to_ical() == b"Workshop"
    assert entry["GEO"].to_ical() == "51.48158;-3.17909"
    assert entry["ORGANIZER"] == "mailto:hello@example.org"
    assert entry["ORGANIZER"].params["CN"] == "Sample Network"


def test_nothing_is_written_for_what_is_not_known():
    event = make_event()
    event.words = {"en": {"title": "Sample event"}}
    body = event_calendar(event, language="en").body
    for name in (b"CATEGORIES", b"LOCATION", b"GEO", b"\r\nURL", b"DESCRIPTION"):
        assert name not in body


def test_event_without_a_date_makes_an_empty_calendar():
    calendar = event_calendar(make_event(date_state=DateState.TO_BE_CONFIRMED), language="en")
    assert entries(calendar.body) == []
    assert calendar.last_modified is None


def test_cancelled_event_stays_and_is_struck_out():
    (entry,) = entries(event_calendar(make_event(date_state=DateState.CANCELLED), language="en").body)
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SUMMARY"] == "Cancelled: Sample event"


def test_public_calendars_never_hold_the_link_to_join():
    event = make_event(attendance=Attendance.ONLINE, join_url=JOIN)
    assert b"meet.example.org" not in event_calendar(event, language="en").body
    assert b"meet.example.org" not in what_is_on().body


@pytest.mark.parametrize(
    "title",
    [
        "Weaving\r\nATTENDEE:mailto:everybody@example.org",
        "Weaving\nEND:VEVENT\nBEGIN:VALARM",
        "Weaving\x0b\x85DTSTART:19700101",
        'A "quoted", back\\slashed; title: with everything',
        "<script>alert(1)</script> & more",
        "\u202egniwaeW",
        "ŵ" * 300,
    ],
)
def test_hostile_text_stays_text(title):
    host = make_organisation(name_en=title[:200], name_cy="")
    venue = make_venue(name_en=title[:200], address=title)
    event = make_event(title=title, host=host, venue=venue)
    body = event_calendar(event, language="en").body
    (entry,) = entries(body)
    names = {line.split(b":")[0].split(b";")[0] for line in body.replace(b"\r\n ", b"").split(b"\r\n") if line}
    assert names <= {
        *b"BEGIN END VERSION PRODID CALSCALE METHOD TZID DTSTART RDATE TZNAME TZOFFSETFROM TZOFFSETTO SUMMARY".split(),
        *b"DTEND DTSTAMP UID SEQUENCE DESCRIPTION LAST-MODIFIED LOCATION ORGANIZER STATUS TRANSP URL".split(),
    }
    assert entry["SUMMARY"] == " ".join(title.replace("\x0b", " ").replace("\x85", " ").replace("\u202e", "").split())
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")


# --- Somebody who has booked ------------------------------------------------------------------------------------------


def test_booked_calendar_holds_the_link_to_join_and_takes_the_time():
    event = make_event(attendance=Attendance.ONLINE, join_url=JOIN)
    booking = book(event)
    (entry,) = entries(booked_calendar(booking, people=people(booking), language="en", at=NOW).body)
    assert f"Join online: {JOIN}" in entry["DESCRIPTION"]
    assert entry["TRANSP"] == "OPAQUE"
    assert entry["UID"] == f"event-{event.key}@testserver"


def test_booked_calendar_holds_the_chosen_sessions_only():
    event = make_event(session_choice=SessionChoice.ANY)
    make_session(event, title="First day")
    second = make_session(event, title="Second day", hours=24)
    booking = book(event, sessions=(second.pk,))
    (entry,) = entries(booked_calendar(booking, people=people(booking), language="en", at=NOW).body)
    assert entry["SUMMARY"] == "Sample event: Second day"


def test_booked_calendar_holds_all_sessions_of_a_series():
    event = make_event(session_choice=SessionChoice.WHOLE)
    for day in range(3):
        make_session(event, title=f"Day {day + 1}", hours=24 * day)
    booking = book(event)
    found = entries(booked_calendar(booking, people=people(booking), language="en", at=NOW).body)
    assert [entry["SUMMARY"][-5:] for entry in found] == ["Day 1", "Day 2", "Day 3"]


def test_withdrawn_calendar_takes_out_what_booked_calendar_put_in():
    event = make_event()
    booking = book(event)
    put_in = read(booked_calendar(booking, people=people(booking), language="en", at=NOW).body)
    taken_out = read(withdrawn_calendar(booking, people=people(booking), language="en", at=NOW).body)
    (before,), (after,) = put_in.walk("VEVENT"), taken_out.walk("VEVENT")
    assert (put_in["METHOD"], taken_out["METHOD"]) == ("PUBLISH", "CANCEL")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"
    assert "ORGANIZER" in after


def test_sequence_grows_with_the_event_and_with_time():
    event = make_event()
    Event.objects.filter(pk=event.pk).update(created_at=NOW)
    event.refresh_from_db()
    assert sequence_at(event, NOW) == 0
    assert sequence_at(event, NOW + dt.timedelta(seconds=30)) == 60
    event.sequence = 2
    assert sequence_at(event, NOW) == 2
    assert sequence_at(event, NOW - dt.timedelta(days=1)) == 2


# --- The feed ---------------------------------------------------------------------------------------------------------


def test_feed_says_its_name_and_how_often_to_ask():
    make_event()
    calendar = read(what_is_on().body)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "What’s on"
    assert calendar["URL"] == PAGE
    assert calendar["X-WR-TIMEZONE"] == "Europe/London"
    assert calendar["X-PUBLISHED-TTL"] == "PT1H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in what_is_on().body


def test_feed_keeps_cancelled_events_and_leaves_out_those_without_a_date():
    make_event("on", title="On")
    make_event("off", title="Off", date_state=DateState.CANCELLED)
    make_event("some-day", title="Some day", date_state=DateState.TO_BE_CONFIRMED)
    make_event("undated", title="Undated", starts_at=None, ends_at=None)
    found = {str(entry["SUMMARY"]): str(entry["STATUS"]) for entry in entries(what_is_on().body)}
    assert found == {"On": "CONFIRMED", "Cancelled: Off": "CANCELLED"}


def test_feed_is_in_the_order_of_time_whatever_order_it_is_given():
    make_event("late", title="Late", starts_at=STARTS_AT + dt.timedelta(days=2), ends_at=None)
    make_event("early", title="Early", ends_at=None)
    found = entries(what_is_on(Event.objects.order_by("-starts_at")).body)
    assert [str(entry["SUMMARY"]) for entry in found] == ["Early", "Late"]


def test_feed_in_welsh():
    make_event()
    (entry,) = entries(what_is_on(language="cy").body)
    assert entry["SUMMARY"] == "Sample event (cy)"


def many_events(number, slug="many"):
    venue, host, kind = make_venue(), make_organisation(slug), make_kind(slug)
    Event.objects.bulk_create(
        Event(
            slug=f"event-{index}",
            starts_at=STARTS_AT + dt.timedelta(hours=9 * index),
            ends_at=STARTS_AT + dt.timedelta(hours=9 * index + 2),
            venue=venue,
            host=host,
            kind=kind,
            is_live=True,
            changed_at=CHANGED_AT,
            words={"en": {"title": f"Event {index}", "path": f"/en/events/event-{index}/"}},
        )
        for index in range(number)
    )


def test_feed_of_a_thousand_events_is_the_same_to_the_byte():
    many_events(1000)
    first, second = what_is_on()._write(), what_is_on()._write()
    assert first == second
    assert first.count(b"BEGIN:VEVENT") == 1000


def test_feed_costs_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    for number in (1, 30):
        Event.objects.all().delete()
        many_events(number, slug=f"of-{number}")
        with django_assert_num_queries(5):
            what_is_on()._write()
        with django_assert_num_queries(4):
            assert what_is_on().etag


def test_etag_is_known_without_writing_the_body():
    make_event()
    unchanged = what_is_on().etag
    assert what_is_on().etag == unchanged
    assert what_is_on(language="cy").etag != unchanged
    assert feed(Event.objects.all(), language="en", title="Other", url=PAGE).etag != unchanged


def test_etag_differs_when_anything_shown_changes():
    venue, host = make_venue(), make_organisation()
    event = make_event(venue=venue, host=host, kind=make_kind())
    seen = {what_is_on().etag}
    for change in (
        lambda: Event.objects.filter(pk=event.pk).update(changed_at=CHANGED_AT),
        lambda: Event.objects.filter(pk=event.pk).update(sequence=5),
        lambda: Event.objects.filter(pk=event.pk).update(date_state=DateState.CANCELLED),
        lambda: type(venue).objects.filter(pk=venue.pk).update(town_en="Swansea"),
        lambda: type(host).objects.filter(pk=host.pk).update(name_en="Other Network"),
        lambda: make_event("second"),
    ):
        change()
        seen.add(what_is_on().etag)
    assert len(seen) == 7


def test_etag_stays_when_somebody_books():
    event = make_event(capacity=5)
    before = what_is_on().etag
    book(event)
    assert what_is_on().etag == before


def test_last_modified_counts_an_event_that_has_left():
    make_event("stays", changed_at=CHANGED_AT)
    make_event("left", changed_at=CHANGED_AT + dt.timedelta(hours=1), is_live=False)
    assert what_is_on(Event.objects.listed()).last_modified == CHANGED_AT + dt.timedelta(hours=1)


def test_body_is_kept_under_its_etag(django_assert_num_queries, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "feed"}}
    make_event()
    written = what_is_on().body
    with django_assert_num_queries(1):
        assert what_is_on().body == written
