"""The editor's views: saving, publishing all or nothing, the explorer, copies. Every press is a real post."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models.events import Event
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage
from tests.events.pages.editor import SESSION, Editor, add_row, errors_in, messages_in
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def latest(page: EventPage) -> EventPage:
    return EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_publish_applies_capacity_at_once(index, editor: Editor):
    page = make_page(index, capacity=5)
    boxes = editor.open(page)
    boxes["capacity"] = "7"
    assert editor.press(page, boxes, "publish").status_code == 302
    assert event_of(page).capacity == 7


def test_save_changes_no_event(index, editor: Editor):
    page = make_page(index, capacity=5)
    boxes = editor.open(page)
    boxes["capacity"] = "7"
    assert editor.press(page, boxes).status_code == 302
    assert (event_of(page).capacity, latest(page).capacity) == (5, 7)


def test_times_are_in_the_zone_of_the_event(index, editor: Editor):
    page = make_page(index, starts_at=None, ends_at=None, live=False)
    boxes = editor.open(page)
    boxes |= {"timezone": "America/New_York", "starts_at": "2030-07-01 09:00", "ends_at": "2030-07-01 12:00"}
    prefix = add_row(boxes, "sessions", **{**SESSION, "starts_at": "2030-07-01 10:00"})
    assert errors_in(editor.press(page, boxes)) == []
    assert latest(page).starts_at == dt.datetime(2030, 7, 1, 13, 0, tzinfo=dt.UTC)
    assert latest(page).sessions.get().starts_at == dt.datetime(2030, 7, 1, 14, 0, tzinfo=dt.UTC)
    again = editor.open(page)
    assert (again["starts_at"], again[f"{prefix}-starts_at"]) == ("2030-07-01 09:00", "2030-07-01 10:00")


def test_page_opened_and_saved_again_has_no_changes(index, editor: Editor):
    page = make_page(
        index, timezone="America/New_York", sessions=[{}], questions=[{"kind": "choice", "choices": "A\nB"}]
    )
    before = state(latest(page))
    editor.press(page, editor.open(page))
    assert state(latest(page)) == before


def state(page: EventPage) -> dict[str, object]:
    content = page.serializable_data()
    clock = ("latest_revision_created_at", "has_unpublished_changes", "latest_revision")
    clock += ("first_published_at", "last_published_at")
    return {name: value for name, value in content.items() if name not in clock}


def test_publication_and_event_are_one_thing(index, editor: Editor, request):
    page = make_page(index, capacity=5)
    reason = request.getfixturevalue("refusal")
    boxes = editor.open(page)
    boxes |= {"capacity": "7", "title": "Another title"}
    answer = editor.press(page, boxes, "publish")
    assert any(reason in text for text in messages_in(answer))
    assert editor.boxes(answer)["title"] == "Another title"
    page.refresh_from_db()
    assert (page.title, page.capacity, event_of(page).capacity) == ("Sample event", 5, 5)
    assert event_of(page).words["en"]["title"] == "Sample event"


def test_refused_return_to_an_old_version_changes_nothing(index, editor: Editor, request):
    page = make_page(index, capacity=5)
    old = page.latest_revision
    change(page, capacity=9)
    reason = request.getfixturevalue("refusal")
    answer = editor.press_revert(page, old)
    assert any(reason in text for text in messages_in(answer))
    page.refresh_from_db()
    assert (page.capacity, event_of(page).capacity) == (9, 9)


def test_refused_new_event_keeps_what_was_typed(index, editor: Editor, refusal):
    boxes = editor.open_new(index)
    boxes |= {"title": "A new event", "slug": "new", "summary": "A summary.", "attendance": "online"}
    boxes |= {"starts_at": "2030-07-01 09:00", "ends_at": "2030-07-01 12:00"}
    answer = editor.press_new(index, boxes, "publish")
    assert any(refusal in text for text in messages_in(answer))
    kept = editor.boxes(answer)
    assert (kept["title"], kept["ticket_types-0-name"]) == ("A new event", "Place")
    assert kept["ticket_types-0-key"] == boxes["ticket_types-0-key"]
    assert not EventPage.objects.exists()
    assert not Event.objects.exists()
    assert editor.press_new(index, kept).status_code == 302


# The explorer


def test_explorer_shows_dates_and_bookings_with_wagtails_own_columns(index, editor: Editor):
    page = make_page(index, "Time banking", capacity=2, waitlist=True)
    book(event_of(page), 2, now=NOW)
    book(event_of(page), 1, now=NOW, joins_waitlist=True)
    make_page(index, "Some day", date_state="to_be_confirmed", starts_at=None, ends_at=None, when_text="In spring")
    html = editor.client.get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    for text in (
        "Thu 14 Feb 2030, 10:00",
        "2 of 2",
        "In spring",
        "data-bulk-action-checkbox",
        "Starts",
        "Booked",
        "Waiting",
    ):
        assert text in html, text


def test_explorer_asks_for_events_as_often_for_three_as_for_one(index, editor: Editor):
    """The translators' own buttons ask twice for each row; what we add asks once for all."""
    make_page(index, "One")
    for_one = questions_about_events(editor, index)
    book(event_of(make_page(index, "Two")), 2, now=NOW)
    make_page(index, "Three")
    assert questions_about_events(editor, index) == for_one


def questions_about_events(editor: Editor, index: EventIndexPage) -> int:
    address = reverse("wagtailadmin_explore", args=[index.pk])
    editor.client.get(address)
    with CaptureQueriesContext(connection) as asked:
        editor.client.get(address)
    return len([query for query in asked if '"events_' in query["sql"] and '"wagtailcore_locale"' not in query["sql"]])


@pytest.mark.parametrize("ordering", ["event_starts_at", "-booked", "waiting"])
def test_explorer_can_be_sorted_by_our_columns(index, editor: Editor, ordering):
    make_page(index)
    answer = editor.client.get(reverse("wagtailadmin_explore", args=[index.pk]), {"ordering": ordering})
    assert "Sample event" in answer.content.decode()


def test_copy_asks_nothing_about_publishing(index, editor: Editor):
    page = make_page(index)
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "publish_copies" not in editor.client.get(address).content.decode()
    fields = {"new_title": "A copy", "new_slug": "copy", "new_parent_page": index.pk, "publish_copies": "on"}
    assert editor.client.post(address, fields).status_code == 302
    assert not EventPage.objects.get(slug="copy").live
    assert Event.objects.count() == 1


def test_alias_that_becomes_a_page_of_its_own_is_an_event_at_once(index, root_page, editor: Editor):
    page = make_page(index, capacity=5)
    book(event_of(page), 2, now=NOW)
    alias = page.create_alias(parent=make_index(root_page, "Other events"), update_slug="alias")
    answer = editor.client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert answer.status_code == 302
    own = event_of(EventPage.objects.get(pk=alias.pk))
    assert (own.is_live, own.capacity, own.attendees.count()) == (True, 5, 0)
    assert event_of(page).attendees.count() == 2


def test_list_copied_with_its_events_leaves_them_as_drafts(index, root_page, editor: Editor):
    make_page(index)
    address = reverse("wagtailadmin_pages:copy", args=[index.pk])
    fields = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": root_page.pk}
    answer = editor.client.post(address, {**fields, "copy_subpages": "on", "publish_copies": "on"})
    assert answer.status_code == 302
    assert not EventPage.objects.get(url_path__contains="/copied/").live
