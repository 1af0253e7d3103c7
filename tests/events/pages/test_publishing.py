"""Pages become booked events, in any order and any number of times, and no booking is ever changed by it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from events.choices import FOREVER, BookingState, DateState, MessageKind
from events.models.bookings import Answer, Attendee, Booking
from events.models.events import Event, Question, TicketType
from events.models.messages import Message
from events.models.words import said
from events.pages.event import EventPage
from events.pages.publishing import rebuild
from tests.factories.bookings import book
from tests.factories.events import make_venue
from tests.factories.pages import HOUR, STARTS_AT, change, event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def state_of(key: uuid.UUID) -> dict[str, Any]:
    """Everything that publishing decides about an event; not how often it did."""
    event = Event.objects.get(key=key)
    often = {"id", "revision", "projected_at", "changed_at", "created_at", "sequence"}
    facts = {field.name: field.value_from_object(event) for field in Event._meta.fields if field.name not in often}
    rows = {
        name: list(getattr(event, name).order_by("key").values("key", "words", "sort_order", "withdrawn"))
        for name in ("ticket_types", "sessions", "questions", "proposed_dates")
    }
    return {**facts, **rows}


def bookings_of(event: Event) -> list[Any]:
    """What nothing in the CMS may change."""
    rows = Attendee.objects.filter(event=event).order_by("pk")
    return list(rows.values_list("pk", "booking__state", "booking__reference", "claimed_until", "ticket_type", "code"))


@pytest.fixture
def booked(index) -> EventPage:
    page = make_page(index, capacity=10, tickets=[{"name": "Free"}, {"name": "Supporter"}])
    book(event_of(page), 3, now=NOW)
    return page


# What is projected


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


# Order and repetition


def test_rebuild_twice_gives_the_same_event(booked):
    in_welsh(booked)
    before = state_of(booked.translation_key)
    sequence = event_of(booked).sequence
    rebuild(booked.translation_key, now=NOW)
    assert state_of(booked.translation_key) == before
    assert event_of(booked).sequence == sequence


def test_order_of_publishing_does_not_matter(index):
    tickets, questions = [{"name": "Free"}], [{"label": "Travel"}]
    english = make_page(index, tickets=tickets, questions=questions, live=False)
    welsh = in_welsh(english, live=False)
    welsh.get_latest_revision().publish()
    assert not Event.objects.exists()  # a translation alone makes nothing bookable
    english.get_latest_revision().publish()
    welsh_first = state_of(english.translation_key)
    Event.objects.all().delete()
    rebuild(english.translation_key, now=NOW)
    welsh.get_latest_revision().publish()
    assert state_of(english.translation_key) == welsh_first
    assert set(welsh_first["words"]) == {"en", "cy"}
    assert set(welsh_first["ticket_types"][0]["words"]) == {"en", "cy"}


def test_oldest_page_is_the_source(index):
    page = make_page(index)
    welsh = in_welsh(page)
    assert (page.is_source, welsh.is_source) == (True, False)
    page.delete()
    assert EventPage.objects.get(pk=welsh.pk).is_source


# What a page does to bookings: nothing


def test_reverting_to_an_old_version_changes_no_booking(index):
    page = make_page(index, capacity=4, tickets=[{"name": "Free"}])
    old = page.latest_revision
    event = event_of(page)
    version = page.get_latest_revision_as_object()
    version.capacity = 8
    version.ticket_types.add(type(version.ticket_types.get())(name="Late", sort_order=1))
    version.save_revision().publish()
    late = event.ticket_types.get(words__en__name="Late")
    book(event, 2, ticket=late, now=NOW)
    before = bookings_of(event)
    old.publish()
    assert bookings_of(event) == before
    late.refresh_from_db()
    assert late.withdrawn
    assert event_of(page).capacity == 4


def test_withdrawn_ticket_comes_back_as_the_same_row_with_both_languages(booked):
    welsh = in_welsh(booked)
    event, with_ticket = event_of(booked), EventPage.objects.get(pk=booked.pk).latest_revision
    ticket = event.ticket_types.all()[0]
    words = ticket.words
    version = booked.get_latest_revision_as_object()
    version.ticket_types = [row for row in version.ticket_types.all() if row.key != ticket.key]
    version.save_revision().publish()
    ticket.refresh_from_db()
    assert (ticket.withdrawn, ticket.attendees.count()) == (True, 3)
    with_ticket.publish()
    ticket.refresh_from_db()
    assert (ticket.withdrawn, ticket.words, ticket.attendees.count()) == (False, words, 3)
    assert set(words) == {"en", "cy"}
    assert welsh.is_source is False


def test_unbooked_ticket_that_vanishes_is_deleted(booked):
    version = booked.get_latest_revision_as_object()
    version.ticket_types = [row for row in version.ticket_types.all() if row.name == "Free"]
    version.save_revision().publish()
    assert [row.name for row in event_of(booked).ticket_types.all()] == ["Free"]


def test_answered_question_and_chosen_session_are_withdrawn(index):
    page = make_page(index, sessions=[{"title": "Walk"}], questions=[{"label": "Travel"}], session_choice="any")
    event = event_of(page)
    walk, travel = event.sessions.get(), event.questions.get()
    booking = book(event, sessions=(walk.pk,), now=NOW)
    Answer.objects.create(booking=booking, question=travel, value="Bus")
    version = page.get_latest_revision_as_object()
    version.sessions, version.questions = [], []
    version.save_revision().publish()
    assert (event.sessions.get().withdrawn, event.questions.get().withdrawn) == (True, True)
    assert (walk.choices.count(), travel.answers.count()) == (1, 1)


def test_unused_question_is_deleted(index):
    page = make_page(index, questions=[{"label": "Travel"}])
    change(page, questions=[])
    assert not Question.objects.exists()


def test_translation_neither_adds_nor_withdraws_rows(booked):
    welsh = in_welsh(booked)
    version = welsh.get_latest_revision_as_object()
    version.ticket_types = []
    version.save_revision().publish()
    assert [row.withdrawn for row in event_of(booked).ticket_types.all()] == [False, False]


def test_translation_gives_no_facts_while_the_source_is_not_live(booked):
    welsh = in_welsh(booked)
    booked.unpublish()
    version = welsh.get_latest_revision_as_object()
    version.capacity, version.ticket_types = 99, []
    version.save_revision().publish()
    event = event_of(booked)
    assert (event.capacity, [row.withdrawn for row in event.ticket_types.all()]) == (10, [False, False])


def test_unpublishing_keeps_bookings_and_closes_the_event(booked):
    event = event_of(booked)
    before = bookings_of(event)
    booked.unpublish()
    event.refresh_from_db()
    assert (bookings_of(event), event.is_live) == (before, False)
    assert event.words["en"]["title"] == "Sample event"
    assert event.words["en"]["path"] == ""


def test_republishing_opens_the_same_event(booked):
    event = event_of(booked)
    before = bookings_of(event)
    booked.unpublish()
    EventPage.objects.get(pk=booked.pk).latest_revision.publish()
    event.refresh_from_db()
    assert (bookings_of(event), event.is_live, event.words["en"]["path"]) == (before, True, "/en/events/sample-event/")
    assert Event.objects.count() == 1


def test_event_stays_live_while_one_language_is(booked):
    welsh = in_welsh(booked)
    booked.unpublish()
    event = event_of(booked)
    assert (event.is_live, event.words["en"]["path"], event.words["cy"]["path"]) == (
        True,
        "",
        "/cy/events/sample-event/",
    )
    welsh.unpublish()
    assert not event_of(booked).is_live


def test_moving_changes_the_address_and_no_booking(booked, root_page):
    event = event_of(booked)
    before = bookings_of(event)
    other = make_index(root_page, "Other events")
    Page.objects.get(pk=booked.pk).move(other, pos="last-child")
    event.refresh_from_db()
    assert (bookings_of(event), event.words["en"]["path"]) == (before, "/en/other-events/sample-event/")


def test_renaming_the_list_changes_the_address(booked, index):
    index.refresh_from_db()
    index.slug = "whats-on"
    index.save_revision().publish()
    assert event_of(booked).words["en"]["path"] == "/en/whats-on/sample-event/"


def test_publishing_the_list_leaves_events_alone(booked, index):
    revision = event_of(booked).revision
    index.save_revision().publish()
    assert event_of(booked).revision == revision


def test_copy_is_a_new_event_without_bookings_and_a_draft(booked):
    copy = booked.copy(update_attrs={"title": "A copy", "slug": "copy"}, keep_live=True)
    copy = EventPage.objects.get(pk=copy.pk)
    assert (copy.live, copy.is_source, Event.objects.count()) == (False, True, 1)
    assert copy.translation_key != booked.translation_key
    copy.latest_revision.publish()
    assert event_of(copy).attendees.count() == 0
    assert event_of(booked).attendees.count() == 3
    own = set(event_of(copy).ticket_types.values_list("pk", flat=True))
    assert not own & set(event_of(booked).ticket_types.values_list("pk", flat=True))


def test_copying_the_list_copies_events_as_drafts(booked, index):
    index.refresh_from_db()
    copied = index.copy(recursive=True, update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)
    assert list(EventPage.objects.child_of(copied).values_list("live", flat=True)) == [False]
    assert Event.objects.count() == 1


def test_publishing_a_copys_draft_keeps_its_booked_tickets(booked):
    """In stock Wagtail a copy's rows and its versions have different keys, so its first draft loses booked tickets."""
    copy = EventPage.objects.get(pk=booked.copy(update_attrs={"slug": "copy"}).pk)
    copy.latest_revision.publish()
    book(event_of(copy), 2, now=NOW)
    change(copy, title="A copy with another name")
    assert [row.withdrawn for row in event_of(copy).ticket_types.all()] == [False, False]
    assert event_of(copy).ticket_types.count() == 2


def test_alias_shows_its_originals_event_and_makes_none(booked, root_page):
    alias = booked.create_alias(parent=make_index(root_page, "Other events"), update_slug="alias")
    assert Event.objects.count() == 1
    assert alias.event_key == booked.translation_key
    change(booked, title="Another title")
    assert Event.objects.count() == 1
    alias.refresh_from_db()
    assert alias.title == "Another title"


def test_alias_in_the_other_language_adds_no_words(booked):
    from wagtail.models import Locale

    booked.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True, alias=True)
    change(booked, title="Another title")
    assert set(event_of(booked).words) == {"en"}


def test_deleting_the_page_changes_no_booking(booked):
    event = event_of(booked)
    before = bookings_of(event)
    booked.delete()
    event.refresh_from_db()
    assert (bookings_of(event), event.is_live, event.words["en"]["title"]) == (before, False, "Sample event")


def test_deleting_a_draft_leaves_the_other_language_live(booked):
    welsh = in_welsh(booked, live=False)
    welsh.delete()
    assert event_of(booked).is_live


# What other people learn of it


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
