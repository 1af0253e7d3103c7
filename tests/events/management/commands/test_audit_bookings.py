import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.models.bookings import Attendee
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def test_a_clean_database_is_said_to_be_clean(capsys):
    book(make_event(), 2)
    call_command("audit_bookings")
    said = "Every promise is kept. Recounted: events 1, bookings 1, people 2.\n"
    assert capsys.readouterr().out == said


def test_a_breach_is_one_line_and_ends_with_1(capsys):
    booking = book(make_event())
    Attendee.objects.update(claimed_until=None)
    with pytest.raises(SystemExit) as end:
        call_command("audit_bookings")
    what = "is confirmed, but somebody on it has no lasting place"
    assert end.value.code == 1
    assert capsys.readouterr().out == f"confirmed_places_last: sample-event {booking.reference}: {what}\n"


def test_what_is_due_is_no_breach(capsys):
    now = timezone.now()
    event = make_event(capacity=1, starts_at=now + dt.timedelta(days=30), ends_at=None)
    book(event, now=now)
    book(event, now=now, joins_waitlist=True)
    Event.objects.update(capacity=2, booking_opens_at=now)
    call_command("audit_bookings")
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "due: the_queue_is_served: sample-event: somebody who fits waits while places are free"


def test_programs_get_one_object(capsys):
    booking = book(make_event())
    Attendee.objects.update(claimed_until=None)
    with pytest.raises(SystemExit):
        call_command("audit_bookings", json=True)
    what = "is confirmed, but somebody on it has no lasting place"
    breach = {"check": "confirmed_places_last", "event": "sample-event", "booking": booking.reference, "what": what}
    counted = {"events": 1, "bookings": 1, "people": 1}
    assert json.loads(capsys.readouterr().out) == {"ok": False, "breaches": [breach], "due": [], "counted": counted}
