"""Rows keep their key however a page is saved, and a question knows its tickets. Every press is a real post."""

from __future__ import annotations

import datetime as dt
import uuid

from django.urls import reverse

from events.models.events import Event
from events.pages.children import PageTicketType
from events.pages.event import EventPage
from tests.events.pages.editor import TICKET, Editor, add_row
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def keys(page: EventPage) -> list[uuid.UUID]:
    return [row.key for row in latest(page).ticket_types.all()]


def latest(page: EventPage) -> EventPage:
    return EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_new_ticket_keeps_its_key_however_often_a_live_page_is_saved(index, editor: Editor):
    page = make_page(index)
    boxes = editor.open(page)
    add_row(boxes, "ticket_types", **{**TICKET, "name": "Late"})
    editor.press(page, boxes)
    first = keys(page)
    for _ in range(2):
        editor.press(page, editor.open(page))
        assert keys(page) == first
    editor.press(page, editor.open(page), "publish")
    assert {row.key for row in event_of(page).ticket_types.all()} == set(first)


def test_new_ticket_keeps_its_key_through_autosave(index, editor: Editor):
    page = make_page(index)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    boxes = editor.open(page)
    prefix = add_row(boxes, "ticket_types", **{**TICKET, "name": "Late"})
    editor.autosave(address, boxes)
    first = keys(page)
    assert boxes[f"{prefix}-key"] == str(first[1])
    editor.autosave(address, boxes)
    boxes[f"{prefix}-name"] = "Very late"
    editor.autosave(address, boxes)
    assert keys(page) == first
    assert editor.press(page, boxes, "publish").status_code == 302
    assert [row.key for row in event_of(page).ticket_types.all()] == first


def test_old_version_published_while_a_newer_draft_waits_keeps_booked_tickets(index, editor: Editor):
    page = make_page(index)
    boxes = editor.open(page)
    add_row(boxes, "ticket_types", **{**TICKET, "name": "Late"})
    editor.press(page, boxes)
    with_ticket = latest(page).latest_revision
    boxes = editor.open(page)
    boxes["title"] = "A newer draft"
    editor.press(page, boxes)
    with_ticket.publish()
    late = event_of(page).ticket_types.get(words__en__name="Late")
    book(event_of(page), 1, ticket=late, now=NOW)
    editor.press(page, editor.open(page), "publish")
    late.refresh_from_db()
    assert (late.withdrawn, event_of(page).ticket_types.count()) == (False, 2)


def test_two_equal_keys_become_two_rows(index, editor: Editor):
    page = make_page(index)
    boxes = editor.open(page)
    key = boxes["ticket_types-0-key"]
    prefix = add_row(boxes, "ticket_types", **{**TICKET, "name": "A twin"})
    boxes[f"{prefix}-key"] = key
    assert editor.press(page, boxes, "publish").status_code == 302
    found = {row.name: row.key for row in event_of(page).ticket_types.all()}
    assert (str(found["Place"]) == key, len(set(found.values()))) == (True, 2)


def test_reverting_to_a_version_whose_row_was_deleted_works(index, editor: Editor):
    """Stock Wagtail refuses this without a word, because the form names the id of a row that is gone."""
    page = make_page(index, tickets=[{"name": "First"}, {"name": "Second"}])
    old, event = page.latest_revision, event_of(page)
    second = event.ticket_types.get(words__en__name="Second")
    row = PageTicketType.objects.get(page=page, name="Second")
    book(event, 2, ticket=second, now=NOW)
    boxes = editor.open(page)
    boxes["ticket_types-1-DELETE"] = "1"
    assert editor.press(page, boxes, "publish").status_code == 302
    second.refresh_from_db()
    assert second.withdrawn
    assert PageTicketType.objects.filter(page=page).count() == 1
    assert editor.press_revert(page, old).status_code == 302
    second.refresh_from_db()
    assert (second.withdrawn, second.attendees.count()) == (False, 2)
    again = PageTicketType.objects.get(page=page, name="Second")
    assert again.pk != row.pk
    assert again.translation_key == row.translation_key  # translators' words hang on it


def test_reverting_to_a_version_whose_venue_was_deleted_leaves_it_empty(index, venue, editor: Editor):
    page = make_page(index, venue=venue)
    old = page.latest_revision
    change(page, venue=None)
    Event.objects.update(venue=None)
    venue.delete()
    assert editor.press_revert(page, old).status_code == 302
    assert event_of(page).venue is None


# Questions for some tickets


def test_question_is_asked_for_chosen_tickets(index, editor: Editor):
    page = make_page(index, tickets=[{"name": "Adult"}, {"name": "Child"}], questions=[{"label": "How old?"}])
    child = keys(page)[1]
    boxes = editor.open(page)
    boxes["questions-0-ticket_keys"] = [str(child)]
    assert editor.press(page, boxes, "publish").status_code == 302
    assert event_of(page).questions.get().ticket_keys == [str(child)]
    assert editor.open(page)["questions-0-ticket_keys"] == [str(child)]


def test_question_takes_no_key_that_is_none(index, editor: Editor):
    page = make_page(index, questions=[{"label": "How old?"}])
    boxes = editor.open(page) | {"questions-0-ticket_keys": ["<script>"]}
    assert editor.press(page, boxes).status_code == 200
