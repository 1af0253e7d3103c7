"""The queue: order, fit, offers and their ends."""

import datetime as dt

import pytest

from events import errors
from events.booking import deadlines, waitlist
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import FOREVER, BookingState
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def full_event(capacity=2, **facts):
    """A full event; returns it and its one booking per place."""
    event = make_event(capacity=capacity, **facts)
    return event, [book(event) for _ in range(capacity)]


def wait(event, size=1, minutes=0, **wishes):
    return book(event, size, joins_waitlist=True, now=NOW + dt.timedelta(minutes=minutes), **wishes)


def state(booking):
    return BookingState(Booking.objects.get(pk=booking.pk).state)


def free(booking, now=NOW + HOUR):
    return cancel_places(booking.pk, now=now, by=By.booker())


def test_a_freed_place_is_offered_in_the_same_transaction():
    event, (first, _) = full_event()
    waiting = wait(event)
    free(first)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.offered_at) == (BookingState.OFFERED, NOW + HOUR)
    assert waiting.attendees.get().claimed_until == waiting.deadline_at
    assert list(waiting.messages.values_list("kind", flat=True)) == ["waitlist_joined", "offer"]


def test_offers_go_in_order_of_joining():
    event, (first, _) = full_event()
    early, late = wait(event, minutes=1), wait(event, minutes=2)
    free(first)
    assert (state(early), state(late)) == (BookingState.OFFERED, BookingState.WAITING)


def test_a_stranger_cannot_take_what_the_queue_is_offered():
    event, (first, _) = full_event()
    wait(event)
    free(first)
    with pytest.raises(errors.SoldOut):
        book(event, now=NOW + HOUR)


def test_a_party_too_large_keeps_its_place_and_is_told_once():
    event, (first, second, third) = full_event(3)
    large, small = wait(event, 3, minutes=1), wait(event, 1, minutes=2)
    free(first)
    assert (state(large), state(small)) == (BookingState.WAITING, BookingState.OFFERED)
    free(second)
    assert large.messages.filter(kind="queue_news").count() == 1
    assert waitlist.position(Booking.objects.get(pk=large.pk)) == 1
    assert third.state == BookingState.CONFIRMED


def test_places_that_fit_nobody_in_the_queue_are_for_everybody():
    event, (first, *_) = full_event(2)
    wait(event, 2)
    free(first)
    assert book(event, now=NOW + HOUR).state == BookingState.CONFIRMED


def test_a_new_party_is_served_after_places_that_the_clock_freed():
    event, (first, _) = full_event()
    waiting = wait(event)
    Attendee.objects.filter(booking=first).update(claimed_until=NOW + HOUR)
    with pytest.raises(errors.SoldOut):
        book(event, now=NOW + HOUR)
    assert state(waiting) == BookingState.OFFERED


def test_position_counts_parties_before():
    event, _ = full_event()
    parties = [wait(event, minutes=n) for n in range(3)]
    assert [waitlist.position(p) for p in parties] == [1, 2, 3]


def offered(**facts):
    event, (first, *_) = full_event(**facts)
    waiting = wait(event)
    free(first)
    waiting.refresh_from_db()
    return event, waiting


def test_accept_offer_confirms_once():
    _, waiting = offered()
    for _ in range(2):
        booking = waitlist.accept_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())
        assert booking.state == BookingState.CONFIRMED
    assert booking.attendees.get().claimed_until == FOREVER
    assert booking.messages.filter(kind="confirmation").count() == 1


def test_accept_offer_is_good_until_its_last_instant():
    _, waiting = offered()
    last = waiting.deadline_at - dt.timedelta(microseconds=1)
    assert waitlist.accept_offer(waiting.pk, now=last, by=By.booker()).state == BookingState.CONFIRMED


