"""Whom a mailing goes to: the right people, each address once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import Attendance, Audience, Occasion, PriceKind, SessionChoice
from events.messaging.audience import Selection, key_of, recipients
from events.messaging.opt_out import Wish, hash_of, opt_out
from events.models.bookings import Attendee
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import NOW, make_event, make_organisation, make_session, make_ticket_type
from tests.factories.messages import make_interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event(capacity=4, host=make_organisation())


def emails(event, audience=Audience.BOOKED, **more):
    return [one.email for one in recipients(Selection(event, audience, **more))]


def test_booked_are_those_with_a_confirmed_place(event):
    book(event, email="ann@example.org")
    gone = book(event, email="gone@example.org")
    cancel_places(gone.pk, now=NOW, by=By.booker())
    book(event, 3, email="bob@example.org")
    book(event, email="late@example.org", joins_waitlist=True)
    assert emails(event) == ["ann@example.org", "bob@example.org"]


def test_waiting_are_those_in_the_queue_and_those_with_an_offer(event):
    first = book(event, 4, email="ann@example.org")
    book(event, email="next@example.org", joins_waitlist=True)
    book(event, 4, email="large@example.org", joins_waitlist=True)
    cancel_places(first.pk, attendee_ids=[first.attendees.first().pk], now=NOW, by=By.booker())
    assert emails(event, Audience.WAITING) == ["next@example.org", "large@example.org"]


def test_interested_are_those_who_have_not_left(event):
    make_interest(event, email="ann@example.org")
    make_interest(event, email="left@example.org", left_at=NOW)
    (one,) = recipients(Selection(event, Audience.INTERESTED))
    assert (one.email, one.booking, key_of(one)) == ("ann@example.org", 0, f"i{one.interest}")


def test_people_of_another_event_are_never_written_to(event):
    book(make_event("other"), email="other@example.org")
    make_interest(make_event("third"), email="third@example.org")
    assert [emails(event, audience) for audience in Audience] == [[]] * len(Audience)


def test_an_address_of_ones_own_is_written_to_as_well(event):
    booking = book(event, 2, email="ann@example.org")
    Attendee.objects.filter(pk=booking.attendees.last().pk).update(email="guest@example.org", language="cy")
    found = recipients(Selection(event, Audience.BOOKED))
    assert [(one.email, one.language) for one in found] == [("ann@example.org", "en"), ("guest@example.org", "cy")]


def test_one_address_is_written_to_once(event):
    first = book(event, 2, email="Ann@example.org")
    first.attendees.update(email="ann@Example.org")
    book(event, email="ANN@example.org", knows_other=True)
    assert emails(event) == ["Ann@example.org"]


def test_a_booking_without_an_address_is_left_out(event):
    book(event, email="")
    assert emails(event) == []


def test_a_ticket_narrows_the_choice(event):
    other = make_ticket_type(event, name="Other")
    book(event, email="ann@example.org")
    book(event, email="bob@example.org", ticket=other)
    assert emails(event, tickets=(other.pk,)) == ["bob@example.org"]


def test_a_session_narrows_the_choice_where_people_choose(event):
    event.session_choice = SessionChoice.ANY
    event.save()
    one, two = make_session(event), make_session(event, hours=2)
    book(event, email="ann@example.org", sessions=(one.pk,))
    book(event, email="bob@example.org", sessions=(one.pk, two.pk))
    assert emails(event, sessions=(two.pk,)) == ["bob@example.org"]
    assert emails(event, sessions=(one.pk, two.pk)) == ["ann@example.org", "bob@example.org"]


def test_a_session_that_everybody_comes_to_narrows_nothing(event):
    session = make_session(event)
    book(event, email="ann@example.org")
    assert emails(event, sessions=(session.pk,)) == ["ann@example.org"]


def test_how_to_join_is_told_only_to_those_with_a_place_online(event):
    event.attendance = Attendance.HYBRID
    event.save()
    online = make_ticket_type(event, name="Online", attendance=Attendance.ONLINE)
    book(event, email="room@example.org")
    book(event, email="online@example.org", ticket=online)
    assert emails(event, occasion=Occasion.JOINING) == ["online@example.org"]
    assert emails(event, occasion=Occasion.REMINDER) == ["room@example.org", "online@example.org"]


def test_those_who_came_and_those_who_did_not(event):
    came, absent = book(event, email="came@example.org"), book(event, email="absent@example.org")
    let_in(came.attendees.get())
    assert emails(event, Audience.ATTENDED) == ["came@example.org"]
    assert emails(event, Audience.ABSENT) == ["absent@example.org"]
    assert absent.attendees.get().check_ins.count() == 0


def test_thanks_go_to_the_one_who_came_and_not_to_who_booked_for_them(event):
    booking = book(event, 2, email="booker@example.org")
    guest = booking.attendees.last()
    Attendee.objects.filter(pk=guest.pk).update(email="guest@example.org")
    let_in(guest)
    assert emails(event, Audience.ATTENDED) == ["guest@example.org"]


def test_those_who_have_still_to_pay(event):
    paid = make_ticket_type(event, name="Paid", price_kind=PriceKind.FIXED, price=20)
    book(event, email="free@example.org")
    owing = book(event, email="owing@example.org")
    owing.attendees.update(ticket_type=paid, price=20)
    assert emails(event, Audience.NOT_PAID) == ["owing@example.org"]


def test_news_leave_out_whoever_wants_no_more(event):
    book(event, email="ann@example.org")
    book(event, email="quiet@example.org")
    opt_out(Wish(event.host_id, hash_of("Quiet@example.org", event.host_id)), now=NOW)
    assert emails(event, is_news=True) == ["ann@example.org"]
    assert emails(event, is_news=False) == ["ann@example.org", "quiet@example.org"]


@pytest.mark.parametrize("audience", Audience)
def test_three_bookings_take_as_many_queries_as_one(event, audience):
    def queries():
        with CaptureQueriesContext(connection) as found:
            recipients(Selection(event, audience, is_news=True))
        return len(found)

    let_in(book(event).attendees.get())
    make_interest(event, email="a@example.org")
    one = queries()
    for number in range(2):
        let_in(book(event).attendees.get())
        make_interest(event, email=f"{number}@example.org")
    assert queries() == one
