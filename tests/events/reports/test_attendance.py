"""The rows of the attendee export."""

import datetime as dt

import pytest
from django.utils.translation import gettext, override

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.party import NeedGiven, PersonWish
from events.choices import AskedOf, NeedKind, QuestionKind, Role, SessionChoice
from events.models.bookings import Booking
from events.reports.attendance import answer_text, attendee_table, columns_of, usual
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def table(event, *keys):
    """The export's rows, with the named columns or the usual ones."""
    columns = [column for column in columns_of(event) if column.key in keys] if keys else usual(columns_of(event))
    found = attendee_table(event, columns=columns)
    return [found.headings, *found.rows]


def person(event, name, **wishes):
    return PersonWish(name=name, ticket_type=event.ticket_types.all()[0].pk, **wishes)


def book_people(event, *people, **wishes):
    return book(event, name="Booker Sample", email="booker@example.org", people=people, **wishes)


def test_usual_columns_of_a_plain_event():
    event = make_event()
    booking = book_people(event, person(event, "Siân Enghraifft", organisation="Cyngor Enghraifft"))
    assert table(event) == [
        ["Booking", "Name", "Ticket", "Organisation", "E-mail address"],
        [booking.reference, "Siân Enghraifft", "Place", "Cyngor Enghraifft", "booker@example.org"],
    ]


def test_people_stand_by_last_name():
    event = make_event()
    book_people(event, person(event, "Zoe Enghraifft"), person(event, "Ann Sample"), person(event, "Bob de Enghraifft"))
    assert [row[0] for row in table(event, "name")[1:]] == ["Bob de Enghraifft", "Zoe Enghraifft", "Ann Sample"]


def test_an_own_address_goes_before_the_bookers():
    event = make_event()
    book_people(event, person(event, "Ann Sample", email="ann@example.org"))
    assert table(event, "email", "booker-email")[1] == ["ann@example.org", "booker@example.org"]


def test_names_can_be_divided():
    event = make_event()
    book_people(event, person(event, "Dr Ann Mary ap Sample"))
    assert table(event, "first-names", "last-name")[1] == ["Ann Mary", "ap Sample"]


def test_only_confirmed_places_are_listed():
    event = make_event(capacity=2)
    gone, _ = book(event), book(event)
    book(event, joins_waitlist=True)
    cancel_places(gone.pk, now=NOW, by=By.booker())
    assert len(table(event)) == 2


def test_one_cancelled_person_of_a_party_is_left_out():
    event = make_event()
    booking = book_people(event, person(event, "Ann Sample"), person(event, "Bob Sample"))
    cancel_places(booking.pk, attendee_ids=[booking.attendees.all()[0].pk], now=NOW, by=By.booker())
    assert [row[0] for row in table(event, "name")[1:]] == ["Bob Sample"]


def test_people_of_other_events_are_left_out():
    event, other = make_event(), make_event("other-event")
    book(other)
    assert len(table(event)) == 1


def test_chosen_sessions_stand_in_the_programme_s_order():
    event = make_event(session_choice=SessionChoice.ANY)
    late, early = make_session(event, title="Late", sort_order=2), make_session(event, title="Early", sort_order=1)
    book_people(event, person(event, "Ann Sample", sessions=(late.pk, early.pk)))
    assert table(event, "sessions") == [["Sessions"], ["Early, Late"]]


def test_there_is_no_column_for_sessions_that_all_come_to():
    event = make_event()
    make_session(event)
    assert "sessions" not in [column.key for column in columns_of(event)]


def test_answers_have_a_column_for_each_question():
    event = make_event()
    own = make_question(event, label="Job", sort_order=1)
    shared = make_question(event, label="Heard from", asked_of=AskedOf.BOOKING, sort_order=2)
    people = person(event, "Ann Sample", answers={own.pk: "Nurse"}), person(event, "Bob Sample")
    book_people(event, *people, answers={shared.pk: "A friend"})
    keys = [column.key for column in columns_of(event) if column.key.startswith("answer-")]
    assert keys == [f"answer-{own.pk}", f"answer-{shared.pk}"]
    assert table(event, *keys) == [["Job", "Heard from"], ["Nurse", "A friend"], [None, "A friend"]]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (QuestionKind.YES_NO, True, "Yes"),
        (QuestionKind.YES_NO, False, "No"),
        (QuestionKind.CHOICES, ["Tea", "Coffee"], "Tea, Coffee"),
        (QuestionKind.DATE, "2027-02-11", dt.date(2027, 2, 11)),
        (QuestionKind.DATE, "in spring", "in spring"),
        (QuestionKind.NUMBER, 3, 3),
        (QuestionKind.SHORT_TEXT, "Nurse", "Nurse"),
    ],
)
def test_answer_text_reads_as_a_person_would_write_it(kind, value, shown):
    assert answer_text(kind, value) == shown


