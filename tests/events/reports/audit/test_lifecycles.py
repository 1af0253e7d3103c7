"""States, claims, instants and deadlines that contradict each other are found."""

import pytest

from events.booking import deadlines
from events.booking.bookings import cancel_places
from events.booking.holds import begin_hold
from events.booking.journal import By
from events.choices import FOREVER, BookingState
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from tests.events.reports.audit.breaking import HOUR, due, found, offer_to, queue_for, unguard
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


def test_a_confirmed_place_that_was_lost_is_found(booking):
    Attendee.objects.filter(pk=booking.attendees.first().pk).update(claimed_until=None)
    assert found() == [("confirmed_places_last", "sample-event", booking.reference)]


def test_a_confirmed_place_that_would_end_is_found(booking):
    Attendee.objects.update(claimed_until=NOW + HOUR)
    assert found() == [("confirmed_places_last", "sample-event", booking.reference)]


def test_a_hold_that_claims_longer_than_its_deadline_is_found(event):
    hold = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    Attendee.objects.update(claimed_until=FOREVER)
    assert found() == [("undecided_places_end_with_their_deadline", "sample-event", hold.reference)]


def test_a_waiting_party_with_a_place_is_found():
    waiting = queue_for(make_event(capacity=3))
    Event.objects.update(capacity=4)
    Attendee.objects.filter(booking=waiting).update(claimed_until=FOREVER)
    assert found() == [("waiting_parties_claim_nothing", "sample-event", waiting.reference)]


@pytest.mark.parametrize("state", [BookingState.LAPSED, BookingState.DECLINED, BookingState.EXPIRED])
def test_an_ended_booking_with_a_place_is_found(event, state):
    waiting = queue_for(event)
    Booking.objects.filter(pk=waiting.pk).update(state=state, ended_at=NOW)
    Event.objects.update(capacity=4)
    Attendee.objects.filter(booking=waiting).update(claimed_until=NOW + HOUR)
    assert found() == [("ended_bookings_claim_nothing", "sample-event", waiting.reference)]


def test_a_cancelled_person_with_a_place_is_found(booking):
    unguard(Attendee)
    Attendee.objects.filter(pk=booking.attendees.first().pk).update(cancelled_at=NOW)
    assert found() == [("cancelled_people_claim_nothing", "sample-event", booking.reference)]


def test_a_cancelled_booking_with_somebody_still_coming_is_found(booking):
    cancel_places(booking.pk, now=NOW, by=By.booker())
    Attendee.objects.update(cancelled_at=None)
    assert found() == [("cancelled_bookings_are_empty", "sample-event", booking.reference)]


def test_a_live_booking_without_people_is_found(booking):
    Attendee.objects.all().delete()
    assert found() == [("live_bookings_have_people", "sample-event", booking.reference)]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"confirmed_at": None}, "confirmed_has_instant"),
        ({"deadline_at": NOW + HOUR}, None),
        ({"ended_at": NOW}, None),
    ],
)
def test_a_confirmed_booking_with_wrong_instants_is_found(booking, changes, constraint):
    unguard(Booking)
    Booking.objects.update(**changes)
    assert ("instants_fit_states", "sample-event", booking.reference) in found()


def test_a_party_that_waits_since_never_is_found(event):
    waiting = queue_for(event)
    unguard(Booking)
    Booking.objects.filter(pk=waiting.pk).update(joined_at=None)
    assert found() == [("instants_fit_states", "sample-event", waiting.reference)]


def test_a_hold_without_a_deadline_is_found(event):
    hold = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    unguard(Booking)
    Booking.objects.update(deadline_at=None)
    assert ("instants_fit_states", "sample-event", hold.reference) in found()


def test_an_offer_made_at_no_time_is_found(event):
    offered = offer_to(event)
    Booking.objects.filter(pk=offered.pk).update(offered_at=None)
    assert ("instants_fit_states", "sample-event", offered.reference) in found(NOW + HOUR)


def test_an_ended_booking_without_an_end_is_found(booking):
    cancel_places(booking.pk, now=NOW, by=By.booker())
    Booking.objects.update(ended_at=None)
    assert found() == [("instants_fit_states", "sample-event", booking.reference)]


def test_a_state_that_does_not_exist_is_found(booking):
    Booking.objects.update(state="mislaid")
    assert found() == [("instants_fit_states", "sample-event", booking.reference)]


def test_a_deadline_that_has_passed_is_due_and_no_breach(event):
    offered = offer_to(event)
    later = offered.deadline_at + HOUR
    assert (found(later), due(later)) == ([], ["deadlines_are_kept"])
    deadlines.end_overdue(later)
    assert (found(later), due(later)) == ([], [])


def test_two_bookings_of_one_form_are_found(event):
    first, second = book(event), book(event)
    unguard(Booking)
    Booking.objects.update(form_token_hash=first.form_token_hash)
    assert found() == [("forms_book_once", "sample-event", row.reference) for row in (first, second)]


def test_two_bookings_of_one_reference_are_found(event):
    first, _ = book(event), book(event)
    unguard(Booking)
    Booking.objects.update(reference=first.reference)
    assert found() == [("references_and_codes_are_unique", "", first.reference)]


def test_two_people_of_one_code_are_found(booking):
    unguard(Attendee)
    Attendee.objects.update(code="SAMECODE")
    assert found() == [("references_and_codes_are_unique", "", f"{booking.reference}, {booking.reference}")]
