"""What is behind a secret link."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.links import issue_link, revoke_links
from events.choices import BookingState, LinkPurpose, MessageKind
from events.models.bookings import Booking
from events.models.events import Event
from events.models.messages import Message
from events.public.views.my_booking import line_to
from tests.factories.bookings import book
from tests.factories.events import make_venue

pytestmark = pytest.mark.django_db


def link(booking, purpose=LinkPurpose.MANAGE):
    return f"/bookings/l/{issue_link(booking=booking, now=timezone.now(), purpose=purpose)}/"


@pytest.fixture
def booking(open_event, soon):
    return book(open_event(capacity=20, **soon), 2, now=timezone.now())


# the link


def test_link_sets_a_cookie_for_this_booking_and_leads_to_a_clean_address(booking, visitor):
    response = visitor.client.get(link(booking))

    cookie = response.cookies["booking"]
    assert (response.status_code, response["Location"]) == (302, f"/bookings/{booking.reference}/")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/bookings/{booking.reference}/", True, "Lax")
    assert (cookie["secure"], cookie["max-age"]) == ("", "")
    assert "no-store" in response["Cache-Control"]


def test_cookie_is_for_encrypted_connections_where_there_are_any(booking, visitor):
    assert visitor.client.get(link(booking), secure=True).cookies["booking"]["secure"] is True


@pytest.mark.parametrize(
    ("purpose", "query", "page"),
    [
        (LinkPurpose.MANAGE, "", ""),
        (LinkPurpose.OFFER, "", "offer/"),
        (LinkPurpose.TICKET, "", "tickets.pdf"),
        (LinkPurpose.MANAGE, "?next=tickets", "tickets.pdf"),
        (LinkPurpose.MANAGE, "?next=//example.org", ""),
    ],
)
def test_link_leads_to_what_it_is_for(booking, visitor, purpose, query, page):
    response = visitor.client.get(link(booking, purpose) + query)

    assert response["Location"] == f"/bookings/{booking.reference}/{page}"


def test_link_can_be_opened_by_scanners(booking, visitor):
    address = link(booking)
    before = (Booking.objects.values().get(), Message.objects.count())

    for _ in range(3):
        visitor.open(address)
        visitor.client.head(address)

    assert (Booking.objects.values().get(), Message.objects.count()) == before
    assert visitor.open(address).state == "confirmed"


def test_ticket_link_opens_no_booking(booking, visitor):
    visitor.client.get(link(booking, LinkPurpose.TICKET))

    assert visitor.open(f"/bookings/{booking.reference}/").status == 410


def test_link_of_one_booking_opens_no_other(booking, visitor):
    other = book(booking.event, now=timezone.now())
    visitor.client.get(link(booking))
    visitor.client.cookies["booking"]["path"] = "/"

    assert visitor.open(f"/bookings/{other.reference}/").status == 410


@pytest.mark.parametrize("path", ["", "placed/", "cancel/", "cancelled/", "offer/", "tickets.pdf", "event.ics"])
def test_clean_address_alone_opens_nothing(booking, visitor, path):
    page = visitor.open(f"/bookings/{booking.reference}/{path}")

    assert (page.status, page.state) == (410, "error")
    assert booking.email not in page.text
    assert page.link("Send me a new link") == "/bookings/lost/?language=en"


def test_dead_link_says_so_and_shows_a_way_on(booking, visitor):
    address = link(booking)
    revoke_links(booking=booking, now=timezone.now())

    for dead in (address, "/bookings/l/unknown/", f"/bookings/l/{'x' * 500}/"):
        page = visitor.open(dead)
        assert (page.status, page.heading) == (410, "This link does not open a booking")
        assert page.link("Send me a new link") == "/bookings/lost/?language=en"


def test_dead_link_says_so_in_the_other_language_too(visitor):
    page = visitor.open("/bookings/l/unknown/")

    other = visitor.open(page.link("Cymraeg"))

    assert (other.status, other.soup.html["lang"]) == (410, "cy")
    assert other.link("Anfonwch ddolen newydd ataf") == "/bookings/lost/?language=cy"


def test_link_ends_30_days_after_the_event(booking, visitor):
    visitor.client.get(link(booking))
    long_ago = timezone.now() - dt.timedelta(days=30, seconds=1)
    Event.objects.update(starts_at=long_ago - dt.timedelta(hours=1), ends_at=long_ago)

    assert visitor.open(f"/bookings/{booking.reference}/").status == 410


# the booking


def test_booking_shows_who_what_and_when(booking, visitor):
    booking.event.venue = make_venue()
    booking.event.save()

    page = visitor.open(link(booking))

    assert (page.state, page.reference) == ("confirmed", booking.reference)
    assert page.texts("section.box h3") == [person.name for person in booking.attendees.all()]
    assert booking.email in page.text
    assert "Example Hall, Cardiff" in page.text
    assert page.link("Tickets to print") == f"/bookings/{booking.reference}/tickets.pdf"
    assert page.link("Add to my calendar") == f"/bookings/{booking.reference}/event.ics"
    assert page.link("Cancel some or all places") == f"/bookings/{booking.reference}/cancel/"


@pytest.mark.parametrize("size", [1, 3])
def test_booking_needs_as_many_statements_for_many_people(
    open_event, soon, visitor, django_assert_max_num_queries, size
):
    found = book(open_event(**soon), size, now=timezone.now())
    visitor.open(link(found))

    with django_assert_max_num_queries(3):
        assert visitor.open(f"/bookings/{found.reference}/").status == 200


def test_booking_is_private(booking, visitor):
    visitor.client.get(link(booking))

    response = visitor.client.get(f"/bookings/{booking.reference}/")

    assert response["X-Robots-Tag"] == "noindex"
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


def test_booking_speaks_its_own_language(open_event, soon, visitor):
    welsh = book(open_event(**soon), language="cy", now=timezone.now())

    page = visitor.open(link(welsh), **{"accept-language": "en"})

    assert page.soup.html["lang"] == "cy"
    assert "Sample event (cy)" in page.text


def test_other_language_is_kept_for_this_booking(booking, visitor):
    page = visitor.open(link(booking))
    assert (page.soup.html["lang"], page.link("Cymraeg")) == ("en", f"/bookings/{booking.reference}/?language=cy")

    assert visitor.open(page.link("Cymraeg")).soup.html["lang"] == "cy"
    assert visitor.open(f"/bookings/{booking.reference}/cancel/").soup.html["lang"] == "cy"
    assert Booking.objects.get().language == "en"


def test_unknown_language_changes_nothing(booking, visitor):
    visitor.open(link(booking))

    assert visitor.open(f"/bookings/{booking.reference}/?language=xx%00").soup.html["lang"] == "en"


def test_waiting_booking_shows_its_position(open_event, soon, visitor):
    event = open_event(capacity=1, **soon)
    for _ in range(2):
        book(event, joins_waitlist=True, now=timezone.now())
    last = book(event, joins_waitlist=True, now=timezone.now())

    page = visitor.open(link(last))

    assert page.state == "waiting"
    assert page.texts(".notice h2") == ["You are number 2 on the waitlist"]
    assert page.link("Leave the waitlist") == f"/bookings/{last.reference}/cancel/"
    assert page.soup.select("a[href$='.pdf']") == []


def test_offered_booking_leads_to_the_answer(open_event, soon, visitor):
    event = open_event(capacity=1, **soon)
    first = book(event, now=timezone.now())
    waiting = book(event, joins_waitlist=True, now=timezone.now())
    cancel_places(first.pk, now=timezone.now(), by=By.booker())

    page = visitor.open(link(waiting))

    assert page.state == "offered"
    assert page.link("Answer the offer") == f"/bookings/{waiting.reference}/offer/"


def test_booking_after_the_last_day_for_changes_offers_none(open_event, soon, visitor):
    found = book(open_event(change_until_hours=24 * 60, **soon), now=timezone.now())

    page = visitor.open(link(found))

    assert [a for a in page.soup.select("a") if "cancel" in a.get("href", "")] == []


def test_booking_of_a_cancelled_event_says_so(booking, visitor):
    booking.event.date_state = "cancelled"
    booking.event.save()

    page = visitor.open(link(booking))

    assert page.texts(".notice h2") == ["This event is cancelled"]
    assert page.texts("main .badge, main h2 ~ .btn, main .act, main form") == []
    visitor.client.post(page.path)
    assert booking.messages.count() == 1


def test_mail_can_be_sent_again(booking, visitor):
    page = visitor.open(link(booking))

    again = visitor.send(page)

    assert "We are sending the e-mail again." in again.texts(".notice--good")
    assert Message.objects.filter(kind=MessageKind.CONFIRMATION).count() == 2


def test_forged_wish_for_the_mail_sends_none(booking, visitor):
    page = visitor.open(link(booking))

    visitor.send(page, {"csrfmiddlewaretoken": "x" * 64})

    assert Message.objects.filter(kind=MessageKind.CONFIRMATION).count() == 1


# what became of the form


def test_result_shows_a_ticket_with_its_code_for_each_person(booking, visitor):
    visitor.client.get(link(booking))

    page = visitor.open(f"/bookings/{booking.reference}/placed/")

    assert len(page.soup.select(".ticket svg[role=img]")) == 2
    assert page.texts(".panel .lead")[0].startswith("2 places, ")


def test_result_of_a_request_says_who_decides(open_event, soon, visitor):
    found = book(open_event(needs_approval=True, **soon), now=timezone.now())
    visitor.client.get(link(found))

    page = visitor.open(f"/bookings/{found.reference}/placed/")

    assert (page.state, page.heading) == ("held", "We have your request")


def test_my_booking_without_saying_which_leads_to_the_lost_link(visitor):
    assert visitor.open("/bookings/").path == "/bookings/lost/"


@pytest.mark.parametrize("state", [BookingState.WAITING, BookingState.REQUESTED])
def test_mail_is_sent_again_before_anything_is_confirmed(booking, visitor, state):
    now = timezone.now()
    Booking.objects.update(state=state, joined_at=now, deadline_at=now + dt.timedelta(days=1))
    Message.objects.all().delete()

    page = visitor.send(visitor.open(link(booking)))

    assert page.texts(".notice--good") == ["We are sending the e-mail again."]
    assert Message.objects.get().kind == MessageKind.LINK


@pytest.mark.parametrize(
    ("position", "line"),
    [(1, [1]), (7, [1, 2, 3, 4, 5, 6, 7]), (8, [1, 2, 3, None, 6, 7, 8]), (120, [1, 2, 3, None, 118, 119, 120])],
)
def test_line_shows_both_ends(position, line):
    assert line_to(position) == line


def test_result_shows_the_place_in_line(open_event, soon, visitor):
    event = open_event(capacity=1, **soon)
    for _ in range(2):
        book(event, joins_waitlist=True, now=timezone.now())
    last = book(event, joins_waitlist=True, now=timezone.now())
    visitor.client.get(link(last))

    assert visitor.open(f"/bookings/{last.reference}/placed/").texts(".queue li") == ["1", "You, 2"]