LOOP = NeedGiven(NeedKind.ACCESS, text="A secret need", option="hearing_loop")


def test_needs_are_in_no_column():
    event = make_event()
    book_people(event, person(event, "Ann Sample", needs=(LOOP,)))
    everything = table(event, *[column.key for column in columns_of(event)])
    assert "need" not in repr(everything).lower()
    assert "hearing" not in repr(everything)


def test_who_may_see_needs_can_choose_each_kind_that_somebody_has():
    event = make_event()
    food = NeedGiven(NeedKind.DIET, text="No nuts")
    book_people(event, person(event, "Ann Sample", needs=(LOOP, food)), person(event, "Bob Sample"))
    columns = columns_of(event, with_needs=True)
    assert [column.key for column in columns if column not in usual(columns)][-2:] == ["needs-access", "needs-diet"]
    chosen = [column for column in columns if column.key in ("name", "needs-access", "needs-diet")]
    found = attendee_table(event, columns=chosen)
    assert [found.headings, *found.rows] == [
        ["Name", "Access", "Food"],
        ["Ann Sample", "Hearing loop; A secret need", "No nuts"],
        ["Bob Sample", "", ""],
    ]


def test_needs_of_who_is_not_coming_are_left_out():
    event = make_event()
    booking = book_people(event, person(event, "Ann Sample", needs=(LOOP,)))
    cancel_places(booking.pk, now=NOW, by=By.booker())
    assert [column.key for column in columns_of(event, with_needs=True) if column.key.startswith("needs")] == []


def test_a_supporter_says_whom_they_come_with():
    event = make_event()
    helper = make_ticket_type(event, name="Supporter", is_supporter=True, sort_order=1)
    people = person(event, "Ann Sample"), PersonWish(name="Bob Sample", ticket_type=helper.pk, supports=0)
    book_people(event, *people)
    assert table(event, "name", "supports")[1:] == [["Ann Sample", None], ["Bob Sample", "Ann Sample"]]


def test_marks_are_said_only_where_they_are_set():
    event = make_event()
    book_people(event, person(event, "Ann Sample", speaks_welsh=True), person(event, "Bob Sample", no_photos=True))
    assert table(event, "speaks-welsh", "no-photos")[1:] == [["Yes", ""], ["", "Yes"]]


def test_instants_are_those_of_the_events_own_clock():
    event = make_event(timezone="America/New_York")
    book(event)
    Booking.objects.update(created_at=dt.datetime(2027, 7, 1, 10, 0, tzinfo=dt.UTC))
    assert table(event, "booked-at")[1][0].isoformat() == "2027-07-01T06:00:00-04:00"


def test_headings_and_tickets_follow_the_readers_language():
    event = make_event()
    book(event)
    with override("cy"):
        assert table(event, "ticket")[1] == ["Place (cy)"]


def test_words_stay_in_the_readers_language_when_rows_are_read_later():
    event = make_event()
    book_people(event, person(event, "Ann Sample", language="cy"))
    with override("cy"):
        columns = [column for column in columns_of(event) if column.key in {"ticket", "role", "language"}]
        expected = ["Place (cy)", str(Role.ATTENDEE.label), gettext("Welsh")]
        later = attendee_table(event, columns=columns).rows
    with override("en"):
        assert list(later) == [expected]


def test_queries_do_not_grow_with_people(django_assert_num_queries):
    event = make_event(session_choice=SessionChoice.ANY)
    session, question = make_session(event), make_question(event)
    for size in (1, 3):
        answers = [person(event, "Ann Sample", sessions=(session.pk,), answers={question.pk: "x"})] * size
        book_people(event, *answers, knows_other=True)
        with django_assert_num_queries(6):
            table(event)
