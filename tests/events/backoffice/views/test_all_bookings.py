"""Bookings across events."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.booking.party import PersonWish
from events.choices import BookingState, SessionChoice, StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of, soon
from tests.factories.events import make_event, make_session, make_ticket_type

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


@pytest.fixture
def choir(own):
    """An event with a ticket of the same name as `event` has, one of its own, and sessions."""
    event = make_event("choir", host=own, title="Choir", session_choice=SessionChoice.ONE, **soon())
    ticket, singer = event.ticket_types.get(), make_ticket_type(event, name="Singer", sort_order=1)
    morning, evening = make_session(event, title="Morning"), make_session(event, title="Evening", hours=4)
    late = PersonWish(name="Late Singer", ticket_type=singer.pk, sessions=(evening.pk,))
    book_earlier(event, name="Late Singer", hours=1, people=(late,))
    book_earlier(
        event,
        name="Early Guest",
        hours=2,
        people=(PersonWish(name="Early Guest", ticket_type=ticket.pk, sessions=(morning.pk,)),),
    )
    return event


def test_they_are_narrowed_to_a_ticket_or_session_of_a_name(organiser, event, choir):
    assert found(organiser, ticket="Place") == ["Early Guest", "Wendy Waiting", "Ann Booker"]
    assert found(organiser, ticket="Place", event=choir.pk) == ["Early Guest"]
    assert (found(organiser, ticket="Singer"), found(organiser, session="Evening")) == (["Late Singer"],) * 2
    Attendee.objects.filter(name="Late Singer").update(claimed_until=None, cancelled_at=timezone.now())
    assert found(organiser, session="Evening") == []


def test_only_what_ones_own_events_have_can_be_chosen(organiser, event, foreign_event, choir):
    make_ticket_type(foreign_event, name="Secret ticket")
    make_session(foreign_event, title="Secret session")
    page = organiser.get(reverse("desk:all_bookings")).content.decode()
    assert ("Secret" in page, "Singer" in page, "Evening" in page, ">Foreign event<" in page) == (
        False,
        True,
        True,
        False,
    )
    assert "Evening" not in organiser.get(reverse("desk:all_bookings"), {"event": event.pk}).content.decode()


@pytest.mark.parametrize(
    "query", [{"event": "x"}, {"event": "²"}, {"event": "999999999999999999999"}, {"ticket": "None of ours"}]
)
def test_a_choice_that_is_none_is_answered(organiser, event, query):
    assert organiser.get(reverse("desk:all_bookings"), query).status_code == 200


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
