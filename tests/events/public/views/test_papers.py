"""Calendar files and tickets."""

from __future__ import annotations

import icalendar
import pytest
from django.utils import timezone
from pypdf import PdfReader

from events.booking.links import issue_link
from events.choices import DateState, LinkPurpose
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db

ENTRY = "/en/events/sample-event/event.ics"


def entries(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def opened(visitor, booking, purpose=LinkPurpose.MANAGE):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now(), purpose=purpose)}/")
    return f"/bookings/{booking.reference}/"


def test_event_is_a_calendar_entry_in_the_language_of_its_address(open_event, soon, visitor):
    event = open_event(join_url="https://meet.example.org/secret", attendance="online", **soon)

    response = visitor.client.get(ENTRY)
    welsh = visitor.client.get("/cy/digwyddiadau/sample-event/event.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="sample-event.ics"'
    assert [str(entry["summary"]) for entry in entries(response)] == ["Sample event"]
    assert [str(entry["summary"]) for entry in entries(welsh)] == ["Sample event (cy)"]
    assert entries(response)[0].start == event.starts_at.replace(microsecond=0)
    assert b"secret" not in response.content


def test_unchanged_entry_is_not_sent_again(open_event, soon, visitor):
    open_event(**soon)
    etag = visitor.client.get(ENTRY)["ETag"]

    assert visitor.client.get(ENTRY, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/en/events/no-such-event/event.ics", "/en/sample-event/event.ics"])
def test_entry_of_no_event_is_not_found(open_event, soon, visitor, path):
    open_event(**soon)

    assert visitor.client.get(path).status_code == 404


def test_event_by_invitation_has_no_public_entry(open_event, soon, visitor):
    open_event(invitation_code="SAMPL", **soon)

    assert visitor.client.get(ENTRY).status_code == 404


def test_booked_entry_holds_the_link_to_join(open_event, soon, visitor):
    event = open_event(join_url="https://meet.example.org/secret", attendance="online", **soon)
    path = opened(visitor, book(event, now=timezone.now()))

    response = visitor.client.get(f"{path}event.ics")

    assert "https://meet.example.org/secret" in str(entries(response)[0]["description"])


def test_tickets_are_a_page_for_everybody_who_comes(open_event, soon, visitor, tmp_path):
    event = open_event(session_choice="any", **soon)
    session = make_session(event, title="Drawing")
    booking = book(event, 2, sessions=(session.pk,), now=timezone.now())
    path = opened(visitor, booking)

    response = visitor.client.get(f"{path}tickets.pdf")

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    (tmp_path / "tickets.pdf").write_bytes(response.content)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "tickets.pdf").pages]
    assert len(pages) == 2
    assert all("Drawing" in page and booking.reference in page for page in pages)


def test_ticket_link_opens_the_tickets(open_event, soon, visitor):
    path = opened(visitor, book(open_event(**soon), now=timezone.now()), LinkPurpose.TICKET)

    assert visitor.client.get(f"{path}tickets.pdf").status_code == 200


@pytest.mark.parametrize("paper", ["tickets.pdf", "event.ics"])
def test_waiting_party_has_no_papers(open_event, soon, visitor, paper):
    event = open_event(capacity=1, **soon)
    book(event, now=timezone.now())
    path = opened(visitor, book(event, joins_waitlist=True, now=timezone.now()))

    assert visitor.client.get(f"{path}{paper}")["Location"] == path


@pytest.fixture
def called_off(open_event, soon, visitor):
    """The address of a confirmed booking of an event that was cancelled."""
    event = open_event(**soon)
    path = opened(visitor, book(event, now=timezone.now()))
    Event.objects.filter(pk=event.pk).update(date_state=DateState.CANCELLED)
    return path


def test_a_cancelled_event_has_no_tickets_and_its_booking_says_so(called_off, visitor):
    response = visitor.client.get(f"{called_off}tickets.pdf", follow=True)

    assert response.redirect_chain == [(called_off, 302)]
    assert "cancelled" in response.content.decode().casefold()


def test_the_entry_of_a_cancelled_event_strikes_it_out(called_off, visitor):
    entry = entries(visitor.client.get(f"{called_off}event.ics"))[0]

    assert (entry["status"], entry["summary"]) == ("CANCELLED", "Cancelled: Sample event")
