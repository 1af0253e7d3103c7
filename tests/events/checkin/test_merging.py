"""What several doors did without a network, brought together."""

import itertools

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.checkin.door import undo
from events.checkin.outcomes import Scan
from events.checkin.presence import conflicts
from events.choices import DoorState
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from tests.events.checkin.scans import ask, minutes, rows, scan_of, tell
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event


def told(person, number, **wishes):
    return scan_of(person, at=minutes(number), let_in=True, **wishes)


def test_merge_keeps_everybody_once_however_often_it_is_sent(people, door):
    scans = [told(person, number) for number, person in enumerate(people)]
    assert tell(scans, door) == [DoorState.OK] * 3
    before = rows()
    assert tell(scans, door) == [DoorState.OK] * 3
    assert rows() == before == [("in", minutes(number), False) for number in range(3)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_earliest_scan_counts_in_whatever_order_doors_come_back(people, door, order):
    scans = [told(people[0], number) for number in range(3)]
    for number in order:
        tell([scans[number]], door)
    assert rows() == [("in", minutes(0), False), ("again", minutes(1), False), ("again", minutes(2), False)]
    first = CheckIn.objects.get(client_id=scans[0].client_id)
    assert set(conflicts(door.link.event).values_list("earlier", flat=True)) == {first.pk}


def test_later_scan_of_a_door_with_a_network_gives_way_to_an_earlier_one(people, door, side_door):
    ask(scan_of(people[0], at=minutes(5)), door)
    assert tell([told(people[0], 2)], side_door) == [DoorState.ALREADY]
    assert rows() == [("in", minutes(2), False), ("again", minutes(5), False)]


def test_undoing_the_first_lets_the_second_count(people, door):
    scans = [told(people[0], number) for number in range(3)]
    tell(scans, door)
    undo(scans[0].client_id, door=door, now=minutes(30))
    assert rows() == [("in", minutes(0), True), ("in", minutes(1), False), ("again", minutes(2), False)]
    undo(scans[2].client_id, door=door, now=minutes(31))
    undo(scans[1].client_id, door=door, now=minutes(32))
    assert not Attendee.objects.attended().exists()
    assert [undone for *_, undone in rows()] == [True, True, True]


def test_whoever_was_let_in_on_a_cancelled_place_is_kept_as_a_conflict(people, door):
    cancel_places(people[0].booking_id, now=NOW, by=By.booker())
    scan = told(people[0], 1)
    assert tell([scan], door) == [DoorState.CANCELLED]
    assert tell([scan], door) == [DoorState.CANCELLED]
    assert rows() == [("not_booked", minutes(1), False)]
    assert not Attendee.objects.attended().exists()


def test_scan_for_another_event_is_told_and_not_kept(event, door):
    person = book(make_event("other", host=event.host)).attendees.get()
    assert tell([told(person, 1)], door) == [DoorState.OTHER_EVENT]
    assert not CheckIn.objects.exists()


def test_one_scan_that_means_nobody_stops_no_other(people, door):
    strange = Scan(client_id=told(people[0], 0).client_id, at=STARTS_AT, attendee=0, let_in=True)
    assert tell([strange, told(people[0], 1)], door) == [DoorState.UNKNOWN, DoorState.OK]


def test_answer_to_a_question_that_was_not_heard_is_kept_and_no_conflict(people, door):
    """The device asked, the network went, the helper let them in by the phone's own list and told of it later."""
    asked = scan_of(people[0])
    ask(asked, door)
    assert tell([told(people[0], 0, client_id=asked.client_id)], door) == [DoorState.OK]
    assert rows() == [("in", STARTS_AT, False)]
