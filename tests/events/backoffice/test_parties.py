"""What staff can give, and who comes with whom."""

import datetime as dt

import pytest

from events.backoffice.parties import (
    PER_QUERY,
    live_booking_of,
    live_bookings_of,
    lonely_supporters,
    on_offer,
    with_supported,
)
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.party import PersonWish
from events.choices import SessionChoice
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def test_on_offer_has_every_ticket_that_was_not_withdrawn():
    event = make_event(tickets=[{"name": "Full", "closes_at": NOW - dt.timedelta(days=1)}])
    make_ticket_type(event, name="Gone", withdrawn=True)
    supporter = make_ticket_type(event, name="Supporter", is_supporter=True)
    offer = on_offer(event, now=NOW)
    assert [ticket.name for ticket in offer.tickets] == ["Full", "Supporter"]
    assert offer.supporter_tickets == {supporter.pk}


@pytest.mark.parametrize(
    ("choice", "expected", "one"),
    [
        (SessionChoice.WHOLE, [], False),
        (SessionChoice.ONE, ["Open"], True),
        (SessionChoice.ANY, ["Open"], False),
    ],
)
def test_on_offer_has_the_sessions_that_can_be_chosen(choice, expected, one):
    event = make_event(session_choice=choice)
    make_session(event, title="Open")
    make_session(event, title="Begun", starts_at=NOW)
    make_session(event, title="Gone", withdrawn=True)
    make_session(event, title="Break", is_bookable=False)
    offer = on_offer(event, now=NOW)
    assert ([session.name for session in offer.sessions], offer.one_session) == (expected, one)


@pytest.fixture
def offer():
    event = make_event()
    make_ticket_type(event, name="Supporter", is_supporter=True)
    return on_offer(event, now=NOW)


def people(offer, kinds):
    """ "ps" is a person and a supporter."""
    tickets = {"p": offer.tickets[0].pk, "s": offer.tickets[1].pk}
    return [PersonWish(name=kind, ticket_type=tickets[kind]) for kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("p", [None]),
        ("ps", [None, 0]),
        ("pps", [None, None, 1]),
        ("psps", [None, 0, None, 2]),
        ("pss", [None, 0, 0]),
    ],
)
def test_a_supporter_comes_with_the_person_before(offer, kinds, expected):
    assert [person.supports for person in with_supported(people(offer, kinds), offer)] == expected
    assert lonely_supporters(people(offer, kinds), offer) == []


@pytest.mark.parametrize(("kinds", "expected"), [("s", [0]), ("ssp", [0, 1]), ("sps", [0]), ("", [])])
def test_a_supporter_without_anybody_before_is_lonely(offer, kinds, expected):
    assert lonely_supporters(people(offer, kinds), offer) == expected


def test_live_booking_of_finds_the_same_person_whatever_the_case():
    event = make_event()
    booking = book(event, email="Ann@Example.org")
    assert live_booking_of(event, " ann@example.ORG ") == booking


def test_live_booking_of_ignores_ended_bookings_other_events_and_nobody():
    event = make_event()
    ended = book(event, email="ann@example.org")
    cancel_places(ended.pk, now=NOW, by=By.booker())
    book(make_event("another"), email="ann@example.org")
    book(event, email="")
    assert live_booking_of(event, "ann@example.org") is None
    assert live_booking_of(event, "") is None


def test_live_bookings_of_asks_in_parts(django_assert_num_queries):
    event = make_event()
    booking = book(event, email="ann@example.org")
    emails = [f"nobody{number}@example.org" for number in range(PER_QUERY)] + ["ann@example.org"]
    with django_assert_num_queries(2):
        assert live_bookings_of(event, emails) == {"ann@example.org": booking}


def test_the_oldest_booking_of_a_person_is_named():
    event = make_event()
    first = book(event, email="ann@example.org")
    book(event, email="ann@example.org", knows_other=True)
    assert live_booking_of(event, "ann@example.org") == first
