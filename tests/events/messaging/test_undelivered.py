import pytest

from events import errors
from events.booking.journal import By
from events.choices import MessageKind
from events.messaging.undelivered import mend, undelivered
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Interest
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.messages import make_interest, make_message

pytestmark = pytest.mark.django_db

FAILED = {"failed_at": NOW, "attempts": 3, "error": "550 No such user"}


@pytest.fixture
def booking(db):
    booking = book(make_event(), email="anm@example.org")
    booking.attendees.update(email="ANM@example.org")
    Message.objects.filter(booking=booking).update(**FAILED)
    return booking


def test_undelivered_is_what_was_given_up_of_this_event(booking):
    make_message(book(make_event("other")), **FAILED)
    make_message(booking, kind=MessageKind.CHANGE)
    assert list(undelivered(booking.event)) == [booking.messages.get(kind=MessageKind.CONFIRMATION)]


def test_mend_sends_everything_again_to_the_right_address(booking):
    wrong = make_message(booking, kind=MessageKind.CHANGE, **FAILED)
    assert mend(wrong.pk, email="ann@example.org", now=NOW, by=By.system()) == 2
    rows = Message.objects.filter(booking=booking)
    assert {(row.to_email, row.failed_at, row.attempts, row.error, row.due_at) for row in rows} == {
        ("ann@example.org", None, 0, "", NOW)
    }


def test_mend_puts_the_booking_and_its_people_right(booking):
    mend(booking.messages.get().pk, email="Ann@example.org", now=NOW, by=By.system())
    booking.refresh_from_db()
    assert (booking.email, booking.email_key) == ("Ann@example.org", "ann@example.org")
    assert booking.attendees.get().email == "Ann@example.org"
    entry = AuditEntry.objects.get(action="booking.address_mended")
    assert "example.org" not in str(entry.detail) + entry.reason


def test_mend_leaves_other_addresses_of_the_booking(booking):
    other = Attendee.objects.create(
        booking=booking, event=booking.event, ticket_type=booking.event.ticket_types.get(), email="guest@example.org"
    )
    mend(booking.messages.get().pk, email="ann@example.org", now=NOW, by=By.system())
    other.refresh_from_db()
    assert other.email == "guest@example.org"


def test_mend_an_interest(db):
    interest = make_interest(make_event(), email="anm@example.org")
    message = make_message(kind=MessageKind.INTEREST, interest=interest, event=interest.event, **FAILED)
    Message.objects.filter(pk=message.pk).update(to_email="anm@example.org")
    assert mend(message.pk, email="ann@example.org", now=NOW, by=By.system()) == 1
    assert Interest.objects.get().email == "ann@example.org"


def test_mend_refuses_what_was_delivered(booking):
    Message.objects.update(failed_at=None, sent_at=NOW)
    with pytest.raises(errors.TransitionRefused):
        mend(booking.messages.get().pk, email="ann@example.org", now=NOW, by=By.system())
