"""All bookings of one person in a calendar: who gets the link, what it shows, and how it ends."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest
from django.utils import timezone

from events.booking.bookings import cancel_places
from events.booking.calendar_links import make_calendar_link
from events.booking.changes import give_booking
from events.booking.journal import By
from events.booking.links import issue_link
from events.models.bookings import Booking
from events.models.messages import CalendarLink, Message
from tests.factories.bookings import book

pytestmark = pytest.mark.django_db

ADDRESS = "sample@example.org"


def opened(visitor, booking, *, mailed_to=""):
    """The page about the calendar, in a browser that opened a link to this booking."""
    token = issue_link(booking=booking, now=timezone.now(), mailed_to=mailed_to)
    visitor.client.get(f"/bookings/l/{token}/")
    return visitor.open(f"/bookings/{booking.reference}/calendar/")


def made(visitor, page):
    """The path of the calendar that this page makes a link to."""
    page = visitor.send(page, {"make": "1"}, form="main form")
    assert page.link("Open in my calendar").startswith("webcal://")
    field = page.soup.select_one("#calendar-link")
    return re.sub(r"^https?://[^/]+", "", str(field["value"]))


def entries(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


@pytest.fixture
def booking(open_event, soon):
    return book(open_event(**soon), email=ADDRESS, now=timezone.now())


def test_link_that_was_mailed_makes_a_calendar_of_all_bookings(open_event, soon, visitor, booking):
    later = {name: at + dt.timedelta(days=7) for name, at in soon.items()}
    book(open_event("other-event", title="Other event", **later), email=ADDRESS.upper(), now=timezone.now())
    book(open_event("event-of-others", **later), now=timezone.now())

    response = visitor.client.get(made(visitor, opened(visitor, booking, mailed_to=ADDRESS)))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert sorted(str(entry["summary"]) for entry in entries(response)) == ["Other event", "Sample event"]
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (calendar["x-wr-calname"], calendar["refresh-interval"].dt) == ("My bookings", dt.timedelta(hours=1))
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_entries_are_those_that_the_booking_gives(visitor, booking):
    path = made(visitor, opened(visitor, booking, mailed_to=ADDRESS))

    own = entries(visitor.client.get(f"/bookings/{booking.reference}/event.ics"))
    feed = entries(visitor.client.get(path))

    for name in ("uid", "dtstart", "dtend", "summary", "description", "transp", "status"):
        assert [entry[name] for entry in feed] == [entry[name] for entry in own]


def test_browser_that_has_just_booked_gets_no_calendar_of_the_address(visitor, booking):
    """Anybody can type anybody's address."""
    page = opened(visitor, booking)

    assert page.texts("main form button") == ["Send me a link"]
    page = visitor.send(page, {"make": "1"})
    assert page.soup.select_one("#calendar-link") is None
    assert CalendarLink.objects.count() == 0


def test_link_mailed_to_an_older_address_proves_nothing_about_a_newer_one(visitor, booking):
    visitor.open(f"/bookings/{booking.reference}/")
    Booking.objects.update(email="other@example.org", email_key="other@example.org")

    assert opened(visitor, booking, mailed_to=ADDRESS).texts("main form button") == ["Send me a link"]


def test_proof_is_sent_to_the_address_on_wish(visitor, booking):
    page = visitor.send(opened(visitor, booking), {"send": "1"})

    assert page.texts(".notice h2") == ["Look at your e-mail"]
    assert [(row.kind, row.booking_id) for row in Message.objects.filter(kind="link")] == [("link", booking.pk)]


def test_cancelled_booking_stays_and_says_so(visitor, booking):
    path = made(visitor, opened(visitor, booking, mailed_to=ADDRESS))
    before = entries(visitor.client.get(path))
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())

    after = entries(visitor.client.get(path))

    assert [str(entry["status"]) for entry in before + after] == ["CONFIRMED", "CANCELLED"]
    assert before[0]["uid"] == after[0]["uid"]
    assert before[0]["sequence"] < after[0]["sequence"]


def test_event_that_was_booked_again_is_there_once(visitor, booking):
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    again = book(booking.event, email=ADDRESS, now=timezone.now())

    response = visitor.client.get(made(visitor, opened(visitor, again, mailed_to=ADDRESS)))

    assert [str(entry["status"]) for entry in entries(response)] == ["CONFIRMED"]


