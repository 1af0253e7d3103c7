"""What people need, counted and listed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.party import NeedGiven, PersonWish
from events.choices import NeedKind, SessionChoice
from events.reports.needs_summary import helps_of, plates_of
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session

pytestmark = pytest.mark.django_db

VEGAN, LOOP = NeedGiven(NeedKind.DIET, option="vegan"), NeedGiven(NeedKind.ACCESS, option="hearing_loop")
HALAL, CELERY = NeedGiven(NeedKind.DIET, option="halal"), NeedGiven(NeedKind.DIET, text=" No  celery ")


@pytest.fixture
def event():
    return make_event()


def book_with(event, *needs, name="Sample Person", sessions=()):
    ticket = event.ticket_types.get().pk
    return book(event, people=(PersonWish(name=name, ticket_type=ticket, needs=needs, sessions=sessions),))


def test_plates_count_each_person_once_and_each_wish(event):
    for needs in ((), (VEGAN,), (VEGAN, HALAL), (HALAL, VEGAN), (CELERY,), (VEGAN, CELERY), (LOOP,)):
        book_with(event, *needs)
    (plates,) = plates_of(event, language="en")
    assert plates.people == 7
    assert plates.together == (
        ("No wish", 2),
        ("Vegan, Halal", 2),
        ("See their own words", 1),
        ("Vegan", 1),
        ("Vegan, and see their own words", 1),
    )
    assert plates.each == (("Vegan", 4), ("Halal", 2))
    assert plates.written == (("No celery", 2),)


def test_plates_of_sessions_count_who_chose_them(event):
    event.session_choice = SessionChoice.ANY
    event.save()
    one, two = make_session(event, title="One"), make_session(event, title="Two")
    book_with(event, VEGAN, sessions=(one.pk,))
    book_with(event, sessions=(one.pk, two.pk))
    found = [(plates.heading, plates.people, plates.together) for plates in plates_of(event, language="en")]
    assert found[1:] == [("One", 2, (("No wish", 1), ("Vegan", 1))), ("Two", 1, (("No wish", 1),))]


def test_plates_are_of_people_with_a_place_only(event):
    cancel_places(book_with(event, VEGAN).pk, now=NOW, by=By.booker())
    assert plates_of(event, language="en")[0].people == 0


def test_helps_name_people_and_what_would_help_but_not_what_they_eat(event):
    book_with(event, LOOP, VEGAN, NeedGiven(NeedKind.ACCESS, text="A seat by the door"), name="Sam Sample")
    book_with(event, VEGAN, name="Jo Person")
    book_with(event, NeedGiven(NeedKind.EMERGENCY, text="Pat, 01978 000000"), name="Nia Sampl")
    assert [(row.name, row.helps, row.emergency) for row in helps_of(event, language="en")] == [
        ("Nia Sampl", "", "Pat, 01978 000000"),
        ("Sam Sample", "Hearing loop; A seat by the door", ""),
    ]


def test_both_are_in_the_language_asked_for(event):
    book_with(event, LOOP)
    assert plates_of(event, language="cy")[0].together == (("Dim dymuniad", 1),)
    assert helps_of(event, language="cy")[0].helps == "Dolen glyw"


@pytest.mark.parametrize("ask", [plates_of, helps_of])
def test_one_person_and_three_take_equally_many_queries(event, ask):
    numbers = []
    for people in (1, 2):
        for _ in range(people):
            book_with(event, LOOP, VEGAN)
        with CaptureQueriesContext(connection) as queries:
            ask(event, language="en")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
