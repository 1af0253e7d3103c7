"""The next events on the admin's first page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events.choices import StaffRole
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(own):
    """It has begun and is not over."""
    now = timezone.now()
    times = {"starts_at": now - dt.timedelta(minutes=5), "ends_at": now + dt.timedelta(minutes=30)}
    return make_event("today", host=own, title="Event of today", **times)


def home(client):
    return client.get("/admin/").content.decode()


def test_it_shows_ones_own_next_events_with_numbers(organiser, event, foreign_event):
    page = home(organiser)
    assert reverse("desk:event", args=[event.pk]) in page
    assert "2 of 2 booked" in page
    assert "1 waiting" in page
    assert "Foreign event" not in page


def test_on_the_day_list_and_badges_are_one_press_away(organiser, event, today):
    page = home(organiser)
    for name in ("attendee_list", "badges"):
        assert f'"{reverse(f"desk:{name}", args=[today.pk])}"' in page
        assert f'"{reverse(f"desk:{name}", args=[event.pk])}"' not in page


def test_on_the_day_nobody_is_shown_a_button_that_refuses(own, today):
    page = home(client_of(member(own, StaffRole.EDITOR)))
    assert "Event of today" in page
    assert reverse("desk:attendee_list", args=[today.pk]) not in page


def test_who_works_nowhere_has_no_panel(administrator, client, django_user_model, event):
    assert "next-events" in home(administrator)


def test_it_asks_as_often_for_three_events_as_for_one(organiser, own, today):
    numbers = []
    for number in range(3):
        soon = timezone.now() + dt.timedelta(days=number + 1)
        book_earlier(make_event(f"event-{number}", host=own, starts_at=soon, ends_at=soon + dt.timedelta(hours=1)))
        numbers.append(queries_of(lambda: organiser.get("/admin/")))
    assert numbers[1] == numbers[2]
