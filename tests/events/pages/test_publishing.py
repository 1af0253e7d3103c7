"""Pages become booked events, in any order and any number of times, and no booking is ever changed by it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from wagtail.models import Page

from events.models.bookings import Answer, Attendee
from events.models.events import Event, Question
from events.pages.event import EventPage
from events.pages.publishing import rebuild
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, in_welsh, make_index, make_page

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
