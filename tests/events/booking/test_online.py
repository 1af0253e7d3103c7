"""Who is told the link to join."""

import pytest

from events.booking.online import join_url_for
from events.choices import Attendance
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example.org/room"


def test_nobody_is_told_at_a_venue():
    event = make_event(join_url=JOIN)
    assert join_url_for(event, book(event).attendees.all()) == ""


def test_booked_people_are_told_online():
    event = make_event(join_url=JOIN, attendance=Attendance.ONLINE)
    assert join_url_for(event, book(event).attendees.all()) == JOIN


def test_nobody_is_told_without_booked_people():
    assert join_url_for(make_event(join_url=JOIN, attendance=Attendance.ONLINE), []) == ""


def test_hybrid_tells_only_those_with_an_online_ticket():
    tickets = [{"name": "Room"}, {"name": "Online", "attendance": Attendance.ONLINE}]
    event = make_event(join_url=JOIN, attendance=Attendance.HYBRID, tickets=tickets)
    room, online = event.ticket_types.all()
    assert join_url_for(event, book(event, ticket=room).attendees.all()) == ""
    assert join_url_for(event, book(event, ticket=online).attendees.all()) == JOIN


def test_hybrid_without_online_tickets_tells_everybody():
    event = make_event(join_url=JOIN, attendance=Attendance.HYBRID)
    assert join_url_for(event, book(event).attendees.all()) == JOIN
