"""What of a page becomes part of the booked event: facts, words, rows, and what calendars are told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.choices import FOREVER, BookingState, DateState, MessageKind
from events.models.bookings import Attendee, Booking
from events.models.events import Event, TicketType
from events.models.messages import Message
from events.models.words import said
from events.pages.event import EventPage
from events.pages.publishing import rebuild
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import make_venue
from tests.factories.pages import HOUR, STARTS_AT, change, event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def test_publishing_applies_capacity_at_once(index):
    page = make_page(index, capacity=5)
    assert event_of(page).capacity == 5
    change(page, capacity=7)
    assert event_of(page).capacity == 7
    change(page, capacity=None)
    assert event_of(page).capacity is None
    change(page, capacity=0)
    assert event_of(page).capacity == 0


def test_draft_changes_nothing(index):
    page = make_page(index, capacity=5)
    version = page.get_latest_revision_as_object()
    version.capacity = 50
    version.save_revision()
    rebuild(page.translation_key, now=NOW)
    assert event_of(page).capacity == 5


def test_page_that_was_never_live_makes_no_event(index):
    page = make_page(index, live=False)
    assert rebuild(page.translation_key, now=NOW) is None
    assert not Event.objects.exists()


def test_words_are_kept_for_each_language(index):
    page = make_page(index, "Time banking", audience="Everybody", when_text="Soon", reason="None")
    in_welsh(page, title="Bancio amser", summary="Crynodeb", slug="bancio-amser")
    words = event_of(page).words
    assert words["en"] == {
        "title": "Time banking",
        "summary": "A sample summary.",
        "audience": "Everybody",
        "when_text": "Soon",
        "reason": "None",
        "path": "/en/events/time-banking/",
    }
    assert (words["cy"]["title"], words["cy"]["path"]) == ("Bancio amser", "/cy/events/bancio-amser/")


def test_children_become_rows_with_their_words(index):
    page = make_page(
        index,
        "A festival",
        tickets=[{"name": "Free", "description": "For everybody"}],
        sessions=[{"title": "Opening"}, {"title": "", "starts_at": STARTS_AT + HOUR}],
        questions=[{"label": "Travel", "help": "To plan", "kind": "choice", "choices": "Bus\nTrain\n"}],
    )
    event = event_of(page)
    assert [row.words for row in event.ticket_types.all()] == [{"en": {"name": "Free", "description": "For everybody"}}]
    assert [row.say("title", "en") for row in event.sessions.all()] == ["Opening", "A festival"]
    assert event.questions.get().words == {"en": {"label": "Travel", "help": "To plan", "choices": ["Bus", "Train"]}}
    assert event.ticket_types.get().key == page.ticket_types.get().key


def test_facts_come_from_the_source_page_alone(index):
    page = make_page(index, capacity=5, join_url="https://meet.example.org/a")
    welsh = in_welsh(page)
    change(welsh, capacity=99, join_url="https://meet.example.org/b", invitation_code="secret")
    event = event_of(page)
    assert (event.capacity, event.join_url, event.invitation_code) == (5, "https://meet.example.org/a", "")


def test_pages_of_one_event_share_one_capacity(index):
    page = make_page(index, capacity=3)
    welsh = in_welsh(page)
    assert Event.objects.get() == event_of(page) == event_of(welsh)
    book(event_of(page), 2, now=NOW, language="en")
    refused = book(event_of(welsh), 2, now=NOW, language="cy", joins_waitlist=True)
    assert refused.state == BookingState.WAITING


def test_revision_grows_with_each_publication(index):
    page = make_page(index)
    before = event_of(page).revision
    change(page, title="Another title")
    assert event_of(page).revision > before


def test_slug_is_the_source_pages_made_unique(index, root_page):
    first = make_page(index, slug="coffee")
    other = make_index(root_page, "Other events")
    second = make_page(other, slug="coffee")
    assert (event_of(first).slug, event_of(second).slug) == ("coffee", "coffee-2")
    change(second, title="Coffee again")
    assert event_of(second).slug == "coffee-2"
    change(second, slug="tea")
    assert event_of(second).slug == "tea"


def test_slug_does_not_follow_a_translation(index):
    page = make_page(index, slug="coffee")
    in_welsh(page, slug="coffi")
    assert event_of(page).slug == "coffee"


# Facts that are not whole


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": None, "ends_at": None},
        {"attendance": "venue"},
        {"ends_at": STARTS_AT - HOUR},
        {"min_per_booking": 9, "max_per_booking": 2},
        {"timezone": "Nowhere/Atall"},
    ],
)
def test_incomplete_event_is_live_but_cannot_be_booked(index, fields):
    page = make_page(index, live=False)
    version = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(clean=False).publish()
    event = event_of(page)
    assert event.is_live
    assert event.is_bookable is (fields == {"timezone": "Nowhere/Atall"})
    assert event.zone.key == "Europe/London"


def test_event_without_tickets_cannot_be_booked_until_it_has_one(index):
    page = make_page(index)
    tickets = list(page.ticket_types.all())
    page = change(page, ticket_types=[])
    assert not event_of(page).is_bookable
    change(page, ticket_types=[type(row)(key=row.key, name=row.name) for row in tickets])
    assert event_of(page).is_bookable


def test_choices_that_a_translation_leaves_out_are_said_in_the_sources_words(index):
    page = make_page(index, questions=[{"label": "Travel", "kind": "choice", "choices": "Bus\nTrain\nOn foot"}])
    welsh = in_welsh(page)
    version = welsh.get_latest_revision_as_object()
    row = version.questions.get()
    row.choices = "Bws\nTrên"
    version.questions = [row]
    version.save_revision().publish()
    question = event_of(page).questions.get()
    assert said(question.words, "choices", "cy") == ["Bws", "Trên", "On foot"]
    row.choices = "Bws\nTrên\nAr droed\nCar"
    version.questions = [row]
    version.save_revision().publish()
    question.refresh_from_db()
    assert said(question.words, "choices", "cy") == ["Bws", "Trên", "Ar droed"]


def test_ticket_keys_are_unique_within_their_event_only(booked):
    copy = EventPage.objects.get(pk=booked.copy(update_attrs={"slug": "copy"}).pk)
    copy.latest_revision.publish()
    keys = TicketType.objects.values_list("key", flat=True)
    assert (len(keys), len(set(keys))) == (4, 2)


# What calendars and bookers are told
def test_raised_capacity_goes_to_the_queue_in_the_same_transaction(index):
    page = make_page(index, capacity=2)
    event = event_of(page)
    book(event, 2, now=NOW)
    waiting = book(event, 1, now=NOW, joins_waitlist=True)
    change(page, capacity=3)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert waiting.attendees.get().claimed_until > timezone.now()


def test_lowered_capacity_cancels_nobody(booked):
    change(booked, capacity=1)
    assert list(Attendee.objects.values_list("claimed_until", flat=True)) == [FOREVER] * 3


def test_cancelling_tells_whoever_has_booked(booked):
    change(booked, date_state=DateState.CANCELLED, reason="The hall is closed.")
    told = Message.objects.filter(kind=MessageKind.EVENT_CANCELLED)
    assert list(told.values_list("booking", flat=True)) == list(Booking.objects.values_list("pk", flat=True))
    change(booked, summary="Another summary.")
    assert told.count() == 1


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"starts_at": STARTS_AT + HOUR}, True),
        ({"ends_at": STARTS_AT + 6 * HOUR}, True),
        ({"title": "Another title"}, True),
        ({"date_state": DateState.POSTPONED}, True),
        ({"attendance": "hybrid", "room_capacity": None}, True),
        ({"summary": "Another summary."}, False),
        ({"capacity": 50}, False),
    ],
)
def test_calendars_are_told_only_of_what_they_show(index, changes, is_told):
    page = make_page(index, capacity=10)
    event = event_of(page)
    change(page, **changes)
    later = event_of(page)
    assert later.sequence == event.sequence + int(is_told)
    assert (later.changed_at > event.changed_at) is is_told


def test_calendars_are_told_of_a_venue_and_of_sessions(index):
    page = make_page(index, sessions=[{"title": "Walk"}])
    assert event_of(page).sequence == 0
    page = change(page, venue=make_venue())
    assert event_of(page).sequence == 1
    version = page.get_latest_revision_as_object()
    walk = version.sessions.get()
    walk.starts_at = STARTS_AT + HOUR / 2
    version.sessions = [walk]
    version.save_revision().publish()
    assert event_of(page).sequence == 2


def test_session_that_people_were_let_into_is_withdrawn_and_not_deleted(index):
    page = make_page(index, sessions=[{"title": "Morning"}, {"title": "Afternoon"}])
    event = event_of(page)
    morning = event.sessions.get(words__en__title="Morning")
    let_in(book(event, now=NOW).attendees.get(), session=morning)

    version = page.get_latest_revision_as_object()
    version.sessions = []
    version.save_revision().publish()

    assert list(event.sessions.values_list("pk", "withdrawn")) == [(morning.pk, True)]
