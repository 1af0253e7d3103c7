"""What is due is done, each page on its own; what went wrong is mended."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page, Revision

from events.models.events import Event
from events.pages.event import EventPage
from events.pages.schedule import heal, publish_due
from home.models import ContentPage
from tests.factories.bookings import book
from tests.factories.events import make_event
from tests.factories.pages import change, event_of, in_welsh, make_page

DAY = dt.timedelta(days=1)


def schedule(page: EventPage, at: dt.datetime, **fields) -> None:
    """Save a version that goes live at an instant, as the editor's schedule does."""
    version = page.get_latest_revision_as_object()
    for name, value in {**fields, "go_live_at": at}.items():
        setattr(version, name, value)
    version.save_revision().publish()


def fresh(page: Page) -> EventPage:
    return EventPage.objects.get(pk=page.pk)


def test_scheduled_page_makes_no_event_before_its_time(index):
    page = make_page(index, live=False)
    schedule(page, timezone.now() + DAY)
    assert not Event.objects.exists()
    assert not publish_due(timezone.now())
    assert not fresh(page).live


def test_scheduled_page_goes_live_at_its_time(index):
    page = make_page(index, live=False)
    at = timezone.now() + DAY
    schedule(page, at)
    assert publish_due(at).published == ["Sample event"]
    assert (fresh(page).live, event_of(page).is_live) == (True, True)


def test_new_version_of_a_live_page_waits_and_changes_no_booking(index):
    page = make_page(index, capacity=5)
    booking = book(event_of(page), 2, now=timezone.now())
    at = timezone.now() + DAY
    schedule(page, at, capacity=9)
    assert event_of(page).capacity == 5
    publish_due(at)
    assert (event_of(page).capacity, booking.attendees.count()) == (9, 2)


def test_due_twice_is_done_once(index):
    page = make_page(index, live=False)
    at = timezone.now() + DAY
    schedule(page, at)
    publish_due(at)
    assert not publish_due(at)


def test_page_that_fails_stays_due_and_keeps_back_no_other(index):
    """Between the plan and its time somebody gave another page the same address."""
    at = timezone.now() + DAY
    bad, good = make_page(index, "Bad", live=False), make_page(index, "Good", live=False)
    schedule(bad, at, slug="taken")
    schedule(good, at + dt.timedelta(minutes=1))
    taken = make_page(index, "Another", slug="another")
    EventPage.objects.filter(pk=taken.pk).update(slug="taken")
    done = publish_due(at + DAY)
    assert (done.published, done.failed) == (["Good"], ["Bad"])
    assert (fresh(bad).live, fresh(good).live) == (False, True)
    assert Revision.objects.get(approved_go_live_at__isnull=False).object_id == str(bad.pk)
    EventPage.objects.filter(pk=taken.pk).update(slug="another")
    assert publish_due(at + DAY).published == ["Bad"]


def test_expired_page_is_taken_down_and_keeps_its_bookings(index):
    page = make_page(index)
    booking = book(event_of(page), 2, now=timezone.now())
    EventPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + DAY)
    assert not publish_due(timezone.now())
    assert publish_due(timezone.now() + DAY * 2).unpublished == ["Sample event"]
    assert (fresh(page).live, fresh(page).expired, event_of(page).is_live) == (False, True, False)
    assert booking.attendees.count() == 2


def test_pages_of_other_kinds_are_published_too(root_page):
    page = root_page.add_child(instance=ContentPage(title="News", live=False, locale=root_page.locale))
    at = timezone.now() + DAY
    page.go_live_at = at
    page.save_revision().publish()
    assert publish_due(at).published == ["News"]


def test_heal_projects_what_a_failure_left_behind(index, request):
    page = make_page(index, capacity=5)
    request.getfixturevalue("unprojected")
    change(page, capacity=9)
    assert (fresh(page).capacity, event_of(page).capacity) == (9, 5)
    assert heal(timezone.now()).healed == [str(page.translation_key)]
    assert event_of(page).capacity == 9
    assert not heal(timezone.now())


def test_heal_makes_an_event_that_was_never_made(index):
    page = make_page(index)
    Event.objects.all().delete()
    heal(timezone.now())
    assert event_of(page).is_live


def test_heal_closes_an_event_whose_pages_are_gone(index):
    page = make_page(index)
    EventPage.objects.filter(pk=page.pk).update(live=False)
    heal(timezone.now())
    assert not event_of(page).is_live


def test_heal_leaves_a_lone_translation_in_peace(index):
    in_welsh(make_page(index, live=False))
    assert not heal(timezone.now())
    assert not Event.objects.exists()


def test_heal_leaves_events_without_any_page_alone(db):
    make_event()
    assert not heal(timezone.now())


def test_event_that_was_published_before_search_is_found_by_all_its_words_again(index):
    page = make_page(index, on_the_day="Bring a torch.")
    page.save_revision().publish()
    Event.objects.update(search_text="sample event")
    name = next(Path("events/migrations").glob("*_find_all_words.py")).stem
    import_module(f"events.migrations.{name}").read_again(apps, None)

    heal(timezone.now())

    assert "torch" in Event.objects.get().search_text