def test_waiting_party_has_no_entry(open_event, soon, visitor):
    event = open_event(capacity=1, **soon)
    book(event, now=timezone.now())
    waiting = book(event, email=ADDRESS, joins_waitlist=True, now=timezone.now())

    assert entries(visitor.client.get(made(visitor, opened(visitor, waiting, mailed_to=ADDRESS)))) == []


def test_booking_that_was_passed_on_leaves(open_event, soon, visitor, booking):
    kept = book(open_event("other-event", title="Other event", **soon), email=ADDRESS, now=timezone.now())
    path = made(visitor, opened(visitor, kept, mailed_to=ADDRESS))
    give_booking(booking.pk, name="New Sample", email="new@example.org", place=None, now=timezone.now(), by=By.booker())

    assert [str(entry["summary"]) for entry in entries(visitor.client.get(path))] == ["Other event"]


def test_new_link_ends_the_old_one_and_stopping_ends_both(visitor, booking):
    page = opened(visitor, booking, mailed_to=ADDRESS)
    old = made(visitor, page)
    new = made(visitor, visitor.open(page.path))
    assert [visitor.client.get(path).status_code for path in (old, new)] == [410, 200]

    page = visitor.send(visitor.open(page.path), {"stop": "1"})

    assert page.texts(".notice strong") == ["Stopped. The link no longer works."]
    response = visitor.client.get(new)
    assert (response.status_code, response["Content-Type"]) == (410, "text/plain; charset=utf-8")


def test_stranger_finds_nothing(visitor, booking):
    make_calendar_link(booking=booking, language="en", now=timezone.now())

    assert visitor.client.get("/bookings/calendar/guessed.ics").status_code == 410
    assert visitor.client.get(f"/bookings/{booking.reference}/calendar/").status_code == 410
    assert visitor.client.post("/bookings/calendar/guessed.ics").status_code == 403  # no form of ours leads there


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(visitor, booking, method):
    page = opened(visitor, booking, mailed_to=ADDRESS)
    path = made(visitor, page)
    before = list(CalendarLink.objects.values())

    for address in (page.path, f"{page.path}?make=1", f"{page.path}?stop=1", path):
        assert getattr(visitor.client, method)(address).status_code == 200
    assert list(CalendarLink.objects.values()) == before


def test_unchanged_calendar_is_not_sent_again(visitor, booking):
    path = made(visitor, opened(visitor, booking, mailed_to=ADDRESS))
    etag = visitor.client.get(path)["ETag"]

    assert visitor.client.get(path, headers={"if-none-match": etag}).status_code == 304
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    assert visitor.client.get(path, headers={"if-none-match": etag}).status_code == 200


def test_calendar_speaks_the_language_of_the_page_that_made_it(visitor, booking):
    page = opened(visitor, booking, mailed_to=ADDRESS)
    welsh = visitor.open(f"{page.path}?language=cy")
    assert welsh.soup.html["lang"] == "cy"
    welsh = visitor.send(welsh, {"make": "1"})
    path = re.sub(r"^https?://[^/]+", "", str(welsh.soup.select_one("#calendar-link")["value"]))

    assert [str(entry["summary"]) for entry in entries(visitor.client.get(path))] == ["Sample event (cy)"]


def test_my_booking_leads_to_the_calendar(visitor, booking):
    opened(visitor, booking)

    page = visitor.open(f"/bookings/{booking.reference}/")

    assert page.link("All my bookings in my calendar") == f"/bookings/{booking.reference}/calendar/"


def test_three_bookings_take_as_many_queries_as_one(open_event, soon, visitor, booking, django_assert_num_queries):
    path = f"/bookings/calendar/{make_calendar_link(booking=booking, language='en', now=timezone.now())}.ics"
    with django_assert_num_queries(6):
        visitor.client.get(path)
    for slug in ("second-event", "third-event"):
        book(open_event(slug, **soon), email=ADDRESS, now=timezone.now())
    with django_assert_num_queries(6):
        assert len(entries(visitor.client.get(path))) == 3
