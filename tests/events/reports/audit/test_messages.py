"""What was not announced, not logged, said twice or kept in clear is found."""

import datetime as dt

import pytest

from events.booking import staff
from events.booking.links import issue_link
from events.choices import MessageKind
from events.models.audit import AuditEntry
from events.models.events import Event
from events.models.messages import Message, SecretLink
from events.reports.audit.recount import recount
from tests.events.reports.audit.breaking import HOUR, by_staff, found, offer_to, queue_for, unguard
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db


def test_a_confirmation_that_was_never_written_is_found(booking):
    Message.objects.all().delete()
    assert found() == [("states_are_announced", "sample-event", booking.reference)]


def test_an_offer_that_was_never_written_is_found(event):
    offered = offer_to(event)
    Message.objects.filter(kind=MessageKind.OFFER).delete()
    assert found(NOW + HOUR) == [("states_are_announced", "sample-event", offered.reference)]


def test_a_request_that_was_never_answered_is_found():
    requested = book(make_event(needs_approval=True))
    Message.objects.all().delete()
    assert found() == [("states_are_announced", "sample-event", requested.reference)]


def test_a_booking_without_an_address_needs_no_message(event):
    staff.book_for(event_id=event.pk, party=make_party(event, email=""), now=NOW, by=by_staff())
    assert found() == []


def test_a_waiting_party_that_was_never_told_is_found(event):
    waiting = queue_for(event)
    Message.objects.filter(booking=waiting).delete()
    assert found() == [("waiting_parties_were_told", "sample-event", waiting.reference)]


def test_a_booking_without_any_entry_in_the_log_is_found(booking):
    AuditEntry.objects.all().delete()
    assert found() == [("bookings_have_audit_entries", "sample-event", booking.reference)]


def test_a_confirmation_that_the_log_does_not_know_is_found(booking):
    AuditEntry.objects.update(at=NOW - HOUR)
    assert found() == [("bookings_have_audit_entries", "sample-event", booking.reference)]


def test_a_message_written_twice_is_found(booking):
    copy = Message.objects.get()
    copy.pk = None
    copy.save(force_insert=True)
    assert found() == [("nothing_is_said_twice", "sample-event", booking.reference)]


def test_a_message_of_the_same_name_written_twice_is_found(event):
    book(event), book(event)
    unguard(Message)
    Message.objects.update(dedupe_key="the-news")
    (line,) = recount(NOW).breaches
    assert str(line) == "nothing_is_said_twice: the message the-news was written more than once"


def test_a_link_without_an_end_is_found(booking):
    SecretLink.objects.update(expires_at=None)
    assert found() == [("links_end", "sample-event", booking.reference)]


def test_a_link_that_outlives_the_event_too_long_is_found(booking):
    SecretLink.objects.update(expires_at=STARTS_AT + dt.timedelta(days=31))
    assert found() == [("links_end", "sample-event", booking.reference)]


def test_a_link_made_before_the_event_moved_keeps_its_end(booking):
    SecretLink.objects.update(expires_at=STARTS_AT + dt.timedelta(days=31))
    Event.objects.update(changed_at=NOW + HOUR)
    assert found() == []


def test_a_revoked_link_is_nobodys_concern(booking):
    SecretLink.objects.update(expires_at=None, revoked_at=NOW)
    assert found() == []


def test_a_link_stored_in_clear_is_found(booking):
    SecretLink.objects.update(token_hash="not-a-hash")
    assert found() == [("no_secret_is_kept_in_clear", "sample-event", booking.reference)]


def test_a_message_that_holds_a_secret_is_found(booking):
    token = issue_link(booking=booking, now=NOW)
    Message.objects.update(context={"address": f"https://example.org/bookings/{token}/"})
    assert found() == [("no_secret_is_kept_in_clear", "sample-event", "")]
