"""Rows that point to another event or booking are found."""

import pytest

from events.booking.party import PersonWish
from events.choices import SessionChoice
from events.models.bookings import Answer, Attendee, AttendeeSession, Interest
from events.models.events import Event
from events.models.messages import Message
from tests.events.reports.audit.breaking import HOUR, found
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def test_a_person_of_another_event_is_found(booking, other):
    Attendee.objects.update(event=other)
    assert ("people_belong_to_their_bookings_event", "sample-event", booking.reference) in found()


def test_a_ticket_of_another_event_is_found(booking, other):
    Attendee.objects.update(ticket_type=other.ticket_types.get())
    assert found() == [("ticket_types_belong_to_the_event", "sample-event", booking.reference)]


def test_a_session_of_another_event_is_found(other):
    event = make_event(session_choice=SessionChoice.ANY)
    booking = book(event, sessions=(make_session(event).pk,))
    AttendeeSession.objects.update(session=make_session(other))
    assert found() == [("sessions_belong_to_the_event", "sample-event", booking.reference)]


def test_an_answer_to_another_events_question_is_found(booking, other):
    Answer.objects.create(booking=booking, question=make_question(other), value="An answer")
    assert found() == [("answers_belong_to_their_question", "sample-event", booking.reference)]


def test_an_answer_of_a_person_on_another_booking_is_found(event, booking):
    stranger = book(event).attendees.get()
    Answer.objects.create(booking=booking, attendee=stranger, question=make_question(event), value="An answer")
    assert found() == [("answers_belong_to_their_question", "sample-event", booking.reference)]


def test_a_message_about_another_event_is_found(booking, other):
    Message.objects.update(event=other)
    assert found() == [("messages_and_interests_belong_to_the_event", "sample-event", booking.reference)]


def test_an_interest_in_another_event_is_found(booking, other):
    Interest.objects.create(event=other, name="Ann Sample", email="a@example.org", registered_at=NOW, booking=booking)
    assert found() == [("messages_and_interests_belong_to_the_event", "sample-event", booking.reference)]


@pytest.fixture
def supported(event):
    """A booking of somebody with a supporter."""
    helper = make_ticket_type(event, name="Supporter", is_supporter=True, sort_order=1)
    ticket = event.ticket_types.all()[0].pk
    people = (
        PersonWish(name="Ann Sample", ticket_type=ticket),
        PersonWish(name="Bob Sample", ticket_type=helper.pk, supports=0),
    )
    return book(event, people=people)


def test_a_supporter_of_somebody_on_another_booking_is_found(event, supported):
    Attendee.objects.filter(supports__isnull=False).update(supports=book(event).attendees.get())
    assert found() == [("supporters_come_with_somebody", "sample-event", supported.reference)]


def test_a_supporter_of_themselves_is_found(supported):
    helper = Attendee.objects.get(supports__isnull=False)
    Attendee.objects.filter(pk=helper.pk).update(supports=helper)
    assert found() == [("supporters_come_with_somebody", "sample-event", supported.reference)]


def test_a_supporter_who_stays_alone_is_found(supported):
    Attendee.objects.filter(supports=None).update(claimed_until=None, cancelled_at=NOW)
    assert found() == [("supporters_come_with_somebody", "sample-event", supported.reference)]


def test_a_chosen_session_where_all_come_to_all_is_found(event, booking):
    AttendeeSession.objects.create(attendee=booking.attendees.first(), session=make_session(event))
    assert found() == [("sessions_are_chosen_as_the_event_asks", "sample-event", booking.reference)]


@pytest.mark.parametrize("choice", [SessionChoice.ONE, SessionChoice.ANY])
def test_no_session_where_one_is_to_be_chosen_is_found(choice):
    event = make_event(session_choice=choice)
    booking = book(event, sessions=(make_session(event).pk,))
    AttendeeSession.objects.all().delete()
    assert found() == [("sessions_are_chosen_as_the_event_asks", "sample-event", booking.reference)]


def test_two_sessions_where_one_is_to_be_chosen_are_found():
    event = make_event(session_choice=SessionChoice.ONE)
    first, second = make_session(event), make_session(event)
    booking = book(event, sessions=(first.pk,))
    AttendeeSession.objects.create(attendee=booking.attendees.get(), session=second)
    assert found() == [("sessions_are_chosen_as_the_event_asks", "sample-event", booking.reference)]


def test_a_rule_changed_after_people_booked_is_no_breach():
    event = make_event(session_choice=SessionChoice.ANY)
    book(event, sessions=(make_session(event).pk,))
    Event.objects.update(session_choice=SessionChoice.WHOLE, projected_at=NOW + HOUR)
    assert found() == []
