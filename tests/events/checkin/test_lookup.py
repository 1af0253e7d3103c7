import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.checkin.lookup import MOST_HITS, search
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event


@pytest.fixture
def named(event):
    def add(name, **facts):
        person = book(event).attendees.get()
        for field, value in {"name": name, **facts}.items():
            setattr(person, field, value)
        person.save()
        return person

    return add


def names(text, event):
    return [person.name for person in search(text, event_id=event.pk)]


@pytest.mark.parametrize("text", ["llyr", "Llŷr sampl", "sampl LLŶR", "lly"])
def test_search_minds_neither_case_nor_accent_nor_order(event, named, text):
    named("Llŷr Sampl")
    named("Sara Enghraifft")
    assert names(text, event) == ["Llŷr Sampl"]


def test_search_finds_organisations_and_codes(event, named):
    person = named("Sara Enghraifft", organisation="Sample Trust")
    for text in ("trust", person.code, person.code[:4].lower(), person.booking.reference):
        assert names(text, event) == ["Sara Enghraifft"]


def test_search_stays_within_the_event(event, named):
    other = book(make_event("other")).attendees.get()
    assert names("sample", event) == []
    assert names(other.code, event) == []


def test_search_puts_those_who_come_first(event, named):
    gone = named("Ann Sample")
    named("Zoe Sample")
    cancel_places(gone.booking_id, now=NOW, by=By.booker())
    assert names("sample", event) == ["Zoe Sample", "Ann Sample"]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "'; --", "\x00" * 3])
def test_search_for_nothing_finds_nobody(event, named, text):
    named("Llŷr Sampl")
    assert names(text.replace("\x00", ""), event) == []


def test_search_asks_one_question_and_has_an_end(event, django_assert_num_queries):
    for _ in range(4):
        book(event, 6)
        book(event, 4)
    with django_assert_num_queries(1):
        found = search("sample", event_id=event.pk)
        assert {person.ticket_type.name for person in found} == {"Place"}
    assert len(found) == MOST_HITS
