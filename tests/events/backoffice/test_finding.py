"""Finding bookings by what somebody types."""

import pytest

from events.backoffice.finding import matching
from events.booking.party import PersonWish
from events.models.bookings import Booking
from tests.events.backoffice.conftest import book_earlier, soon
from tests.factories.events import make_event


@pytest.fixture
def sian(own):
    event = make_event(host=own, **soon())
    book_earlier(event, name="Someone Else", email="else@example.org")
    guest = PersonWish(name="Siân Enghraifft", ticket_type=event.ticket_types.get().pk)
    return book_earlier(
        event, name="Siôn Bwcio-Ŵyn", email="bwcio@example.org", organisation="Cyngor Sampl", people=(guest,)
    )


def found(text, *, contacts=True):
    return list(matching(Booking.objects.order_by("pk"), text, contacts=contacts))


@pytest.mark.parametrize(
    "text",
    [
        "Siân",
        "sian",
        "SIAN",
        "enghraifft sian",
        "Siân bwcio",
        "cyngor",
        "bwcio@example",
        "sion",
        "BWCIOWYN",
        "bwcio-ŵyn",
    ],
)
def test_matching_finds_every_word_anywhere(sian, text):
    assert found(text) == [sian]


@pytest.mark.parametrize("text", ["sian else", "nobody", "sian nobody"])
def test_matching_needs_every_word(sian, text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["cyngor", "bwcio@example"])
def test_matching_asks_no_contacts_for_who_may_not_see_them(sian, text):
    assert found(text, contacts=False) == []


def test_matching_finds_a_reference(sian):
    assert found(sian.reference.lower(), contacts=False) == [sian]


def test_matching_of_signs_alone_finds_nobody_by_name(sian):
    assert found("%%%") == []
