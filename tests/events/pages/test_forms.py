"""What the form of an event asks for, and what it leaves alone. Every press is a real post to the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models.events import Event
from events.pages.event import EventPage
from tests.events.pages.editor import QUESTION, SESSION, TICKET, Editor, add_row, errors_in
from tests.factories.pages import STARTS_AT, event_of, in_welsh, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def latest(page: EventPage) -> EventPage:
    return EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


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
