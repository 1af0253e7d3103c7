import json

import pytest

from events.models.bookings import Attendee
from events.models.events import Event
from events.retention.subject_access import holding_of
from tests.events.retention.people import MARK, book_with_needs, needs
from tests.factories.bookings import book
from tests.factories.events import make_event, make_question
from tests.factories.messages import make_interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event()


def held(email, *, events=None, needy=True):
    events = Event.objects.all() if events is None else events
    return holding_of(email, events=events, events_with_needs=events if needy else Event.objects.none())


def test_everything_of_ones_own_booking_is_told(event):
    question = make_question(event, asked_of="booking")
    book_with_needs(event, *needs(MARK), email="Ann@example.org", phone="00000 111", answers={question.pk: "Yes"})
    make_interest(event, email="ann@example.org")
    found = held("ann@EXAMPLE.org ")
    (booking,) = found.bookings
    assert (booking["phone"], booking["answers"]) == ("00000 111", [{"question": "Question", "answer": "Yes"}])
    assert booking["people"][0]["needs"] == [{"kind": "access", "option": "", "text": MARK}]
    assert (len(found.interests), len(found.messages)) == (1, 1)
    assert json.loads(json.dumps(found.as_values()))["bookings"][0]["event"] == "Sample event"


def test_of_somebody_elses_booking_only_ones_own_place_is_told(event):
    booking = book(event, 2, email="booker@example.org", name="Bea Booker", phone="00000 222")
    guest = booking.attendees.last()
    Attendee.objects.filter(pk=guest.pk).update(email="guest@example.org", name="Gus Guest")
    (told,) = held("guest@example.org").bookings
    assert [person["name"] for person in told["people"]] == ["Gus Guest"]
    assert "Bea Booker" not in json.dumps(told)
    assert "00000 222" not in json.dumps(told)


def test_events_of_others_are_not_looked_into(event):
    foreign = make_event("foreign")
    book(foreign, email="ann@example.org")
    assert held("ann@example.org", events=Event.objects.filter(pk=event.pk)).is_empty


def test_needs_are_told_only_of_events_whose_needs_one_may_see(event):
    book_with_needs(event, *needs(MARK), email="ann@example.org")
    assert MARK not in json.dumps(held("ann@example.org", needy=False).as_values())


@pytest.mark.parametrize("email", ["nobody@example.org", "a@b", "%"])
def test_an_unknown_address_holds_nothing(event, email):
    book(event, email="")
    assert held(email).is_empty
