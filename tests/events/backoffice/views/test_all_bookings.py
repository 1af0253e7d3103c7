"""Bookings across events."""

import pytest
from django.urls import reverse

from events.choices import BookingState, StaffRole
from events.models.audit import AuditEntry
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of, soon
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def found(client, **query):
    return [row.name for row in client.get(reverse("desk:all_bookings"), query).context["object_list"]]


def test_bookings_of_all_ones_events_stand_in_one_list(organiser, own, event, foreign_event):
    book_earlier(make_event("another", host=own, **soon()), name="Third Booker", hours=0)
    assert found(organiser) == ["Third Booker", "Wendy Waiting", "Ann Booker"]
    assert found(organiser, q="secret") == []


def test_they_are_narrowed_by_state_and_source(organiser, event):
    assert found(organiser, state=BookingState.WAITING) == ["Wendy Waiting"]
    assert found(organiser, source="import") == []


def test_who_sees_no_addresses_finds_nobody_and_has_no_menu_item(own, event):
    client = client_of(member(own, StaffRole.DOOR_HELPER))
    assert found(client) == []
    assert reverse("desk:all_bookings") not in client.get("/admin/").content.decode()


def test_looking_is_written_down_for_each_event(organiser, own, event):
    book_earlier(make_event("another", host=own, **soon()), 2)
    organiser.get(reverse("desk:all_bookings"))
    seen = AuditEntry.objects.filter(action="bookings.viewed").values_list("event__slug", "count")
    assert dict(seen) == {"own-event": 3, "another": 2}


def test_it_asks_as_often_for_three_bookings_as_for_one(organiser, own):
    event = make_event(host=own, **soon())
    numbers = []
    for _ in range(3):
        book_earlier(event)
        numbers.append(queries_of(lambda: organiser.get(reverse("desk:all_bookings"))))
    assert numbers[1] == numbers[2]
