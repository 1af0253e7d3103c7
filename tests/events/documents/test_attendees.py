"""What is read from the database for printing: the right people, in words, with a constant number of queries."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.choices import Attendance, BookingState, Role
from events.documents.attendees import attendee_rows, badge_head, badges_of, sheet_head, ticket_head, tickets_of
from events.documents.badges import Badge
from events.documents.lists import ListRow
from events.documents.tickets import Ticket
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_kind, make_organisation, make_session, make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(tickets=[{"name": "Place", "role": Role.VOLUNTEER}])


def named(booking: Booking, *names: str, **facts: object) -> list[Attendee]:
    people = list(booking.attendees.order_by("position"))
    for person, name in zip(people, names, strict=True):
        person.name = name
        for field, value in facts.items():
            setattr(person, field, value)
        person.save()
    return people


def test_badges_carry_what_people_typed(event: Event) -> None:
    [person] = named(
        book(event),
        "Gwŷdd Enghraifft",
        organisation="Cyngor",
        pronouns="hi",
        speaks_welsh=True,
        no_photos=True,
    )
    assert badges_of(event) == [
        Badge("Gwŷdd Enghraifft", person.code, "Cyngor", "hi", Role.VOLUNTEER, speaks_welsh=True, no_photos=True)
    ]


def test_badges_are_in_order_of_last_names(event: Event) -> None:
    named(book(event, 3), "Zoe Example", "Ann Sample", "Bob Ample")
    assert [badge.name for badge in badges_of(event)] == ["Bob Ample", "Zoe Example", "Ann Sample"]


def test_badges_of_chosen_people_only(event: Event) -> None:
    people = named(book(event, 3), "Zoe Example", "Ann Sample", "Bob Ample")
    assert [badge.name for badge in badges_of(event, attendee_ids=[people[1].pk])] == ["Ann Sample"]
    assert badges_of(event, attendee_ids=[]) == []


def test_only_confirmed_places_of_this_event_are_printed(event: Event) -> None:
    named(book(event), "Sam Sample")
    other = make_event("another-event")
    book(other)
    cancelled = book(event)
    cancelled.attendees.update(claimed_until=None, cancelled_at=NOW)
    held = book(event)
    held.attendees.update(claimed_until=NOW + dt.timedelta(minutes=15))
    undecided = book(event)
    Booking.objects.filter(pk=undecided.pk).update(state=BookingState.REQUESTED, deadline_at=NOW)
    assert [badge.name for badge in badges_of(event)] == ["Sam Sample"]
    assert [row.name for row in attendee_rows(event, language="en")] == ["Sam Sample"]


def test_rows_say_ticket_sessions_and_booking(event: Event) -> None:
    event.session_choice = "any"
    event.save()
    sessions = [make_session(event, title=title, hours=hour) for hour, title in enumerate(["Circle", "Walk"])]
    booking = book(event, sessions=tuple(session.pk for session in sessions))
    named(booking, "Sam Sample", email="sam@example.org", organisation="Sample Housing")
    assert attendee_rows(event, language="cy") == [
        ListRow(
            reference=booking.reference,
            name="Sam Sample",
            organisation="Sample Housing",
            ticket="Place (cy)",
            sessions="Circle (cy), Walk (cy)",
            email="sam@example.org",
        )
    ]


def test_people_without_a_name_are_guests_of_the_booker(event: Event) -> None:
    booking = book(event, 2, name="Sam Sample", email="sam@example.org")
    named(booking, "Sam Sample", "")
    rows = attendee_rows(event, language="en")
    assert sorted((row.name, row.email) for row in rows) == [
        ("Guest of Sam Sample", "sam@example.org"),
        ("Sam Sample", "sam@example.org"),
    ]
    assert [ticket.name for ticket in tickets_of(booking)] == ["Sam Sample", "Guest of Sam Sample"]


@pytest.mark.parametrize("bookings", [1, 3])
def test_queries_do_not_grow_with_people(
    event: Event, bookings: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    event.session_choice = "any"
    event.save()
    session = make_session(event)
    booked = [book(event, 2, sessions=(session.pk,)) for _ in range(bookings)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        badges_of(event)
    with django_assert_num_queries(3):  # type: ignore[operator]
        attendee_rows(event, language="en")
    with django_assert_num_queries(3):  # type: ignore[operator]
        tickets_of(booked[0])


def test_tickets_are_one_for_each_place_in_the_order_typed(event: Event) -> None:
    booking = book(event, 2)
    people = named(booking, "Zoe Sample", "Ann Sample")
    Attendee.objects.filter(pk=people[0].pk).update(claimed_until=None, cancelled_at=NOW)
    assert tickets_of(booking) == [
        Ticket(name="Ann Sample", code=people[1].code, reference=booking.reference, ticket_type="Place")
    ]


def test_sheet_head_says_when_where_and_who_printed(event: Event) -> None:
    event.venue = make_venue()
    head = sheet_head(event, printed_by="Sam Staff", now=NOW, language="en")
    assert (head.event_title, head.when) == ("Sample event", "Thursday 11 February 2027, 10am to 3pm")
    assert (head.where, head.printed_by) == ("Example Hall, Cardiff", "Sam Staff")
    assert head.printed_at == "Monday 11 January 2027, 10am"
    assert head.facts == "Thursday 11 February 2027, 10am to 3pm, Example Hall, Cardiff"


def test_sheet_head_speaks_the_language_asked_for(event: Event) -> None:
    event.venue = make_venue()
    head = sheet_head(event, printed_by="Sam Staff", now=NOW, language="cy")
    assert (head.event_title, head.where) == ("Sample event (cy)", "Neuadd Enghraifft, Caerdydd")
    assert head.when.startswith("Dydd Iau 11 Chwefror 2027")


def test_an_event_without_a_date_says_so(event: Event) -> None:
    event.starts_at = event.ends_at = None
    head = sheet_head(event, printed_by="Sam Staff", now=NOW, language="en")
    assert head.when == "Date to be confirmed"
    event.words["en"]["when_text"] = "January or February"
    assert badge_head(event, language="en").when == "January or February"


def test_badge_head_has_the_day_and_the_weave_of_the_event(event: Event) -> None:
    event.kind = make_kind(threads="t-plum")
    event.timezone = "Pacific/Auckland"
    assert event.zone == ZoneInfo("Pacific/Auckland")
    head = badge_head(event, language="en", saves_ink=True)
    assert (head.when, head.slug, head.threads, head.saves_ink) == (
        "Thursday 11 February 2027",
        "sample-event",
        "t-plum",
        True,
    )


def test_ticket_head_tells_how_to_get_there_and_whom_to_ask(event: Event) -> None:
    event.kind, event.host = make_kind(), make_organisation(email="hello@example.org", phone="00000 000 000")
    event.venue = make_venue(
        address="1 Sample Street",
        postcode="CF00 0AA",
        transport_en="Ten minutes on foot.",
        hearing_loop=True,
        quiet_room=False,
        note_en="Ring the bell.",
    )
    head = ticket_head(event, language="en")
    assert (head.kind, head.place) == ("Workshop", "Example Hall, 1 Sample Street, Cardiff CF00 0AA")
    assert (head.getting_there, head.access) == (("Ten minutes on foot.",), ("Hearing loop", "Ring the bell."))
    assert head.contact == "Sample Network, 00000 000 000, hello@example.org"


def test_ticket_head_of_an_online_event_names_no_building(event: Event) -> None:
    event.venue, event.attendance = make_venue(), Attendance.ONLINE
    event.join_url = "https://example.org/secret-room"
    head = ticket_head(event, language="en")
    assert (head.place, head.getting_there, head.access) == ("Online", (), ())
    assert "secret" not in repr(head)


def test_a_hybrid_event_names_both(event: Event) -> None:
    event.venue, event.attendance = make_venue(), Attendance.HYBRID
    head = sheet_head(event, printed_by="Sam Staff", now=NOW, language="en")
    assert head.where == "Example Hall, Cardiff, and online"
