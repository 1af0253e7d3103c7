"""What is to be arranged before the day, and what is to be cooked."""

import datetime as dt

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.party import NeedGiven, PersonWish
from events.choices import AccessOption, DietOption, NeedKind
from events.models.audit import AuditEntry
from events.reports.access import OWN_WORDS, access_tasks, mark_arranged, plates
from tests.factories.bookings import book
from tests.factories.events import make_event

NOW = dt.datetime(2030, 1, 4, 10, 0, tzinfo=dt.UTC)
START = dt.datetime(2030, 2, 11, 10, 0, tzinfo=dt.UTC)

BSL = NeedGiven(NeedKind.ACCESS, option=AccessOption.BSL)
LOOP = NeedGiven(NeedKind.ACCESS, option=AccessOption.HEARING_LOOP)
WORDS = NeedGiven(NeedKind.ACCESS, text="Please no strip lights")
VEGAN = NeedGiven(NeedKind.DIET, option=DietOption.VEGAN)
NO_GLUTEN = NeedGiven(NeedKind.DIET, option=DietOption.GLUTEN_FREE)
NUTS = NeedGiven(NeedKind.DIET, text="No nuts")


@pytest.fixture
def event(db):
    return make_event(starts_at=START, ends_at=START + dt.timedelta(hours=5))


def somebody(event, *needs):
    ticket = event.ticket_types.get().pk
    return book(event, now=NOW, people=(PersonWish(name="Ann Sample", ticket_type=ticket, needs=needs),))


def tasks(event, now=NOW):
    return [(task.option, task.people, task.is_done, task.more) for task in access_tasks(event, now=now)]


def test_access_tasks_count_people_in_the_order_of_the_form(event):
    somebody(event, BSL, WORDS)
    somebody(event, LOOP, BSL)
    assert tasks(event) == [("hearing_loop", 1, False, 0), ("bsl", 2, False, 0), (OWN_WORDS, 1, False, 0)]


def test_access_tasks_leave_out_food_and_who_cancelled(event):
    booking = somebody(event, BSL)
    somebody(event, VEGAN)
    cancel_places(booking.pk, now=NOW, by=By.booker())
    assert tasks(event) == []


def test_access_tasks_say_by_when_to_book(event):
    somebody(event, BSL, LOOP)
    found = {task.option: task.book_by for task in access_tasks(event, now=NOW)}
    assert found == {"bsl": dt.date(2030, 1, 21), "hearing_loop": dt.date(2030, 2, 4)}


@pytest.mark.parametrize(("day", "late"), [(21, False), (22, True)])
def test_access_tasks_are_late_from_the_day_after(event, day, late):
    somebody(event, BSL)
    assert [task.is_late for task in access_tasks(event, now=NOW.replace(day=day))] == [late]


def test_mark_arranged_counts_for_who_asked_until_then(event):
    somebody(event, BSL)
    mark_arranged(event, "bsl", is_done=True, by=By.system(), now=NOW)
    assert tasks(event) == [("bsl", 1, True, 0)]
    somebody(event, BSL)
    assert tasks(event) == [("bsl", 2, False, 1)]


def test_mark_arranged_can_be_taken_back_and_is_written_down(event):
    somebody(event, BSL)
    for is_done in (True, True, False, False):
        mark_arranged(event, "bsl", is_done=is_done, by=By.system(), now=NOW)
    assert tasks(event) == [("bsl", 1, False, 0)]
    entries = AuditEntry.objects.filter(action__startswith="access.").order_by("pk")
    assert [(entry.action, entry.detail) for entry in entries][::2] == [
        ("access.arranged", {"option": "bsl"}),
        ("access.reopened", {"option": "bsl"}),
    ]


def test_plates_count_what_each_person_eats_together(event):
    somebody(event)
    somebody(event, VEGAN)
    somebody(event, NO_GLUTEN, VEGAN)
    somebody(event, VEGAN, NUTS)
    assert [(plate.what, plate.people, plate.in_own_words) for plate in plates(event, booked=4)] == [
        ("No request", 1, False),
        ("Vegan", 1, False),
        ("Vegan, Gluten free", 1, False),
        ("Vegan", 1, True),
    ]


def test_plates_and_tasks_take_as_many_queries_for_many(event, django_assert_num_queries):
    for _ in range(3):
        somebody(event, VEGAN, BSL)
    with django_assert_num_queries(3):
        plates(event, booked=3)
        access_tasks(event, now=NOW)
