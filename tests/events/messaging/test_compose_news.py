"""Mails about the queue and about the event itself."""

import datetime as dt
import re

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.links import interest_of, link_of
from events.choices import BookingSource, DateState, LinkPurpose, MessageKind
from events.messaging.compose import compose
from events.models.messages import Message
from tests.events.messaging.reading import LINK, Seen, flat, parts, waiting, written
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.messages import make_interest

pytestmark = pytest.mark.django_db


def test_waitlist_mail_says_the_position():
    event = make_event(capacity=1)
    book(event)
    waiting(event)
    second = waiting(event)
    _, text, html, calendar = parts(compose(Message.objects.get(booking=second), now=NOW))
    assert "<h1" in html
    assert "You are number 2 on the waitlist" in Seen(html).text
    assert "Nothing is booked yet." in text
    assert calendar is None


def test_offer_says_the_deadline_and_has_one_link_to_answer():
    event = make_event(capacity=1)
    first = book(event)
    queued = waiting(event)
    cancel_places(first.pk, now=NOW, by=By.booker())
    message = Message.objects.get(kind=MessageKind.OFFER)
    wire, text, _, calendar = parts(compose(message, now=NOW))
    assert wire["Subject"] == "A place is free for you. Please answer by Tuesday 12 January, 10am"
    assert "We keep the place for you until Tuesday 12 January, 10am." in text
    assert "Cost: Free" in flat(text)
    ((token, _),) = LINK.findall(text)
    link = link_of(token, now=NOW)
    assert (link.booking, link.purpose) == (queued, LinkPurpose.OFFER)
    assert calendar is None


def test_offer_of_several_places_speaks_of_several():
    booking = book(make_event(), 3)
    wire, text, _, _ = written(booking, kind=MessageKind.OFFER, context={"deadline_at": "2027-01-12T10:00:00Z"})
    assert wire["Subject"].startswith("3 places are free for you.")
    assert "We keep the 3 places for you until" in text


def test_first_refusal_speaks_of_interest_and_not_of_a_queue():
    booking = book(make_event())
    booking.source = BookingSource.INTEREST
    booking.save()
    _, text, _, _ = written(booking, kind=MessageKind.OFFER, context={"deadline_at": "2027-01-12T10:00:00Z"})
    assert "You said that you would like to come to Sample event. The date is set now." in text
    assert "waitlist" not in text


def test_queue_news_says_how_many_are_free():
    event = make_event(capacity=3)
    first = book(event, 2)
    book(event, 1)
    waiting(event, 3)
    cancel_places(first.pk, now=NOW, by=By.booker())
    _, text, _, _ = parts(compose(Message.objects.get(kind=MessageKind.QUEUE_NEWS), now=NOW))
    assert "2 places have become free at Sample event: too few for all of you." in text
    assert "You are number 1 on the waitlist and stay there." in text


def test_cancelled_event_says_why_and_withdraws_the_calendar_entry():
    booking = book(make_event())
    booking.event.date_state = DateState.CANCELLED
    booking.event.words["en"]["reason"] = "The hall is flooded."
    booking.event.save()
    wire, text, _, calendar = written(booking, kind=MessageKind.EVENT_CANCELLED)
    assert wire["Subject"] == "Cancelled: Sample event, Thursday 11 February"
    assert "The hall is flooded." in text
    assert (calendar["METHOD"], calendar.walk("VEVENT")[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "/bookings/" not in text


def test_cancelled_event_sends_no_calendar_to_those_who_only_waited():
    event = make_event(capacity=1)
    book(event)
    assert written(waiting(event), kind=MessageKind.EVENT_CANCELLED)[3] is None


def test_changed_event_says_what_changed_and_updates_the_calendar():
    booking = book(make_event())
    _, text, _, calendar = written(booking, kind=MessageKind.EVENT_CHANGED, context={"changed": ["when"]})
    assert "The event is at another time." in text
    assert "The event is at another place." not in text
    assert calendar["METHOD"] == "PUBLISH"


def test_postponed_event_no_longer_says_its_old_date():
    booking = book(make_event())
    booking.event.date_state = DateState.POSTPONED
    booking.event.save()
    wire, text, _, calendar = written(booking, kind=MessageKind.EVENT_CHANGED, context={"changed": ["when"]})
    assert wire["Subject"] == "Changed: Sample event"
    assert "When: Postponed. The new date is not known yet." in flat(text)
    assert "at another time" not in text
    assert calendar.walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_interest_mail_says_what_is_known_of_the_date():
    event = make_event(starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    event.words["en"]["when_text"] = "January or February"
    event.save()
    interest = make_interest(event, party_size=2)
    wire, text, _, _ = written(kind=MessageKind.INTEREST, event=event, interest=interest, language="en")
    assert wire["Subject"] == "We will write to you: Sample event"
    assert "When: January or February\n" in flat(text)
    assert "For: 2 people\n" in flat(text)
    token = re.findall(r"/bookings/interest/([0-9a-f]{64})/", text)[0]
    assert interest_of(token) == interest


def test_date_to_be_confirmed_is_said_even_without_words_for_it():
    event = make_event(starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    _, text, _, _ = written(kind=MessageKind.INTEREST, event=event, interest=make_interest(event), language="en")
    assert "When: Date to be confirmed\n" in flat(text)


def test_several_days_are_said_as_a_span():
    event = make_event(ends_at=dt.datetime(2027, 2, 13, 15, tzinfo=dt.UTC))
    wire, text, _, _ = written(book(event))
    assert wire["Subject"] == "You are in: Sample event, Thursday 11 to Saturday 13 February 2027"
    assert "When: Thursday 11 to Saturday 13 February 2027\n" in flat(text)
