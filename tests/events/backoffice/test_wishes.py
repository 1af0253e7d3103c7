"""Which dates suit whom: people, not parties."""

import datetime as dt

import pytest

from events.backoffice.wishes import wishes_of
from events.booking.interest import leave_interest, register_interest
from events.choices import DateState
from events.models.events import ProposedDate
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(date_state=DateState.TO_BE_CONFIRMED, starts_at=None, ends_at=None)


@pytest.fixture
def dates(event):
    starts = [NOW + dt.timedelta(days=days) for days in (60, 30)]
    return [ProposedDate.objects.create(event=event, starts_at=at, ends_at=at + dt.timedelta(hours=2)) for at in starts]


def ask(event, name, size, *dates):
    return register_interest(
        event_id=event.pk,
        name=name,
        email=f"{name}@example.org",
        party_size=size,
        dates=[row.pk for row in dates],
        language="en",
        form_token=name,
        now=NOW,
    )


def test_an_event_with_a_date_has_no_wishes():
    assert wishes_of(make_event()) is None


def test_dates_nobody_asked_for_yet_are_shown_with_nobody(event, dates):
    found = wishes_of(event)
    assert (found.parties, found.people) == (0, 0)
    assert [(wish.date, wish.people) for wish in found.dates] == [(dates[1], 0), (dates[0], 0)]


def test_people_are_counted_for_each_date_that_suits_them(event, dates):
    ask(event, "ann", 2, *dates)
    ask(event, "bob", 3, dates[0])
    ask(event, "cai", 1)
    found = wishes_of(event)
    assert (found.parties, found.people) == (3, 6)
    assert [wish.people for wish in found.dates] == [2, 5]


def test_who_left_the_list_no_longer_counts(event, dates):
    leave_interest(ask(event, "ann", 2, dates[0]).pk, now=NOW)
    assert [wish.people for wish in wishes_of(event).dates] == [0, 0]


def test_a_date_taken_off_the_page_is_not_shown(event, dates):
    ask(event, "ann", 2, *dates)
    ProposedDate.objects.filter(pk=dates[0].pk).update(withdrawn=True)
    assert [wish.date for wish in wishes_of(event).dates] == [dates[1]]


def test_interest_without_any_date_is_counted_too(event):
    ask(event, "ann", 4)
    assert (wishes_of(event).people, wishes_of(event).dates) == (4, [])
