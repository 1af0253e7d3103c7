import pytest
from django.db import IntegrityError, transaction

from events.choices import CheckInState
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import STARTS_AT, make_event, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def people(event):
    return list(book(event, 3).attendees.all())


def test_somebody_is_in_once(people):
    let_in(people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        let_in(people[0])


def test_somebody_is_in_once_for_each_session(event, people):
    morning, afternoon = make_session(event), make_session(event, hours=2)
    for session in (None, morning, afternoon):
        let_in(people[0], session=session)
    with pytest.raises(IntegrityError), transaction.atomic():
        let_in(people[0], session=morning)


def test_what_was_undone_or_came_second_is_no_hindrance(people):
    first = let_in(people[0], undone_at=STARTS_AT)
    second = let_in(people[0])
    let_in(people[0], state=CheckInState.AGAIN, earlier=second)
    assert list(CheckIn.objects.live()) == [second]
    assert first.counts is False
    assert second.counts is True


def test_conflicts_are_those_that_do_not_count(people):
    first = let_in(people[0])
    again = let_in(people[0], state=CheckInState.AGAIN, earlier=first)
    gone = let_in(people[1], state=CheckInState.NOT_BOOKED)
    let_in(people[2], state=CheckInState.NOT_BOOKED, undone_at=STARTS_AT)
    assert set(CheckIn.objects.conflicts()) == {again, gone}


def test_only_a_second_one_names_an_earlier(people):
    first = let_in(people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        let_in(people[1], earlier=first)


def test_attended_counts_everybody_once(event, people):
    let_in(people[0])
    let_in(people[0], session=make_session(event))
    let_in(people[1], undone_at=STARTS_AT)
    let_in(people[2], state=CheckInState.NOT_BOOKED)
    assert list(Attendee.objects.attended()) == [people[0]]
