"""The editor as a browser sees it: every press is a real post to the Wagtail admin."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models.events import Event
from events.pages.children import PageTicketType
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage
from tests.events.pages.editor import QUESTION, SESSION, TICKET, Editor, add_row, errors_in, messages_in
from tests.factories.bookings import book
from tests.factories.pages import STARTS_AT, change, event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def keys(page: EventPage) -> list[uuid.UUID]:
    return [row.key for row in latest(page).ticket_types.all()]


def latest(page: EventPage) -> EventPage:
    return EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


# Saving and publishing


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


# Keys of rows


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


# The go-live check


def test_publish_says_beside_each_box_what_is_missing(index, editor: Editor):
    page = make_page(index, live=False, summary="", starts_at=None, ends_at=None, attendance="venue")
    answer = editor.press(page, editor.open(page), "publish")
    assert answer.status_code == 200
    assert set(errors_in(answer)) == {
        "Write one or two sentences that say what the event is.",
        "Give the day and time at which it starts, or say that the date is to be confirmed.",
        "Choose the venue, or say that the event is online.",
    }
    assert not Event.objects.exists()


@pytest.mark.parametrize(("button", "changes"), [("submit", {}), ("publish", {"go_live_at": "2029-12-24 10:00"})])
def test_neither_moderators_nor_the_schedule_get_an_event_that_is_not_whole(index, editor: Editor, button, changes):
    page = make_page(index, live=False, summary="")
    answer = editor.press(page, editor.open(page) | changes, button)
    assert errors_in(answer) == ["Write one or two sentences that say what the event is."]


def test_event_approved_by_moderators_goes_live(index, editor: Editor):
    page = make_page(index, live=False)
    assert editor.press(page, editor.open(page), "submit").status_code == 302
    task = EventPage.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert editor.client.post(address, {"comment": ""}).status_code == 302
    assert event_of(page).is_live


def test_save_takes_a_draft_that_is_not_whole(index, editor: Editor):
    page = make_page(index, live=False, summary="", starts_at=None, ends_at=None, attendance="venue")
    assert editor.press(page, editor.open(page)).status_code == 302


def test_always_wrong_things_are_refused_in_a_draft_too(index, editor: Editor):
    page = make_page(index, live=False)
    boxes = editor.open(page)
    boxes["ends_at"] = "2030-02-14 09:00"
    assert errors_in(editor.press(page, boxes)) == ["It ends before it starts."]


def test_rows_say_what_they_lack(index, editor: Editor):
    page = make_page(index, live=False)
    boxes = editor.open(page)
    add_row(boxes, "ticket_types", **{**TICKET, "price_kind": "fixed"})
    add_row(boxes, "questions", **{**QUESTION, "kind": "choice"})
    add_row(boxes, "sessions", **SESSION)
    assert errors_in(editor.press(page, boxes, "publish")) == [
        "Give the day and time at which this session starts.",
        "Say how much it costs, or choose “Free”.",
        "Write at least two choices, each on its own line.",
    ]
    assert editor.press(page, boxes).status_code == 302


def test_event_without_tickets_says_so_above_the_list(index, editor: Editor):
    page = make_page(index, live=False)
    boxes = editor.open(page)
    boxes["ticket_types-0-DELETE"] = "1"
    answer = editor.press(page, boxes, "publish")
    assert errors_in(answer) == ["Add at least one ticket type, or say that people do not book on this site."]


def test_sessions_without_dates_go_live_while_the_event_has_none(index, editor: Editor):
    page = make_page(index, live=False)
    boxes = editor.open(page)
    boxes |= {"date_state": "to_be_confirmed", "starts_at": "", "ends_at": "", "when_text": "In spring"}
    add_row(boxes, "sessions", **SESSION)
    assert editor.press(page, boxes, "publish").status_code == 302
    assert event_of(page).sessions.get().starts_at is None


def test_editor_lists_what_is_missing_before_anything_is_pressed(index, editor: Editor):
    page = make_page(index, live=False, summary="", join_url="")
    html = editor.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Before this event can go live:" in html
    assert "<strong>What</strong>: Write one or two sentences that say what the event is." in html
    assert "<strong>When and where</strong>: There is no link to join online yet." in html
    whole = make_page(index, "Whole")
    html = editor.client.get(reverse("wagtailadmin_pages:edit", args=[whole.pk])).content.decode()
    assert "Nothing is missing: this event can go live." in html


def test_list_after_a_refusal_speaks_of_what_was_typed(index, editor: Editor):
    boxes = editor.open_new(index) | {"title": "New", "slug": "new", "summary": "", "attendance": "online"}
    html = editor.press_new(index, boxes | {"starts_at": "2030-07-01 09:00"}, "publish").content.decode()
    listed = BeautifulSoup(html, "html.parser").select_one(".help-warning").get_text(" ", strip=True)
    assert listed.endswith("What : Write one or two sentences that say what the event is.")


def test_box_that_cannot_be_read_is_not_also_called_empty(index, editor: Editor):
    page = make_page(index, live=False)
    boxes = editor.open(page) | {"starts_at": "next week", "ends_at": ""}
    assert errors_in(editor.press(page, boxes, "publish")) == ["Enter a valid date/time."]


def test_bulk_publish_of_an_incomplete_event_does_not_crash(index, editor: Editor):
    page = make_page(index, live=False, summary="", starts_at=None, ends_at=None, attendance="venue")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/admin/"
    assert editor.client.post(address).status_code == 302
    page.refresh_from_db()
    assert (page.live, event_of(page).is_live, event_of(page).is_bookable) == (True, True, False)


def test_nothing_is_shown_as_rubbish_when_the_rows_cannot_be_read(index, editor: Editor):
    page = make_page(index)
    boxes = editor.open(page)
    boxes["ticket_types-TOTAL_FORMS"] = "many"
    assert editor.press(page, boxes, "publish").status_code == 200
    assert event_of(page).ticket_types.count() == 1


# Sessions from a rule


def test_button_writes_the_sessions_of_a_rule(index, editor: Editor):
    page = make_page(index, live=False, starts_at=STARTS_AT, ends_at=STARTS_AT + dt.timedelta(hours=1))
    boxes = editor.open(page)
    boxes |= {"repeat_every": "week", "repeat_times": "3", "write-sessions": "yes"}
    assert editor.press(page, boxes).status_code == 302
    written = [row.starts_at for row in latest(page).sessions.all()]
    assert written == [STARTS_AT + dt.timedelta(weeks=weeks) for weeks in range(3)]
    assert latest(page).ends_at == STARTS_AT + dt.timedelta(weeks=2, hours=1)
    boxes = editor.open(page) | {"repeat_every": "week", "repeat_times": "4", "write-sessions": "yes"}
    editor.press(page, boxes)
    assert latest(page).sessions.count() == 4
    assert editor.press(page, editor.open(page), "publish").status_code == 302
    assert event_of(page).sessions.count() == 4


def test_rule_alone_writes_nothing(index, editor: Editor):
    """Autosave posts the boxes too; only the button writes."""
    page = make_page(index)
    boxes = editor.open(page) | {"repeat_every": "week", "repeat_times": "3"}
    editor.autosave(reverse("wagtailadmin_pages:edit", args=[page.pk]), boxes)
    assert latest(page).sessions.count() == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"repeat_times": "3"}, "Choose how often it repeats."),
        ({"repeat_every": "week"}, "Say how many sessions there are in all, or until which day."),
        (
            {"repeat_every": "week", "repeat_times": "3", "ends_at": "2030-02-20 12:00"},
            "Give the start and the end of the first session, on one day.",
        ),
    ],
)
def test_rule_says_what_it_lacks(index, editor: Editor, changes, expected):
    page = make_page(index, live=False)
    boxes = editor.open(page) | {"write-sessions": "yes", **changes}
    assert errors_in(editor.press(page, boxes)) == [expected]


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


# A translation in the ordinary editor


def test_translation_shows_facts_and_takes_none(index, editor: Editor):
    page = make_page(index, capacity=5, tickets=[{"name": "Adult", "price_kind": "fixed", "price": 10}])
    welsh = in_welsh(page)
    boxes = editor.open(welsh)
    assert not {"capacity", "starts_at", "ticket_types-0-price", "repeat_every"} & boxes.keys()
    html = editor.client.get(reverse("wagtailadmin_pages:edit", args=[welsh.pk])).content.decode()
    assert "are the same in every language" in html
    assert "Thu 14 Feb 2030, 10:00" in html
    assert "ticket_types-ADD" not in html
    assert "Move up" not in html
    boxes |= {"capacity": "99", "ticket_types-0-price": "1", "ticket_types-0-name": "Oedolyn", "title": "Teitl"}
    assert editor.press(welsh, boxes, "publish").status_code == 302
    event = event_of(page)
    ticket = event.ticket_types.get()
    assert (event.capacity, ticket.price) == (5, 10)
    assert (event.words["cy"]["title"], ticket.words["cy"]["name"]) == ("Teitl", "Oedolyn")
    welsh.refresh_from_db()
    assert (welsh.capacity, welsh.ticket_types.get().price) == (5, 10)


def test_translation_neither_adds_nor_drops_rows(index, editor: Editor):
    page = make_page(index)
    welsh = in_welsh(page)
    boxes = editor.open(welsh)
    add_row(boxes, "ticket_types", **TICKET)
    answer = editor.press(welsh, boxes, "publish")
    assert errors_in(answer) == ["Rows are added on the source page. Here they are translated."]
    boxes = editor.open(welsh) | {"ticket_types-0-DELETE": "1", "ticket_types-0-ORDER": "5"}
    assert editor.press(welsh, boxes, "publish").status_code == 302
    assert welsh.ticket_types.count() == 1


def test_translation_goes_live_when_its_own_words_are_whole(index, editor: Editor):
    page = make_page(index)
    welsh = in_welsh(page, live=False, summary="")
    answer = editor.press(welsh, editor.open(welsh), "publish")
    assert errors_in(answer) == ["Write one or two sentences that say what the event is."]
