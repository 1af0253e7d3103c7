"""The secret link to a person's calendar: one an address, kept as a hash, and its end."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta

from events import errors
from events.booking.calendar_links import bookings_behind, finished_calendar_links, make_calendar_link
from events.booking.links import derived_token, issue_link, proves_mailbox, revoke_links
from events.models.messages import CalendarLink
from events.retention.forget import forget_bookings
from events.retention.purge import purge_due
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
YEAR = relativedelta(months=12)


def is_dead(token, now):
    try:
        bookings_behind(token, now=now)
    except errors.LinkDead:
        return True
    return False


def test_link_is_random_and_only_its_hash_is_kept():
    booking = book(make_event())
    tokens = {make_calendar_link(booking=booking, language="en", now=NOW) for _ in range(5)}
    assert {len(token) for token in tokens} == {43}  # 256 bits, six to a character
    assert not any(token in repr(CalendarLink.objects.values()) for token in tokens)


def test_link_is_one_for_each_address_and_the_last_one_counts():
    event = make_event()
    first = book(event, email="Sample@example.org")
    second = book(event, email="sample@example.org", knows_other=True)
    old, new = (make_calendar_link(booking=row, language="en", now=NOW) for row in (first, second))
    assert CalendarLink.objects.count() == 1
    assert [is_dead(token, NOW) for token in (old, new)] == [True, False]
    assert bookings_behind(new, now=NOW)[1] == [first, second]


def test_link_dies_a_year_after_the_last_event():
    event = make_event()
    token = make_calendar_link(booking=book(event), language="en", now=NOW)
    assert not is_dead(token, event.ends_at + YEAR - SECOND)
    assert is_dead(token, event.ends_at + YEAR)


def test_dead_link_is_deleted():
    event = make_event()
    make_calendar_link(booking=book(event), language="en", now=NOW)
    assert not finished_calendar_links(event.ends_at + YEAR - SECOND).exists()
    purge_due(event.ends_at + YEAR)
    assert not CalendarLink.objects.exists()


def test_link_of_somebody_who_is_forgotten_goes_with_them():
    event = make_event()
    gone, kept = book(event), book(event)
    for booking in (gone, kept):
        make_calendar_link(booking=booking, language="en", now=NOW)
    forget_bookings([gone.pk])
    assert [row.email_key for row in CalendarLink.objects.all()] == [kept.email_key]


def test_mailbox_is_proved_by_what_was_mailed_there_and_lives():
    booking = book(make_event(), token="sample form")
    mailed = issue_link(booking=booking, now=NOW, mailed_to=booking.email.upper())
    elsewhere = issue_link(booking=booking, now=NOW, mailed_to="other@example.org")
    given = [mailed, elsewhere, issue_link(booking=booking, now=NOW), derived_token("sample form"), ""]
    assert [proves_mailbox(token, booking=booking) for token in given] == [True, False, False, False, False]
    assert not proves_mailbox(mailed, booking=book(make_event("other")))
    revoke_links(booking=booking, now=NOW)
    assert not proves_mailbox(mailed, booking=booking)
