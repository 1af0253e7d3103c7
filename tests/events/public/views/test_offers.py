"""Answering the offer of a freed place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.bookings import cancel_places
from events.booking.interest import invite_interested, register_interest
from events.booking.journal import By
from events.booking.links import issue_link
from events.choices import BookingState, LinkPurpose
from events.models.bookings import Booking
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import make_question, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(open_event, soon):
    now = timezone.now()
    event = open_event(capacity=1, **soon)
    first = book(event, now=now)
    waiting = book(event, joins_waitlist=True, now=now)
    cancel_places(first.pk, now=now, by=By.booker())
    waiting.refresh_from_db()
    return waiting


def open_offer(visitor, booking):
    token = issue_link(booking=booking, now=timezone.now(), purpose=LinkPurpose.OFFER)
    return visitor.open(f"/bookings/l/{token}/")


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def test_link_of_an_offer_opens_a_page_with_yes_and_no(offered, visitor):
    page = open_offer(visitor, offered)

    assert (page.state, page.reference) == ("offered", offered.reference)
    assert page.texts("main form button") == [
        "Give me one more day",
        "Yes, book my place",
        "No, give it to the next person",
    ]
    assert state_of(offered) == BookingState.OFFERED


def test_yes_books_the_place(offered, visitor):
    form = open_offer(visitor, offered)

    pages = [visitor.send(form, {"answer": "yes"}) for _ in range(2)]

    assert [(page.state, page.reference) for page in pages] == [("confirmed", offered.reference)] * 2
    assert pages[0].heading == "You are in. Croeso!"
    assert offered.attendees.confirmed().count() == 1


def test_person_who_said_yes_can_cancel_with_the_same_link(offered, visitor):
    visitor.send(open_offer(visitor, offered), {"answer": "yes"})

    page = visitor.send(visitor.open(f"/bookings/{offered.reference}/cancel/"))

    assert page.state == "cancelled"


def test_no_gives_the_place_to_the_next(offered, visitor):
    behind = book(offered.event, joins_waitlist=True, now=timezone.now())

    page = visitor.send(open_offer(visitor, offered), {"answer": "no"})

    assert (page.state, state_of(offered), state_of(behind)) == ("cancelled", "declined", "offered")
    assert page.texts(".notice h2") == ["You did not take the place"]


def test_one_more_day_is_given_once(offered, visitor):
    page = visitor.send(open_offer(visitor, offered), {"answer": "later"})

    later = Booking.objects.get(pk=offered.pk)
    assert later.deadline_at > offered.deadline_at
    assert page.state == "offered"
    assert page.soup.select("button[value=later]") == []


def test_offer_that_ended_by_the_clock_is_not_revived(offered, visitor):
    form = open_offer(visitor, offered)
    Booking.objects.filter(pk=offered.pk).update(deadline_at=timezone.now() - dt.timedelta(seconds=1))

    page = visitor.send(form, {"answer": "yes"})

    assert (page.state, state_of(offered)) == ("error", BookingState.OFFERED)
    assert page.texts(".notice--bad")[0].startswith("This offer has ended")
    assert page.texts("main form button") == ["Join the waitlist again"]


def test_declined_party_can_join_again(offered, visitor):
    form = visitor.send(open_offer(visitor, offered), {"answer": "no"})
    book(offered.event, now=timezone.now())
    again = visitor.open(form.link("Join the waitlist again"))

    page = visitor.send(again, {"answer": "again"})

    assert (page.state, state_of(offered)) == ("waiting", BookingState.WAITING)


def test_offer_page_of_a_confirmed_booking_shows_the_booking(offered, visitor):
    form = open_offer(visitor, offered)
    visitor.send(form, {"answer": "yes"})

    assert visitor.open(form.path).path == f"/bookings/{offered.reference}/"


@pytest.mark.parametrize("typed", [{"answer": "perhaps"}, {}, {"answer": "yes", "csrfmiddlewaretoken": "x" * 64}])
def test_anything_else_answers_nothing(offered, visitor, typed):
    page = visitor.send(open_offer(visitor, offered), typed)

    assert page.path == f"/bookings/{offered.reference}/offer/"
    assert state_of(offered) == BookingState.OFFERED


# from the list of interest


@pytest.fixture
def invited(open_event, soon):
    """Offered a place from the list of interest, at an event where each person chooses a session and answers."""

    def invite(**facts):
        now = timezone.now()
        event = open_event(date_state="to_be_confirmed", starts_at=None, ends_at=None, **facts)
        register_interest(
            event_id=event.pk, name="Sam Sample", email="sam@example.org", party_size=2, dates=[], language="en",
            form_token="interest", now=now,
        )  # fmt: skip
        Event.objects.filter(pk=event.pk).update(date_state="fixed", **soon)
        invite_interested(event.pk, now=now)
        return Booking.objects.get()

    return invite


def test_yes_of_the_interested_leads_to_what_is_still_asked(invited, visitor):
    booking = invited(session_choice="one")
    session = make_session(booking.event, starts_at=timezone.now() + dt.timedelta(days=30))
    make_question(booking.event, asked_of="attendee", is_required=True)

    page = visitor.send(open_offer(visitor, booking), {"answer": "yes"})
    first, second = booking.attendees.all()
    typed = {f"a{one.pk}-sessions": str(session.pk) for one in (first, second)}
    question = booking.event.questions.get()
    answers = {f"a{one.pk}-q{question.pk}": "An answer" for one in (first, second)}
    done = visitor.send(page, {**typed, **answers, f"a{second.pk}-name": "Ben Sample"})

    assert page.path == f"/bookings/{booking.reference}/change/"
    assert (page.state, page.reference) == ("confirmed", booking.reference)
    assert "The place is yours. One thing is left" in page.texts("h2")
    assert done.texts(".notice--good") == ["Saved. The changes are in your booking."]
    assert [one.chosen_sessions.count() for one in (first, second)] == [1, 1]
    assert booking.answers.count() == 2


def test_yes_of_the_interested_with_nothing_left_to_say_is_the_end(invited, visitor):
    booking = invited()

    page = visitor.send(open_offer(visitor, booking), {"answer": "yes"})

    assert page.heading == "You are in. Croeso!"


def test_yes_when_changes_have_closed_is_the_end(invited, visitor):
    booking = invited(session_choice="one", change_until_hours=24 * 60)
    make_session(booking.event, starts_at=timezone.now() + dt.timedelta(days=30))

    page = visitor.send(open_offer(visitor, booking), {"answer": "yes"})

    assert page.heading == "You are in. Croeso!"
