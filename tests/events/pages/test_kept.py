"""When one kept answer may be sent again."""

from dataclasses import replace

import pytest
from django.utils import timezone

from events.models.events import Event
from events.pages.kept import Kept, Shows
from events.pages.kept_pages import LONGEST
from home.generation import next_generation
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def kept(shows: Shows) -> Kept:
    until = timezone.now() + LONGEST
    marks = shows.marks()
    assert marks
    copy = Kept(shows, marks, until=until, fresh_until=until, headers={}).with_body("<p>Sŵn</p>")
    assert copy
    return copy


@pytest.fixture
def event():
    return make_event()


def test_a_copy_is_good_for_its_time_only(event):
    copy, now = kept(Shows(event=event.pk)), timezone.now()
    assert copy.brought_up_to_date(now) is copy
    assert copy.brought_up_to_date(copy.fresh_until) is None
    assert replace(copy, until=now).brought_up_to_date(now) is None


@pytest.mark.parametrize("lists", [False, True])
def test_a_copy_is_good_until_a_booking(event, lists):
    copy = kept(Shows(event=None if lists else event.pk, lists=lists))
    book(event)
    assert copy.brought_up_to_date(timezone.now()) is None


def test_a_copy_that_shows_no_event_outlives_bookings(event):
    copy = kept(Shows())
    book(event)
    assert copy.brought_up_to_date(timezone.now()) is copy


@pytest.mark.parametrize("shows", ["event", "lists", "neither"])
def test_a_copy_is_good_for_its_generation_only(event, shows):
    of = {"event": Shows(event=event.pk), "lists": Shows(lists=True), "neither": Shows()}
    copy = kept(of[shows])
    next_generation()
    assert copy.brought_up_to_date(timezone.now()) is None


def test_a_copy_of_an_event_that_is_gone_is_not_good(event):
    copy = kept(Shows(event=event.pk))
    Event.objects.all().delete()
    assert copy.brought_up_to_date(timezone.now()) is None


def test_body_is_what_was_put_in(event):
    assert kept(Shows()).body.decode() == "<p>Sŵn</p>"
