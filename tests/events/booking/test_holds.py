"""Holds: begun by a press, kept by the clock, finished once, and never able to empty an event."""

import dataclasses
import datetime as dt

import pytest

from events import errors
from events.booking import deadlines, holds
from events.booking.bookings import place_booking
from events.booking.capacity import public_places, read_places
from events.choices import BookingState, PriceKind
from events.models.bookings import Attendee, Booking, HeldForm
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def hold(event, size=1, token="form", now=NOW, **wishes):
    return holds.begin_hold(event_id=event.pk, size=size, form_token=token, now=now, **wishes)


def finish(event, size=1, token="form", now=NOW, **wishes):
    return place_booking(event_id=event.pk, party=make_party(event, size, **wishes), form_token=token, now=now)


def free(event, now=NOW):
    return read_places(event, now=now).left()


@pytest.mark.parametrize(
    ("capacity", "ticket", "needed"),
    [
        (21, {}, False),
        (20, {}, True),
        (0, {}, False),
        (None, {}, False),
        (100, {"price_kind": PriceKind.FIXED, "price": "20.00"}, True),
        (100, {"price_kind": PriceKind.TIME_CREDITS, "credits": 4}, False),
    ],
)
def test_needs_hold_only_where_places_are_scarce_or_paid(capacity, ticket, needed):
    event = make_event(capacity=capacity, tickets=[ticket])
    places = public_places(read_places(event, now=NOW))
    assert holds.needs_hold(places, list(event.ticket_types.all()), now=NOW) is needed


def test_begin_hold_keeps_places_until_the_minute_it_says():
    event = make_event(capacity=3, hold_minutes=15)
    held = hold(event, 2)
    assert (held.state, held.deadline_at) == (BookingState.HELD, NOW + 15 * MINUTE)
    assert (free(event), free(event, NOW + 15 * MINUTE)) == (1, 3)
    assert held.messages.count() == 0


def test_begin_hold_twice_with_one_form_is_one_hold():
    event = make_event(capacity=3)
    assert hold(event).pk == hold(event).pk
    assert free(event) == 2


def test_a_hold_is_finished_by_its_form():
    event = make_event(capacity=2)
    held = hold(event, 2)
    done = finish(event, 2)
    assert (done.pk, done.state, done.reference) == (held.pk, BookingState.CONFIRMED, held.reference)
    assert Attendee.objects.count() == 2
    assert finish(event, 2).pk == held.pk
    assert free(event) == 0


def test_a_hold_can_be_finished_with_another_ticket_type():
    event = make_event(capacity=2, tickets=[{"capacity": 1}, {"capacity": 1}])
    first, second = event.ticket_types.all()
    hold(event)
    done = finish(event, ticket=second)
    assert done.attendees.get().ticket_type == second
    assert read_places(event, now=NOW).free(("ticket_type", first.pk)) == 1


def test_a_refused_form_keeps_its_hold():
    event = make_event(capacity=2)
    hold(event, 1)
    book(event, 1)
    with pytest.raises(errors.SoldOut):
        finish(event, 2)
    assert finish(event, 1).state == BookingState.CONFIRMED


def test_an_ended_hold_is_booked_all_the_same_while_places_are_free():
    event = make_event(capacity=1)
    held = hold(event)
    late = NOW + 20 * MINUTE
    deadlines.end_overdue(late)
    done = finish(event, now=late)
    assert (done.pk, done.state) == (held.pk, BookingState.CONFIRMED)


def test_an_ended_hold_does_not_overtake_the_queue():
    event = make_event(capacity=1)
    hold(event)
    waiting = book(event, joins_waitlist=True)
    late = NOW + 20 * MINUTE
    with pytest.raises(errors.SoldOut):
        finish(event, now=late)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_a_held_form_can_join_the_waitlist_and_gives_its_place_up():
    event = make_event(capacity=2)
    book(event, 1)
    hold(event, 1)
    single = book(event, 1, joins_waitlist=True)
    waiting = finish(event, 2, joins_waitlist=True)
    single.refresh_from_db()
    assert (waiting.state, single.state) == (BookingState.WAITING, BookingState.OFFERED)


def test_give_more_time_adds_to_the_end_at_least_ten_times():
    event = make_event(capacity=1, hold_minutes=15)
    held = hold(event)
    for times in range(1, 11):
        held = holds.give_more_time(held.pk, now=NOW)
        assert held.deadline_at == NOW + (times + 1) * 15 * MINUTE
    assert held.attendees.get().claimed_until == held.deadline_at


def test_give_more_time_ends_some_day():
    event = make_event(capacity=1)
    held = hold(event)
    Booking.objects.filter(pk=held.pk).update(extensions=holds.MORE_TIMES)
    with pytest.raises(errors.HoldLimit):
        holds.give_more_time(held.pk, now=NOW)


def test_give_more_time_after_the_end_takes_the_places_anew():
    event = make_event(capacity=1)
    held = hold(event)
    late = NOW + 20 * MINUTE
    deadlines.end_overdue(late)
    again = holds.give_more_time(held.pk, now=late)
    assert (again.state, again.deadline_at) == (BookingState.HELD, late + 15 * MINUTE)
    assert free(event, late) == 0


