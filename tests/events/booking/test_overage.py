"""A limit set below what is taken is noted, so that it can be told from an oversold event."""

import pytest

from events.booking.capacity import gate
from events.booking.event_changes import after_projection
from events.booking.journal import By
from events.booking.overage import note_limits_exceeded
from events.choices import SessionChoice
from events.models.audit import AuditEntry
from events.models.events import Event, Session, TicketType
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db


def noted(event):
    with gate(event.pk, now=NOW, durable=False) as passed:
        return [(entry.count, entry.detail) for entry in note_limits_exceeded(passed, by=By.system())]


def test_nothing_is_noted_while_everything_fits():
    event = make_event(capacity=2)
    book(event, 2)
    assert noted(event) == []


def test_the_events_limit_is_noted_with_what_is_taken():
    event = make_event(capacity=3)
    book(event, 3)
    Event.objects.update(capacity=1)
    assert noted(event) == [(2, {"level": "event", "row": 0, "limit": 1, "taken": 3})]


def test_limits_of_tickets_and_sessions_are_noted_too():
    event = make_event(session_choice=SessionChoice.WHOLE)
    session, ticket = make_session(event), event.ticket_types.get()
    book(event, 2)
    TicketType.objects.update(capacity=1)
    Session.objects.update(capacity=0)
    assert noted(event) == [
        (1, {"level": "ticket_type", "row": ticket.pk, "limit": 1, "taken": 2}),
        (2, {"level": "session", "row": session.pk, "limit": 0, "taken": 2}),
    ]


def test_publishing_notes_a_lowered_limit_even_on_an_event_that_goes_offline():
    event = make_event(capacity=2)
    book(event, 2)
    Event.objects.update(capacity=1, is_live=False)
    before, after = event, Event.objects.get()
    after_projection(after, before=before, now=NOW)
    assert list(AuditEntry.objects.filter(action="limit.exceeded").values_list("event", "count")) == [(event.pk, 1)]