def test_accept_offer_at_its_end_is_too_late_and_never_revived():
    event, waiting = offered()
    with pytest.raises(errors.OfferEnded):
        waitlist.accept_offer(waiting.pk, now=waiting.deadline_at, by=By.booker())
    deadlines.end_overdue(waiting.deadline_at)
    with pytest.raises(errors.OfferEnded):
        waitlist.accept_offer(waiting.pk, now=waiting.deadline_at, by=By.booker())
    assert state(waiting) == BookingState.LAPSED
    assert waitlist.serve_event(event.pk, now=waiting.deadline_at) == 0


def test_accept_offer_of_an_event_with_approval_asks_the_organiser():
    event, waiting = offered()
    Event.objects.filter(pk=event.pk).update(needs_approval=True)
    booking = waitlist.accept_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())
    assert booking.state == BookingState.REQUESTED
    assert booking.attendees.get().claimed_until == booking.deadline_at


def test_decline_offer_gives_it_to_the_next():
    event, waiting = offered()
    following = wait(event, minutes=90)
    waitlist.decline_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())
    assert (state(waiting), state(following)) == (BookingState.DECLINED, BookingState.OFFERED)
    again = waitlist.decline_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())
    assert again.state == BookingState.DECLINED
    with pytest.raises(errors.OfferEnded):
        waitlist.accept_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())


def test_extend_offer_gives_one_more_day_once():
    _, waiting = offered()
    longer = waitlist.extend_offer(waiting.pk, now=NOW + 2 * HOUR, by=By.booker())
    assert longer.deadline_at == waiting.deadline_at + dt.timedelta(days=1)
    assert longer.attendees.get().claimed_until == longer.deadline_at
    with pytest.raises(errors.TransitionRefused):
        waitlist.extend_offer(waiting.pk, now=NOW + 3 * HOUR, by=By.booker())


def test_a_lapsed_offer_goes_to_the_next_party():
    event, waiting = offered()
    following = wait(event, minutes=90)
    assert deadlines.end_overdue(waiting.deadline_at) == 1
    assert (state(waiting), state(following)) == (BookingState.LAPSED, BookingState.OFFERED)
    assert waiting.messages.filter(kind="offer_lapsed").count() == 1
    assert deadlines.end_overdue(waiting.deadline_at) == 0


def test_no_offers_once_booking_has_closed():
    event, (first, _) = full_event()
    waiting = wait(event)
    Event.objects.filter(pk=event.pk).update(booking_closes_at=NOW + HOUR)
    free(first)
    assert state(waiting) == BookingState.WAITING


def test_no_offers_once_the_event_has_begun():
    event, (first, _) = full_event(change_until_hours=0)
    waiting = wait(event)
    Attendee.objects.filter(booking=first).update(claimed_until=STARTS_AT)
    assert deadlines.serve_queues(STARTS_AT) == 0
    assert state(waiting) == BookingState.WAITING


def test_raised_capacity_is_offered_by_the_next_run():
    event, _ = full_event()
    waiting = wait(event, 2)
    Event.objects.filter(pk=event.pk).update(capacity=4)
    assert deadlines.serve_queues(NOW + HOUR) == 1
    assert state(waiting) == BookingState.OFFERED


def test_lowered_capacity_makes_no_offers():
    event, (first, *_) = full_event(3)
    waiting = wait(event)
    Event.objects.filter(pk=event.pk).update(capacity=2)
    free(first)
    assert state(waiting) == BookingState.WAITING


def test_serve_queues_writes_nothing_when_nobody_fits():
    event, _ = full_event()
    wait(event)
    before = Event.objects.get(pk=event.pk).revision
    assert deadlines.serve_queues(NOW + HOUR) == 0
    assert Event.objects.get(pk=event.pk).revision == before


def test_an_approval_that_nobody_gave_ends_and_frees_the_place():
    event = make_event(capacity=1, needs_approval=True)
    asked = book(event)
    waiting = wait(event)
    deadlines.end_overdue(asked.deadline_at)
    assert (state(asked), state(waiting)) == (BookingState.EXPIRED, BookingState.OFFERED)
