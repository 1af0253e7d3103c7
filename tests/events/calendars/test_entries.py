"""Which entries an event makes, and what they say."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.calendars.entries import entries_of, in_each, span, uid_of
from events.choices import Attendance, DateState
from tests.factories.events import make_event, make_kind, make_organisation, make_session, make_venue

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def local(*parts):
    return dt.datetime(*parts, tzinfo=LONDON)


def only(event, **options):
    (entry,) = entries_of(event, **{"language": "en", **options})
    return entry


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (local(2027, 6, 10, 10), local(2027, 6, 10, 15), (local(2027, 6, 10, 10), local(2027, 6, 10, 15))),
        (local(2027, 6, 10, 10), None, (local(2027, 6, 10, 10), None)),
        (local(2027, 6, 10, 10), local(2027, 6, 11, 15), (local(2027, 6, 10, 10), local(2027, 6, 11, 15))),
        (local(2027, 6, 10), local(2027, 6, 11), (dt.date(2027, 6, 10), dt.date(2027, 6, 11))),
        (local(2027, 6, 10), local(2027, 6, 10, 23, 59), (dt.date(2027, 6, 10), dt.date(2027, 6, 11))),
        (local(2027, 6, 10), local(2027, 6, 10, 23, 59, 59), (dt.date(2027, 6, 10), dt.date(2027, 6, 11))),
        (local(2027, 6, 10), local(2027, 6, 13), (dt.date(2027, 6, 10), dt.date(2027, 6, 13))),
        (local(2027, 6, 10), None, (dt.date(2027, 6, 10), dt.date(2027, 6, 11))),
        (local(2027, 6, 10), local(2027, 6, 10), (dt.date(2027, 6, 10), dt.date(2027, 6, 11))),
        (local(2027, 6, 10), local(2027, 6, 10, 9), (local(2027, 6, 10), local(2027, 6, 10, 9))),
        # both changes of the clock lie within these days
        (local(2027, 3, 28), local(2027, 3, 29), (dt.date(2027, 3, 28), dt.date(2027, 3, 29))),
        (local(2027, 10, 31), local(2027, 11, 1), (dt.date(2027, 10, 31), dt.date(2027, 11, 1))),
    ],
)
def test_span(starts, ends, expected):
    utc_ends = ends.astimezone(dt.UTC) if ends else None
    assert span(starts.astimezone(dt.UTC), utc_ends, LONDON) == expected


def test_entries_of_an_event_to_be_confirmed_are_none():
    assert entries_of(make_event(date_state=DateState.TO_BE_CONFIRMED), language="en") == []


def test_entries_of_an_event_without_a_date_are_none():
    assert entries_of(make_event(starts_at=None, ends_at=None), language="en") == []


def test_entry_says_title_summary_and_page():
    event = make_event(title="Weaving, together; a day")
    entry = only(event)
    assert entry.title == "Weaving, together; a day"
    assert entry.description == "A sample summary.\n\nhttp://testserver/en/events/sample-event/"
    assert entry.url == "http://testserver/en/events/sample-event/"
    assert not entry.is_off


def test_entry_in_welsh():
    entry = only(make_event(venue=make_venue()), language="cy")
    assert entry.title == "Sample event (cy)"
    assert entry.url == "http://testserver/cy/digwyddiadau/sample-event/"
    assert entry.location == "Neuadd Enghraifft, Caerdydd"


def test_entry_in_both_languages_when_the_reader_s_is_unknown():
    entry = only(make_event(venue=make_venue()), language="")
    assert entry.title == "Sample event (cy) / Sample event"
    assert entry.location == "Neuadd Enghraifft, Caerdydd / Example Hall, Cardiff"
    assert entry.description.startswith("Crynodeb sampl.")
    assert "A sample summary." in entry.description


def test_in_each_says_the_same_only_once():
    assert in_each("", lambda spoken: "Senedd", between=" / ") == "Senedd"


def test_uid_stays_when_title_slug_and_date_change():
    event = make_event()
    before = only(event).uid
    event.slug, event.words, event.starts_at = "other", {"en": {"title": "Other"}}, local(2028, 1, 1, 9)
    event.ends_at = None
    assert only(event).uid == before == f"event-{event.key}@testserver"


def test_cancelled_event_says_so_and_why():
    event = make_event(date_state=DateState.CANCELLED)
    event.words["en"]["reason"] = "The hall is flooded."
    entry = only(event)
    assert entry.is_off
    assert entry.title == "Cancelled: Sample event"
    assert entry.description.startswith("The hall is flooded.\n\n")


def test_postponed_event_is_off_at_its_old_time():
    entry = only(make_event(date_state=DateState.POSTPONED))
    assert entry.is_off
    assert entry.title == "Postponed: Sample event"


def test_sessions_of_one_day_make_one_entry():
    event = make_event()
    make_session(event, title="First")
    make_session(event, title="Second", hours=2)
    assert only(event).uid == uid_of(event)


def test_sessions_on_several_days_make_an_entry_each_in_order():
    event = make_event()
    late = make_session(event, title="Second day", hours=24)
    early = make_session(event, title="First day")
    make_session(event, title="Gone", hours=48, withdrawn=True)
    entries = entries_of(event, language="en")
    assert [entry.uid for entry in entries] == [uid_of(event, early), uid_of(event, late)]
    assert [entry.title for entry in entries] == ["Sample event: First day", "Sample event: Second day"]
    assert entries[0].starts == early.starts_at


def test_session_named_like_its_event_is_not_named_twice():
    event = make_event()
    make_session(event, title="Sample event")
    make_session(event, title="Sample event", hours=24)
    assert {entry.title for entry in entries_of(event, language="en")} == {"Sample event"}


def test_only_the_given_sessions_make_entries():
    event = make_event()
    make_session(event, title="First day")
    second = make_session(event, title="Second day", hours=24)
    assert only(event, sessions=[second]).uid == uid_of(event, second)


def test_given_sessions_of_one_day_are_named_in_the_one_entry():
    event = make_event()
    chosen = make_session(event, title="Weaving")
    make_session(event, title="Singing", hours=2)
    entry = only(event, sessions=[chosen])
    assert entry.uid == uid_of(event)
    assert "10am to 11am: Weaving" in entry.description
    assert "Singing" not in entry.description


def test_session_without_a_time_is_left_out():
    event = make_event()
    make_session(event, title="First day")
    make_session(event, title="Second day", hours=24)
    some_day = make_session(event, title="Some day")
    some_day.starts_at = some_day.ends_at = None
    some_day.save()
    assert len(entries_of(event, language="en")) == 2


def test_join_link_is_there_only_when_it_is_given():
    event = make_event(attendance=Attendance.ONLINE, join_url="https://meet.example.org/room")
    assert "meet.example.org" not in only(event).description
    told = only(event, join_url=event.join_url).description
    assert "Join online: https://meet.example.org/room" in told
    assert only(event).location == "Online"


def test_organiser_is_the_host_or_the_site(settings):
    settings.DEFAULT_FROM_EMAIL = "Croeso <croeso@example.org>"
    assert only(make_event()).organiser == ("Croeso", "croeso@example.org")
    host = make_organisation(email="hello@example.org")
    assert only(make_event("second", host=host)).organiser == ("Sample Network", "hello@example.org")
    quiet = make_organisation("quiet", email="")
    assert only(make_event("third", host=quiet), language="cy").organiser == ("Rhwydwaith Sampl", "croeso@example.org")


def test_position_and_kind():
    venue = make_venue(latitude="51.48158", longitude="-3.17909")
    venue.refresh_from_db()
    entry = only(make_event(venue=venue, kind=make_kind()))
    assert entry.position == (51.48158, -3.17909)
    assert entry.kind == "Workshop"
    assert only(make_event("online", venue=venue, attendance=Attendance.ONLINE)).position is None


def test_event_without_a_page_has_no_address():
    event = make_event()
    event.words = {"en": {"title": "Sample event"}}
    assert only(event).url == ""
    assert only(event).description == ""
