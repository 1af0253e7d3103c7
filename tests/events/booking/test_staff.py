"""What only staff may do, and the reasons they leave."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events import errors
from events.booking import approvals, staff
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingSource, BookingState
from events.models.bookings import Attendee, Booking
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return User.objects.create(username="organiser")


@pytest.fixture
def by(organiser):
    return By.staff(organiser, "a good reason")


def test_book_for_works_after_the_sale_has_closed(by):
    event = make_event(capacity=1)
    late = STARTS_AT + dt.timedelta(minutes=5)
    booking = staff.book_for(event_id=event.pk, party=make_party(event, email=""), now=late, by=by)
    assert (booking.state, booking.source) == (BookingState.CONFIRMED, BookingSource.STAFF)
    assert booking.messages.count() == 0


def test_book_for_keeps_to_the_limit_unless_beyond_is_meant(by, organiser):
    event = make_event(capacity=1)
    book(event)
    call = {"event_id": event.pk, "now": NOW, "by": by}
    with pytest.raises(errors.SoldOut):
        staff.book_for(party=make_party(event), **call)
    beyond = staff.book_for(party=make_party(event), beyond=True, **call)
    assert (beyond.over_allocated_by, beyond.over_allocated_reason) == (organiser, "a good reason")
    assert beyond.audit_entries.get().action == "booking.over_allocated"


def test_beyond_needs_a_reason(organiser):
    event = make_event(capacity=0)
    with pytest.raises(errors.ReasonNeeded):
        staff.book_for(event_id=event.pk, party=make_party(event), now=NOW, by=By.staff(organiser, " "), beyond=True)


def test_book_all_enters_what_one_form_asked_for_once(by):
    event = make_event(capacity=10)
    parties = [make_party(event, 2), make_party(event)]
    call = {"event_id": event.pk, "parties": parties, "now": NOW, "by": by}
    first = staff.book_all(form_token="one press", **call)
    assert staff.book_all(form_token="one press", **call) == first
    assert staff.book_all(form_token="another press", **call) != first
    assert (event.bookings.count(), event.attendees.count()) == (4, 6)


def test_book_all_without_a_form_enters_each_time(by):
    event = make_event(capacity=10)
    for _ in range(2):
        staff.book_all(event_id=event.pk, parties=[make_party(event)], now=NOW, by=by)
    assert event.bookings.filter(form_token_hash=None).count() == 2


def test_a_refused_form_can_be_pressed_again(by):
    event = make_event(capacity=1)
    book(event)
    call = {"event_id": event.pk, "party": make_party(event), "now": NOW, "by": by, "form_token": "one press"}
    with pytest.raises(errors.SoldOut):
        staff.book_for(**call)
    assert staff.book_for(beyond=True, **call).state == BookingState.CONFIRMED


def test_beyond_with_room_records_no_over_allocation(by):
    event = make_event(capacity=1)
    booking = staff.book_for(event_id=event.pk, party=make_party(event), now=NOW, by=by, beyond=True)
    assert booking.over_allocated_by is None


def test_book_all_is_all_or_nothing(by):
    event = make_event(capacity=2)
    parties = [make_party(event), make_party(event, 2)]
    with pytest.raises(errors.SoldOut):
        staff.book_all(event_id=event.pk, parties=parties, now=NOW, by=by)
    assert (Booking.objects.count(), Attendee.objects.count()) == (0, 0)
    assert len(staff.book_all(event_id=event.pk, parties=parties[:1], now=NOW, by=by)) == 1


def test_staff_entry_does_not_overtake_the_queue(by):
    event = make_event(capacity=1)
    first = book(event)
    waiting = book(event, joins_waitlist=True)
    Attendee.objects.filter(booking=first).update(claimed_until=NOW)
    with pytest.raises(errors.SoldOut):
        staff.book_for(event_id=event.pk, party=make_party(event), now=NOW, by=by)
    assert waiting.state == BookingState.WAITING


def test_reinstate_brings_everybody_back_through_the_gate(by):
    event = make_event(capacity=2)
    booking = book(event, 2)
    cancel_places(booking.pk, now=NOW, by=By.booker())
    assert staff.reinstate(booking.pk, now=NOW, by=by).state == BookingState.CONFIRMED
    assert Attendee.objects.on_lists().count() == 2


def test_reinstate_refuses_when_the_places_have_gone(by):
    event = make_event(capacity=1)
    booking = book(event)
    cancel_places(booking.pk, now=NOW, by=By.booker())
    book(event)
    with pytest.raises(errors.SoldOut):
        staff.reinstate(booking.pk, now=NOW, by=by)
    assert Booking.objects.get(pk=booking.pk).state == BookingState.CANCELLED
    assert staff.reinstate(booking.pk, now=NOW, by=by, beyond=True).over_allocated_reason == "a good reason"


def queue(event, number):
    return [book(event, joins_waitlist=True, now=NOW + dt.timedelta(minutes=n)) for n in range(number)]


def test_move_up_goes_before_everybody(by):
    event = make_event(capacity=1)
    book(event)
    first, second, third = queue(event, 3)
    staff.move_up(third.pk, now=NOW, by=by)
    staff.move_up(second.pk, now=NOW, by=by)
    assert list(Booking.objects.filter(event=event).in_queue()) == [second, third, first]
    assert second.audit_entries.get(action="waitlist.moved_up").reason == "a good reason"


@pytest.mark.parametrize(
    "act",
    [
        lambda pk, by: staff.move_up(pk, now=NOW, by=by),
        lambda pk, by: staff.offer_now(pk, now=NOW, by=by),
        lambda pk, by: staff.revoke_offer(pk, now=NOW, by=by),
        lambda pk, by: staff.save_places_for(pk, saves=True, now=NOW, by=by),
    ],
)
def test_steering_the_queue_needs_a_reason(act, organiser):
    event = make_event(capacity=1)
    book(event)
    waiting = book(event, joins_waitlist=True)
    with pytest.raises(errors.ReasonNeeded):
        act(waiting.pk, By.staff(organiser))


def test_save_places_for_collects_until_the_party_fits(by):
    event = make_event(capacity=2)
    one, two = book(event), book(event)
    large, small = book(event, 2, joins_waitlist=True), book(event, joins_waitlist=True, now=NOW)
    staff.save_places_for(large.pk, saves=True, now=NOW, by=by)
    cancel_places(one.pk, now=NOW, by=By.booker())
    small.refresh_from_db()
    assert small.state == BookingState.WAITING
    with pytest.raises(errors.SoldOut):
        book(event)
    cancel_places(two.pk, now=NOW, by=By.booker())
    large.refresh_from_db()
    assert large.state == BookingState.OFFERED


def test_offer_now_needs_room_for_the_party(by):
    event = make_event(capacity=2)
    book(event, 2)
    (waiting,) = queue(event, 1)
    with pytest.raises(errors.SoldOut):
        staff.offer_now(waiting.pk, now=NOW, by=by)
    assert Booking.objects.get(pk=waiting.pk).state == BookingState.WAITING


def test_revoke_offer_is_for_good(by):
    event = make_event(capacity=1)
    first = book(event)
    (waiting,) = queue(event, 1)
    cancel_places(first.pk, now=NOW, by=By.booker())
    for _ in range(2):
        assert staff.revoke_offer(waiting.pk, now=NOW, by=by).state == BookingState.LAPSED
    assert waiting.messages.filter(kind="offer_lapsed").count() == 1
    assert book(event).state == BookingState.CONFIRMED


def test_approve_confirms_once_and_not_after_the_deadline(by):
    event = make_event(capacity=2, needs_approval=True)
    asked, late = book(event), book(event)
    for _ in range(2):
        assert approvals.approve(asked.pk, now=NOW, by=by).state == BookingState.CONFIRMED
    assert asked.messages.filter(kind="confirmation").count() == 1
    with pytest.raises(errors.TransitionRefused):
        approvals.approve(late.pk, now=late.deadline_at, by=by)


def test_reject_tells_the_person_once(by):
    asked = book(make_event(needs_approval=True))
    for _ in range(2):
        assert approvals.reject(asked.pk, now=NOW, by=by).state == BookingState.REJECTED
    assert list(asked.messages.values_list("kind", flat=True)) == ["requested", "rejected"]
