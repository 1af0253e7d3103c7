"""Who was told of a change, and who was not."""

import datetime as dt

import pytest

from events.backoffice.news import news_of, still_to_tell
from events.booking.event_changes import tell_everybody
from events.choices import BookingState, DateState, MessageKind
from events.models.bookings import Booking
from events.models.events import Event
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def event():
    event = make_event(capacity=20)
    for name in ("Ann Sample", "Bob Sample", "Cai Sample"):
        book(event, name=name)
    book(event, name="Dai Telephone", email="", phone="0300 000 0000")
    return event


def cancel(event, *, now=LATER):
    Event.objects.filter(pk=event.pk).update(date_state=DateState.CANCELLED)
    event.refresh_from_db()
    tell_everybody(event, MessageKind.EVENT_CANCELLED, now=now)


def names(bookings):
    return [booking.name for booking in bookings]


def test_an_event_that_did_not_change_has_no_news(event):
    assert (news_of(event), still_to_tell(event)) == ([], [])


def test_news_counts_what_became_of_each_message(event, django_assert_num_queries):
    cancel(event)
    first, second = Message.objects.filter(kind=MessageKind.EVENT_CANCELLED).order_by("pk")[:2]
    Message.objects.filter(pk=first.pk).update(sent_at=LATER)
    Message.objects.filter(pk=second.pk).update(failed_at=LATER)
    with django_assert_num_queries(1):
        found = news_of(event)
    assert [(row.at, row.sent, row.on_their_way, row.failed, row.total) for row in found] == [(LATER, 1, 1, 1, 3)]
    assert found[0].kind == "Event cancelled"


def test_the_newest_change_stands_first(event):
    tell_everybody(event, MessageKind.EVENT_CHANGED, now=LATER)
    cancel(event, now=LATER + dt.timedelta(hours=1))
    assert [row.kind for row in news_of(event)] == ["Event cancelled", "Event changed"]


def test_people_without_an_address_are_still_to_be_told(event):
    cancel(event)
    assert names(still_to_tell(event)) == ["Dai Telephone"]


def test_people_whose_mail_failed_are_still_to_be_told(event):
    cancel(event)
    booking = event.bookings.get(name="Bob Sample")
    Message.objects.filter(kind=MessageKind.EVENT_CANCELLED, booking=booking).update(failed_at=LATER)
    assert names(still_to_tell(event)) == ["Bob Sample", "Dai Telephone"]


def test_a_failure_of_another_message_is_no_matter_here(event):
    cancel(event)
    Message.objects.filter(kind=MessageKind.CONFIRMATION).update(failed_at=LATER)
    assert names(still_to_tell(event)) == ["Dai Telephone"]


def test_who_booked_after_the_change_knows_it(event):
    tell_everybody(event, MessageKind.EVENT_CHANGED, now=LATER)
    book(event, name="Efa Telephone", email="", now=LATER + dt.timedelta(minutes=1))
    assert names(still_to_tell(event)) == ["Dai Telephone"]


def test_who_cancelled_need_not_be_told(event):
    cancel(event)
    Booking.objects.filter(name="Dai Telephone").update(state=BookingState.CANCELLED)
    assert still_to_tell(event) == []


def test_a_cancelled_event_without_any_address_names_everybody():
    event = make_event()
    book(event, name="Dai Telephone", email="")
    cancel(event)
    assert (news_of(event), names(still_to_tell(event))) == ([], ["Dai Telephone"])