def test_give_more_time_says_what_has_gone():
    event = make_event(capacity=3)
    held = hold(event, 3)
    late = NOW + 20 * MINUTE
    book(event, 1, now=late)
    with pytest.raises(errors.SoldOut) as refused:
        holds.give_more_time(held.pk, now=late)
    assert (refused.value.free, refused.value.wanted) == (2, 3)


def test_resize_hold_takes_and_gives_back():
    event = make_event(capacity=3)
    held = hold(event, 1)
    holds.resize_hold(held.pk, size=3, now=NOW)
    assert free(event) == 0
    holds.resize_hold(held.pk, size=1, now=NOW)
    assert free(event) == 2


def test_resize_hold_serves_the_queue_with_what_it_gives_back():
    event = make_event(capacity=2)
    held = hold(event, 2)
    waiting = book(event, joins_waitlist=True)
    holds.resize_hold(held.pk, size=1, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_resize_hold_beyond_what_is_free_keeps_the_hold():
    event = make_event(capacity=2)
    held = hold(event, 1)
    with pytest.raises(errors.SoldOut):
        holds.resize_hold(held.pk, size=3, now=NOW)
    assert free(event) == 1


def test_drop_hold_frees_the_places_at_once():
    event = make_event(capacity=1)
    held = hold(event)
    waiting = book(event, joins_waitlist=True)
    for _ in range(2):
        holds.drop_hold(held.pk, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_a_visitor_cannot_hold_a_whole_event():
    event = make_event(capacity=50, max_per_booking=4)
    for number in range(2):
        hold(event, 4, token=f"form {number}", visitor="one")
    with pytest.raises(errors.HoldLimit):
        hold(event, 1, token="form 3", visitor="one")
    assert hold(event, 4, token="form 4", visitor="another").state == BookingState.HELD
    assert hold(event, 1, token="form 5", visitor="one", now=NOW + 15 * MINUTE).state == BookingState.HELD


def test_begin_hold_refuses_a_full_event_and_a_wrong_code():
    with pytest.raises(errors.SoldOut):
        hold(make_event("full", capacity=0))
    with pytest.raises(errors.WrongCode):
        hold(make_event("secret", invitation_code="x"))


def test_answers_of_an_unsent_form_are_kept_for_a_day():
    held = hold(make_event(capacity=1), visitor="one")
    holds.keep_answers(held, fields={"name": "Sample"}, now=NOW)
    holds.keep_answers(held, fields={"name": "Sample Person"}, now=NOW)
    assert holds.kept_answers(held, now=NOW + 23 * 60 * MINUTE) == {"name": "Sample Person"}
    assert holds.kept_answers(held, now=NOW + 24 * 60 * MINUTE) == {}
    assert holds.forget_answers(NOW + 24 * 60 * MINUTE) == 1
    assert (HeldForm.objects.count(), Booking.objects.get().visitor_hash) == (0, "")


def test_hold_that_has_ended_is_begun_again_for_the_people_on_the_form_now():
    event = make_event(capacity=2)
    held = hold(event, 2)
    late = NOW + dt.timedelta(minutes=16)
    book(event, now=late)
    again = holds.give_more_time(held.pk, now=late, size=1)
    assert (again.state, again.attendees.claiming(late).count(), again.attendees.count()) == (BookingState.HELD, 1, 1)


def test_hold_that_has_ended_grows_with_its_form():
    event = make_event(capacity=3)
    held = hold(event)
    late = NOW + dt.timedelta(minutes=16)
    again = holds.give_more_time(held.pk, now=late, size=3)
    assert again.attendees.claiming(late).count() == 3


def test_more_time_for_a_running_hold_leaves_its_size():
    held = hold(make_event(), 2)
    assert holds.give_more_time(held.pk, now=NOW, size=5).attendees.claiming(NOW).count() == 2


@pytest.mark.parametrize("size", [0, -1, 7])
def test_hold_is_not_begun_again_for_a_party_of_a_wrong_size(size):
    held = hold(make_event())
    with pytest.raises(errors.WrongPartySize):
        holds.give_more_time(held.pk, now=NOW + dt.timedelta(minutes=16), size=size)
    assert held.attendees.count() == 1


def test_form_with_a_hold_notices_that_the_person_has_booked_already():
    event = make_event()
    party = make_party(event)
    place_booking(event_id=event.pk, party=party, form_token="first", now=NOW)
    held = hold(event, token="second")
    with pytest.raises(errors.AlreadyBooked):
        place_booking(event_id=event.pk, party=party, form_token="second", now=NOW)
    again = dataclasses.replace(party, knows_other=True)
    assert place_booking(event_id=event.pk, party=again, form_token="second", now=NOW) == held


def test_what_was_typed_is_forgotten_once_it_is_booked():
    event = make_event()
    held = hold(event, token="form")
    holds.keep_answers(held, fields={"name": ["Sam"]}, now=NOW)
    place_booking(event_id=event.pk, party=make_party(event), form_token="form", now=NOW)
    assert holds.kept_answers(held, now=NOW) == {}
