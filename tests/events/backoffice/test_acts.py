"""Which acts a booking allows as it stands."""

import pytest

from events.backoffice.acts import ACTS, acts_for
from events.choices import ENDED, BookingState
from events.models.bookings import Booking

EXPECTED = {
    BookingState.HELD: ["send-again"],
    BookingState.REQUESTED: ["approve", "reject", "send-again"],
    BookingState.CONFIRMED: ["send-again"],
    BookingState.WAITING: ["offer-now", "move-up", "save-places", "send-again"],
    BookingState.OFFERED: ["revoke-offer", "send-again"],
    **{state: ["reinstate"] for state in ENDED},
}


def slugs(**facts):
    return [act.slug for act in acts_for(Booking(**{"email": "ann@example.org", **facts}))]


@pytest.mark.parametrize("state", BookingState)
def test_acts_for_names_what_makes_sense_in_each_state(state):
    assert slugs(state=state) == EXPECTED[state]


def test_acts_for_stops_saving_only_where_places_are_saved():
    found = slugs(state=BookingState.WAITING, saves_places=True)
    assert found == ["offer-now", "move-up", "stop-saving", "send-again"]


def test_acts_for_sends_nothing_without_an_address():
    assert slugs(state=BookingState.CONFIRMED, email="") == []


def test_acts_for_cancels_a_whole_booking_of_several_people():
    booking = Booking(state=BookingState.CONFIRMED, email="ann@example.org")
    found = {}
    for booking.size in (1, 2):
        found[booking.size] = "cancel-all" in [act.slug for act in acts_for(booking)]
    assert found == {1: False, 2: True}


def test_every_act_that_asks_for_no_reason_is_known():
    free = {act.slug for act in ACTS.values() if not act.needs_reason}
    assert free == {"approve", "reinstate", "send-again", "cancel-all"}
