"""A database made by the rules is found clean; every check is run, on one state of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.booking import deadlines, staff
from events.booking.bookings import cancel_places
from events.booking.holds import begin_hold
from events.booking.interest import invite_interested, register_interest
from events.booking.journal import By
from events.booking.party import PersonWish
from events.booking.waitlist import accept_offer
from events.choices import BookingState, DateState, SessionChoice
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.reports.audit.recount import CHECKS, recount
from tests.events.reports.audit.breaking import HOUR, by_staff, due, found
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def a_full_life():
    """An event on which nearly everything has happened that the rules allow."""
    event = make_event("full-life", capacity=4, session_choice=SessionChoice.ANY)
    first, second = make_session(event, capacity=4), make_session(event, title="Second")
    helper = make_ticket_type(event, name="Supporter", is_supporter=True, sort_order=1)
    ticket = event.ticket_types.all()[0].pk
    question = make_question(event)
    answers = {question.pk: "An answer"}
    people = (
        PersonWish(name="Ann Sample", ticket_type=ticket, sessions=(first.pk,), answers=answers),
        PersonWish(name="Bob Sample", ticket_type=helper.pk, sessions=(first.pk, second.pk), supports=0),
    )
    pair = book(event, people=people)
    single = book(event, sessions=(second.pk,))
    begin_hold(event_id=event.pk, size=1, form_token="held form", now=NOW)
    waiting = book(event, sessions=(first.pk,), joins_waitlist=True)
    book(event, sessions=(first.pk,), joins_waitlist=True)
    guest = make_party(event, sessions=(second.pk,))
    staff.book_for(event_id=event.pk, party=guest, now=NOW, by=by_staff(), beyond=True)
    cancel_places(single.pk, now=NOW + HOUR, by=By.booker())
    deadlines.end_overdue(NOW + HOUR)
    waiting.refresh_from_db()
    return pair, waiting


def test_an_empty_database_is_clean():
    assert found() == []


def test_a_database_made_by_the_rules_is_clean():
    pair, waiting = a_full_life()
    assert waiting.state == BookingState.OFFERED
    assert (found(NOW + HOUR), due(NOW + HOUR)) == ([], [])
    cancel_places(pair.pk, now=NOW + 2 * HOUR, by=By.booker())
    waiting.refresh_from_db()
    accept_offer(waiting.pk, now=NOW + 3 * HOUR, by=By.booker())
    assert (found(NOW + 3 * HOUR), due(NOW + 3 * HOUR)) == ([], [])


def test_an_interest_list_that_was_invited_is_clean():
    event = make_event(capacity=1, date_state=DateState.TO_BE_CONFIRMED, session_choice=SessionChoice.ONE)
    make_session(event)
    for number in (1, 2):
        wish = {"name": f"Sample Person {number}", "email": f"p{number}@example.org", "party_size": 1, "dates": ()}
        register_interest(event_id=event.pk, language="en", form_token=f"interest {number}", now=NOW, **wish)
    Event.objects.update(date_state=DateState.FIXED)
    assert invite_interested(event.pk, now=NOW) == 2
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["offered", "waiting"]
    assert (found(), due()) == ([], [])


def test_it_counts_what_it_looked_at(booking):
    result = recount(NOW)
    assert (result.events, result.bookings, result.people) == (1, 1, 2)


def test_a_line_names_check_event_booking_and_breach(booking):
    Attendee.objects.update(claimed_until=None)
    (line,) = recount(NOW).breaches
    what = "is confirmed, but somebody on it has no lasting place"
    assert str(line) == f"confirmed_places_last: sample-event {booking.reference}: {what}"


def test_every_check_says_what_it_holds():
    assert [check.__name__ for check in CHECKS if not check.__doc__] == []


def test_queries_do_not_grow_with_bookings():
    numbers = []
    for number in range(3):
        book(make_event(f"event-{number}"), number + 1)
        with CaptureQueriesContext(connection) as queries:
            recount(NOW)
        numbers.append(len(queries))
    assert numbers == [numbers[0]] * 3


@pytest.mark.django_db(transaction=True)
def test_a_recount_begins_as_a_reader_and_leaves_the_site_as_it_was():
    mode = getattr(connection, "transaction_mode", None)
    with CaptureQueriesContext(connection) as queries:
        recount(NOW)
    begun = [query["sql"] for query in queries if query["sql"].startswith(("BEGIN", "SET TRANSACTION"))]
    allowed = (["BEGIN DEFERRED"], ["BEGIN", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"])
    assert begun in allowed
    assert getattr(connection, "transaction_mode", None) == mode
