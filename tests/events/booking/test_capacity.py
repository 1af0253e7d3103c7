"""Counting places at every level, and the gate's refusals."""

import datetime as dt

import pytest

from events import errors
from events.booking.bookings import cancel_places
from events.booking.capacity import Seats, gate, public_places, read_places, waiting_parties
from events.booking.journal import By
from events.choices import Attendance, SessionChoice
from events.models.bookings import Attendee
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db


def left(event, now=NOW):
    return read_places(event, now=now).left()


def test_left_counts_what_is_claimed():
    event = make_event(capacity=5)
    book(event, 2)
    assert left(event) == 3


def test_left_is_none_without_any_limit():
    event = make_event(capacity=None)
    book(event, 2)
    assert left(event) is None


def test_capacity_zero_is_full_and_not_unlimited():
    assert left(make_event(capacity=0)) == 0


def test_left_is_limited_by_the_sum_of_ticket_types():
    event = make_event(capacity=100, tickets=[{"capacity": 3}, {"capacity": 4}])
    assert left(event) == 7


def test_left_ignores_limits_of_withdrawn_ticket_types():
    event = make_event(capacity=100, tickets=[{"capacity": 3}, {"capacity": 4, "withdrawn": True}])
    assert left(event) == 3


def test_claims_of_withdrawn_ticket_types_still_take_places():
    event = make_event(capacity=5, tickets=[{}, {}])
    first = event.ticket_types.all()[0]
    book(event, 2, ticket=first)
    event.ticket_types.filter(pk=first.pk).update(withdrawn=True)
    assert left(event) == 3


def test_supporter_tickets_do_not_add_places_for_others():
    event = make_event(capacity=None, tickets=[{"capacity": 3}, {"is_supporter": True}])
    assert left(event) == 3


def test_hybrid_counts_room_and_online_apart():
    event = make_event(
        attendance=Attendance.HYBRID,
        room_capacity=2,
        online_capacity=3,
        tickets=[{"attendance": "venue"}, {"attendance": "online"}],
    )
    room, online = event.ticket_types.all()
    book(event, 2, ticket=room)
    places = read_places(event, now=NOW)
    assert (places.free(("room", 0)), places.free(("online", 0)), places.left()) == (0, 3, 3)
    with pytest.raises(errors.SoldOut) as refused:
        book(event, 1, ticket=room)
    assert refused.value.limit == "room"
    book(event, 3, ticket=online)
    assert left(event) == 0


def test_sessions_of_a_whole_event_limit_everybody():
    event = make_event(capacity=50)
    make_session(event, capacity=4)
    book(event, 3)
    assert left(event) == 1


def test_chosen_sessions_have_their_own_limits():
    event = make_event(capacity=50, session_choice=SessionChoice.ONE)
    small, large = make_session(event, capacity=1), make_session(event, hours=2, capacity=10)
    book(event, 1, sessions=(small.pk,))
    with pytest.raises(errors.SoldOut) as refused:
        book(event, 1, sessions=(small.pk,))
    assert (refused.value.limit, refused.value.free, refused.value.name) == ("session", 0, "Session")
    assert book(event, 1, sessions=(large.pk,)).state == "confirmed"
    assert left(event) == 9


def test_a_claim_ends_by_the_clock():
    event = make_event(capacity=1)
    booking = book(event)
    ends_at = NOW + dt.timedelta(minutes=15)
    Attendee.objects.filter(booking=booking).update(claimed_until=ends_at)
    assert left(event, ends_at - dt.timedelta(microseconds=1)) == 0
    assert left(event, ends_at) == 1


def test_shortfall_names_the_first_limit_and_what_is_free():
    event = make_event(capacity=10, tickets=[{"name": "Day", "capacity": 2}])
    with pytest.raises(errors.SoldOut) as refused:
        book(event, 3)
    assert (refused.value.limit, refused.value.free, refused.value.wanted) == ("ticket_type", 2, 3)
    assert str(refused.value) == "Only 2 places are left for “Day”, and you asked for 3. Nothing was booked."


def test_a_party_that_does_not_fit_takes_nothing():
    event = make_event(capacity=2)
    with pytest.raises(errors.SoldOut):
        book(event, 3)
    assert (left(event), event.bookings.count()) == (2, 0)


def test_shortfall_ignores_limits_that_are_over_but_not_asked_for():
    event = make_event(capacity=20, tickets=[{"capacity": 2}, {"capacity": 5}])
    first, second = event.ticket_types.all()
    book(event, 2, ticket=first)
    event.ticket_types.filter(pk=first.pk).update(capacity=1)
    assert read_places(event, now=NOW).shortfall(Seats({second.pk: 1})) is None


def test_lowered_capacity_is_over_by_n_and_drops_nobody():
    event = make_event(capacity=5)
    book(event, 4)
    type(event).objects.filter(pk=event.pk).update(capacity=3)
    event.refresh_from_db()
    seen = public_places(read_places(event, now=NOW))
    assert (seen.left, seen.over_by, seen.taken) == (0, 1, 4)


def test_public_places_leaves_what_the_queue_will_get():
    event = make_event(capacity=3)
    first = book(event, 3)
    book(event, 2, joins_waitlist=True)
    people = list(first.attendees.all())
    Attendee.objects.filter(booking=first).update(claimed_until=NOW)  # the clock ended them; nobody was served yet
    assert len(people) == 3
    seen = public_places(read_places(event, now=NOW), queue=waiting_parties(event.pk))
    assert (seen.left, seen.waiting) == (1, 2)


def test_gate_of_an_unknown_event_is_not_bookable():
    with pytest.raises(errors.NotBookable), gate(999_999, now=NOW):
        pass


def test_gate_raises_the_revision_once():
    event = make_event()
    with gate(event.pk, now=NOW) as passed:
        assert passed.event.revision == event.revision + 1


def test_release_of_an_ended_claim_frees_nothing_twice():
    event = make_event(capacity=2)
    booking = book(event, 2)
    cancel_places(booking.pk, now=NOW, by=By.booker())
    with gate(event.pk, now=NOW) as passed:
        passed.release(list(booking.attendees.all()))
        assert passed.places.free(("event", 0)) == 2


def test_counting_takes_the_same_number_of_queries_however_many_are_booked(django_assert_num_queries):
    event = make_event(capacity=100, session_choice=SessionChoice.ANY)
    session = make_session(event)
    for size in (1, 3):
        book(event, size, sessions=(session.pk,))
        with django_assert_num_queries(4):
            read_places(event, now=NOW)


def test_waiting_parties_come_by_priority_then_time():
    event = make_event(capacity=1)
    book(event, 1)
    early = book(event, 1, joins_waitlist=True)
    late = book(event, 1, joins_waitlist=True, now=NOW + dt.timedelta(minutes=1))
    moved_up = book(event, 1, joins_waitlist=True, now=NOW + dt.timedelta(minutes=2))
    type(moved_up).objects.filter(pk=moved_up.pk).update(priority=1)
    assert [party.pk for party in waiting_parties(event.pk)] == [moved_up.pk, early.pk, late.pk]
