"""Interest in an event without a date, and first refusal when it gets one."""

import datetime as dt

import pytest

from events import errors
from events.booking import event_changes, interest, waitlist
from events.booking.journal import By
from events.choices import BookingState, DateState
from events.models.bookings import Booking, Interest
from events.models.events import Event, ProposedDate
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = pytest.mark.django_db


def undated(**facts):
    return make_event(date_state=DateState.TO_BE_CONFIRMED, starts_at=None, ends_at=None, **facts)


def register(event, number, *, size=1, dates=(), minutes=0):
    return interest.register_interest(
        event_id=event.pk,
        name=f"Sample Person {number}",
        email=f"interested{number}@example.org",
        party_size=size,
        dates=dates,
        language="cy",
        form_token=f"interest {number}",
        now=NOW + dt.timedelta(minutes=minutes),
    )


def set_date(event):
    before = Event.objects.get(pk=event.pk)
    facts = {"date_state": DateState.FIXED, "starts_at": STARTS_AT, "ends_at": STARTS_AT + dt.timedelta(hours=4)}
    Event.objects.filter(pk=event.pk).update(**facts)
    event_changes.after_projection(Event.objects.get(pk=event.pk), before=before, now=NOW + dt.timedelta(hours=1))


def test_register_interest_claims_nothing_and_says_thank_you():
    event = undated(capacity=5)
    registered = register(event, 1, size=3)
    assert registered.messages.get().kind == "interest"
    assert Booking.objects.count() == 0


def test_register_interest_twice_brings_it_up_to_date():
    event = undated()
    register(event, 1, size=1)
    register(event, 1, size=4)
    assert Interest.objects.get().party_size == 4
    assert Interest.objects.get().messages.count() == 1


def test_register_interest_only_while_the_date_is_open():
    with pytest.raises(errors.NotBookable):
        register(make_event(), 1)


def test_suiting_counts_people_for_each_proposed_date():
    event = undated()
    january, february = (ProposedDate.objects.create(event=event, starts_at=STARTS_AT) for _ in range(2))
    register(event, 1, size=2, dates=[january.pk, february.pk])
    register(event, 2, size=3, dates=[february.pk])
    assert interest.suiting(event) == {january.pk: 2, february.pk: 5}


def test_register_interest_refuses_dates_of_other_events():
    foreign = ProposedDate.objects.create(event=undated(slug="other"), starts_at=STARTS_AT)
    with pytest.raises(errors.UnknownChoice):
        register(undated(), 1, dates=[foreign.pk])


def test_setting_the_date_offers_places_in_the_order_of_interest():
    event = undated(capacity=3)
    late, early, large = register(event, 1, minutes=9), register(event, 2, minutes=1), register(event, 3, size=3)
    set_date(event)
    states = [Booking.objects.get(interest_registered=row).state for row in (large, early, late)]
    assert states == [BookingState.OFFERED, BookingState.WAITING, BookingState.WAITING]
    booking = Booking.objects.get(interest_registered=large)
    assert (booking.language, booking.attendees.count()) == ("cy", 3)
    with pytest.raises(errors.SoldOut):
        book(event, now=NOW + dt.timedelta(hours=1))


def test_first_refusal_is_accepted_like_any_offer():
    event = undated(capacity=1)
    registered = register(event, 1)
    set_date(event)
    booking = Booking.objects.get(interest_registered=registered)
    accepted = waitlist.accept_offer(booking.pk, now=NOW + dt.timedelta(hours=2), by=By.booker())
    assert accepted.state == BookingState.CONFIRMED


def test_everybody_is_invited_once():
    event = undated(capacity=5)
    register(event, 1)
    set_date(event)
    assert interest.invite_due(NOW + dt.timedelta(hours=2)) == 0
    assert Booking.objects.count() == 1


def test_who_left_the_list_is_not_invited():
    event = undated(capacity=5)
    for _ in range(2):  # the Back button brings the form, and with it the wish, back
        interest.leave_interest(register(event, 1).pk, now=NOW)
    assert Interest.objects.count() == 1
    set_date(event)
    assert Booking.objects.count() == 0


def test_invite_due_makes_up_for_a_run_that_was_killed():
    event = undated(capacity=5)
    register(event, 1)
    Event.objects.filter(pk=event.pk).update(
        date_state=DateState.FIXED, starts_at=STARTS_AT, ends_at=STARTS_AT + dt.timedelta(hours=1)
    )
    assert interest.invite_due(NOW + dt.timedelta(hours=2)) == 1
    assert Booking.objects.get().state == BookingState.OFFERED
