"""Pages with bookings cannot be deleted in the admin, whichever way is tried."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingState
from events.pages.deletion import deletion_refusal
from events.pages.event import EventPage
from tests.events.pages.editor import Editor, messages_in
from tests.factories.bookings import book
from tests.factories.pages import event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)
REASON = (
    "“Sample event” cannot be deleted, because 1 booking depends on it. Unpublish the page instead, or cancel the "
    "event first: then everybody is told."
)


@pytest.fixture
def page(index) -> EventPage:
    return make_page(index, capacity=5)


def delete(editor: Editor, page) -> list[str]:
    """Press "Delete", confirm, and return what the admin says."""
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    return messages_in(editor.client.post(address, {"next": "/admin/"}, follow=True))


def delete_ticked(editor: Editor, *pages) -> list[str]:
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?{ids}&next=/admin/"
    return messages_in(editor.client.post(address, follow=True))


def test_page_with_a_booking_is_not_deleted(page, editor: Editor):
    book(event_of(page), 2, now=NOW)
    assert any(REASON in text for text in delete(editor, page))
    assert EventPage.objects.filter(pk=page.pk).exists()


def test_refusal_comes_before_the_question_whether_to_delete(page, editor: Editor):
    book(event_of(page), 2, now=NOW)
    answer = editor.client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert answer.status_code == 302


def test_list_above_a_booked_page_is_not_deleted(page, index, editor: Editor):
    book(event_of(page), 2, now=NOW)
    assert any(REASON in text for text in delete(editor, index))
    assert EventPage.objects.filter(pk=page.pk).exists()


def test_ticked_pages_are_all_kept_when_one_is_booked(page, index, editor: Editor):
    other = make_page(index, "Another event")
    book(event_of(page), 2, now=NOW)
    assert any(REASON in text for text in delete_ticked(editor, other, page))
    assert EventPage.objects.count() == 2


def test_waiting_party_keeps_the_page_too(page):
    book(event_of(page), 5, now=NOW)
    waiting = book(event_of(page), 1, now=NOW, joins_waitlist=True)
    assert waiting.state == BookingState.WAITING
    assert "2 bookings depend on it" in deletion_refusal([page])


def test_translation_of_a_booked_event_is_kept(page, editor: Editor):
    welsh = in_welsh(page)
    book(event_of(page), 2, now=NOW)
    assert any("cannot be deleted" in text for text in delete(editor, welsh))


def test_page_without_bookings_is_deleted(page, editor: Editor):
    delete(editor, page)
    assert not EventPage.objects.exists()
    assert deletion_refusal([]) == ""


def test_ticked_pages_without_bookings_are_deleted(page, index, editor: Editor):
    delete_ticked(editor, page, make_page(index, "Another event"))
    assert not EventPage.objects.exists()


def test_page_whose_bookings_are_all_cancelled_is_deleted(page, editor: Editor):
    booking = book(event_of(page), 2, now=NOW)
    cancel_places(booking.pk, now=NOW, by=By.booker())
    delete(editor, page)
    assert not EventPage.objects.exists()


def test_alias_of_a_booked_page_is_deleted(page, root_page, editor: Editor):
    book(event_of(page), 2, now=NOW)
    alias = page.create_alias(parent=make_index(root_page, "Other events"), update_slug="alias")
    delete(editor, alias)
    assert list(EventPage.objects.values_list("pk", flat=True)) == [page.pk]


def test_other_bulk_actions_go_on(page, editor: Editor):
    book(event_of(page), 2, now=NOW)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    editor.client.post(f"{address}?id={page.pk}&next=/admin/")
    page.refresh_from_db()
    assert (page.live, event_of(page).bookings.count()) == (False, 1)
