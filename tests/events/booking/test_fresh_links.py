"""New links for people who lost theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from events.booking.bookings import cancel_places
from events.booking.fresh_links import NOT_AGAIN_FOR, send_links
from events.booking.journal import By
from events.choices import MessageKind
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


def messages():
    return Message.objects.filter(kind=MessageKind.LINK)


def test_send_links_writes_one_mail_for_each_live_booking():
    bookings = [book(make_event(slug), email="sam@example.org") for slug in ("first", "second")]
    book(make_event("third"), email="ann@example.org")

    assert send_links(email=" SAM@example.org", now=NOW) == 2
    assert {message.booking for message in messages()} == set(bookings)


def test_send_links_for_one_event_leaves_the_others():
    first, second = (make_event(slug) for slug in ("first", "second"))
    book(first, email="sam@example.org")
    wanted = book(second, email="sam@example.org")

    assert send_links(email="sam@example.org", event_id=second.pk, now=NOW) == 1
    assert messages().get().booking == wanted


def test_send_links_writes_again_only_after_a_while():
    book(make_event(), email="sam@example.org")

    for now in (NOW, NOW + dt.timedelta(minutes=1), NOW + NOT_AGAIN_FOR):
        send_links(email="sam@example.org", now=now)

    assert messages().count() == 2


@pytest.mark.parametrize(
    ("ends_at", "number"),
    [(NOW - dt.timedelta(days=29), 1), (NOW - dt.timedelta(days=31), 0), (None, 0)],
)
def test_send_links_ends_with_the_links_themselves(ends_at, number):
    event = make_event()
    book(event, email="sam@example.org")
    event.starts_at, event.ends_at = NOW - dt.timedelta(days=40), ends_at
    event.save()

    assert send_links(email="sam@example.org", now=NOW) == number


def test_send_links_knows_nothing_of_cancelled_bookings_and_nobody():
    booking = book(make_event(), email="sam@example.org")
    cancel_places(booking.pk, now=NOW, by=By.booker())

    assert send_links(email="sam@example.org", now=NOW) == 0
    assert send_links(email="", now=NOW) == 0
